package dev.pollux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pollux.binding.TestBinding;
import dev.pollux.completion.CompletionPort;
import dev.pollux.linux.ChildJvm;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A port on the selector makes no native call. So it loads no binding, though there is one: a newer JVM warns of that. */
class NioAloneTest {
    private static final List<String> TELL_CLASSES =
            List.of("-Xlog:class+load:stdout:none", "-Ddev.pollux.backend=nio");

    /** Opens a completion port on the selector, and turns it. */
    static final class Completions {
        private Completions() {}

        public static void main(String[] arguments) throws Exception {
            try (CompletionPort port =
                    CompletionPort.builder().backend(Backend.EMULATED).open()) {
                port.poll(0);
                System.out.println(port.describe());
            }
        }
    }

    @BeforeEach
    void require() {
        TestBinding.name();
    }

    private static void assertNoBinding(String output) {
        assertTrue(output.contains("dev.pollux.internal.nio.NioPort "), output);
        String its = "dev.pollux." + TestBinding.name() + ".";
        assertEquals(
                List.of(),
                output.lines()
                        .filter(line -> line.startsWith(its) || line.startsWith("WARNING"))
                        .toList());
    }

    @Test
    void readiness() throws Exception {
        assertNoBinding(ChildJvm.run(List.of(), TELL_CLASSES, FirstEventsTest.Program.class, Backend.NIO.name()));
    }

    @Test
    void completion() throws Exception {
        assertNoBinding(ChildJvm.run(List.of(), TELL_CLASSES, Completions.class));
    }
}
