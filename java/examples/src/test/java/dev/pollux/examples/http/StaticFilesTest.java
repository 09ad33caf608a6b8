package dev.pollux.examples.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.pollux.linux.ChildJvm;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which file a URL's path names. */
class StaticFilesTest {
    @TempDir
    Path folder;

    /** POSIX is the locale of a container that sets none: its characters are ASCII only. */
    @ParameterizedTest
    @ValueSource(strings = {"POSIX", "C.UTF-8"})
    @EnabledOnOs(OS.LINUX)
    void namesBeyondAsciiInAnyLocale(String locale) throws Exception {
        ChildJvm.run(List.of("env", "LC_ALL=" + locale), List.of("-ea"), Main.class, folder.toString());
    }

    /** What runs there. */
    static final class Main {
        private Main() {}

        public static void main(String[] arguments) throws IOException {
            Path root = Path.of(arguments[0]).toRealPath();
            Path file = Files.createFile(Path.of(URI.create(root.toUri() + "gr%C3%B6%C3%9Fe%20+.txt")));
            Path below = Files.createDirectory(Path.of(URI.create(root.toUri() + "%E2%82%AC")));
            Path index = Files.createFile(below.resolve("index.html"));
            StaticFiles files = new StaticFiles(root);
            assertEquals(file, files.find(RequestTarget.path("/gr%C3%B6%C3%9Fe%20+.txt")));
            assertEquals(index, files.find(RequestTarget.path("/%E2%82%AC/")));
            assertNull(files.find(RequestTarget.path("/%E2%82%AC/gr%C3%B6%C3%9Fe%20+.txt")));
            assertNull(files.find(RequestTarget.path("/%C3%B6/../gr%C3%B6%C3%9Fe%20+.txt")));
        }
    }
}
