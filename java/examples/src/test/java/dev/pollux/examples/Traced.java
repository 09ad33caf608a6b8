package dev.pollux.examples;

import dev.pollux.Diagnostics;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs a program of Pollux's under strace(1). */
final class Traced {
    private Traced() {}

    static boolean isAvailable(String binding) {
        return Diagnostics.bindings().stream().anyMatch(f -> f.name().equals(binding) && f.available());
    }

    static boolean isTraceable() throws InterruptedException {
        try {
            Process process = new ProcessBuilder("strace", "-o", "/dev/null", "true")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * The command that traces a main class.
     *
     * @param expression what strace's {@code -e trace=} takes
     * @param output where the trace goes
     * @param jvmArguments what the JVM is told before the class
     */
    static List<String> command(String expression, Path output, List<String> jvmArguments, String mainClass) {
        List<String> command =
                new ArrayList<>(List.of("strace", "-f", "-qq", "-e", "trace=" + expression, "-o", output.toString()));
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        if (Runtime.version().feature() >= 22) {
            command.add("--enable-native-access=ALL-UNNAMED");
        }
        command.addAll(jvmArguments);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), mainClass));
        return command;
    }

    /** The calls of one thread, with those that were interrupted in the trace put together again. */
    static List<String> calls(List<String> trace, String thread) {
        List<String> calls = new ArrayList<>();
        String unfinished = "";
        for (String line : trace) {
            String call = line.startsWith(thread + " ")
                    ? line.substring(thread.length()).trim()
                    : "";
            if (call.endsWith("<unfinished ...>")) {
                unfinished = call.replace("<unfinished ...>", "");
            } else if (call.startsWith("<... ")) {
                calls.add((unfinished + call.replaceFirst("<\\.\\.\\. \\w+ resumed>", "")).replaceAll("\\s+=", " ="));
            } else if (!call.isEmpty()) {
                calls.add(call.replaceAll("\\s+=", " ="));
            }
        }
        return calls;
    }
}
