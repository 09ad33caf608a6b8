package dev.pollux.internal.text;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pollux.Diagnostics;
import dev.pollux.NeedsNoBinding;
import dev.pollux.completion.CompletionPort;
import dev.pollux.readiness.ReadinessDispatcher;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The version and the commit: of this build, and of builds that know less. */
@NeedsNoBinding
class VersionTest {
    @ParameterizedTest
    @CsvSource({
        "'version=1.2.3\ncommit=abc\n', 1.2.3 (commit abc)",
        "'version=1.2.3\ncommit=unknown\n', 1.2.3 (unknown commit)",
        "'version=1.2.3\n', 1.2.3 (unknown commit)",
        "'version=${project.version}\ncommit=${git.commit.id.abbrev}\n', of an unknown version (unknown commit)",
        "'version=1\ncommit=\\u00zz\n', of an unknown version (unknown commit)",
        "'', of an unknown version (unknown commit)",
    })
    void readsWhatTheBuildHasWritten(String file, String text) {
        assertEquals(text, Version.text(new ByteArrayInputStream(file.getBytes(ISO_8859_1))));
    }

    @Test
    void aFileThatIsNotThereOrCannotBeRead() {
        assertEquals("of an unknown version (unknown commit)", Version.text(null));
        assertEquals("of an unknown version (unknown commit)", Version.text(new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("no");
            }
        }));
    }

    @Test
    void ofThisBuild() {
        String version = Diagnostics.version();
        assertTrue(version.matches("\\d+\\.\\d+\\.\\d+\\S* \\((commit [0-9a-f]{12}|unknown commit)\\)"), version);
    }

    @Test
    void dispatchersAndPortsTellIt() throws IOException {
        String told = ", pollux " + Diagnostics.version();
        try (ReadinessDispatcher loop = ReadinessDispatcher.open()) {
            assertTrue(loop.describe().contains(told + ", "), loop::describe);
            assertTrue(loop.port().describe().endsWith(told), loop.port()::describe);
        }
        try (CompletionPort port = CompletionPort.open()) {
            assertTrue(port.describe().endsWith(told), port::describe);
        }
    }
}
