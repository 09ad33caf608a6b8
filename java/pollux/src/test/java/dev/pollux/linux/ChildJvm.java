package dev.pollux.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.pollux.binding.TestBinding;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Runs a main class of the tests in a JVM of its own, with this one's binding: for limits and properties of a process. */
public final class ChildJvm {
    private ChildJvm() {}

    /** Or whoever reads its output would wait for ever: then it ends with a failure, and what it has said is read. */
    private static void endAfterAMinute(Process process) {
        CompletableFuture.delayedExecutor(1, TimeUnit.MINUTES).execute(process::destroyForcibly);
    }

    /** Runs it to its end, which must be a success; {@code prefix} is a command that starts another one. */
    public static String run(List<String> prefix, List<String> jvmArguments, Class<?> main, String... arguments)
            throws IOException, InterruptedException {
        Process process = start(prefix, jvmArguments, main, arguments);
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), output);
        return output;
    }

    /** Starts it, with its two outputs in one. */
    public static Process start(List<String> prefix, List<String> jvmArguments, Class<?> main, String... arguments)
            throws IOException {
        List<String> command = new ArrayList<>(prefix);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-XX:TieredStopAtLevel=1");
        if (Runtime.version().feature() >= 22) {
            command.add("--enable-native-access=ALL-UNNAMED");
        }
        for (String name : List.of("dev.pollux.binding", TestBinding.PROPERTY)) {
            command.add("-D" + name + "=" + System.getProperty(TestBinding.PROPERTY, ""));
        }
        command.addAll(jvmArguments);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        endAfterAMinute(process);
        return process;
    }
}
