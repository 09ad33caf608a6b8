package dev.pollux.completion;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.pollux.binding.TestBinding;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.Parameter;

/** Calls that fail or throw, and memory that is gone, as the first thing that a JVM of its own meets: {@link CompletionFaults}. */
@CompletionTest
@Timeout(120)
class CompletionFaultsTest {
    @Parameter
    CompletionKind kind;

    @BeforeEach
    void require() {
        kind.check();
        assumeTrue(kind == CompletionKind.IOCP, "the calls that fail are those of iocp");
    }

    @Test
    void withoutHandlesOrBuffersAListenerPausesAndGoesOn() throws Exception {
        run("accept");
    }

    @Test
    void anErrorInPlaceOfAnyCallLeavesNothingBehind() throws Exception {
        run("everyCall");
    }

    @Test
    void aCloseNeedsNoDirectMemory() throws Exception {
        run("directMemory", "-XX:MaxDirectMemorySize=8m");
    }

    private static void run(String what, String... flags) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(flags));
        if (Runtime.version().feature() >= 22) {
            command.add("--enable-native-access=ALL-UNNAMED");
        }
        command.add("-Ddev.pollux.binding=" + TestBinding.name());
        command.add("-Ddev.pollux.windows.poison=true");
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), CompletionFaults.class.getName(), what));
        Process child = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(child.waitFor() == 0 && output.contains("=== well"), output);
    }
}
