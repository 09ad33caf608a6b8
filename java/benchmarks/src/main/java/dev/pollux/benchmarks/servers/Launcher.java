package dev.pollux.benchmarks.servers;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Starts programs on a processor of their own, with as many descriptors as the system allows them. */
final class Launcher {
    /** Of the servers: all threads of the process, the JIT compiler's too. */
    static final int SERVER_PROCESSOR = 0;

    /** Of the client. */
    static final int CLIENT_PROCESSOR = 1;

    private static final long PATIENCE_SECONDS = 60;

    private Launcher() {}

    /** {@return the command that runs another there. The process stays the same one} */
    static List<String> pinned(int processor, List<String> command) {
        List<String> pinned = new ArrayList<>(List.of(
                "sh",
                "-c",
                "ulimit -n \"$(ulimit -Hn)\" && exec taskset -c \"$0\" \"$@\"",
                Integer.toString(processor)));
        pinned.addAll(command);
        return pinned;
    }

    /** {@return whether there is such a program} */
    static boolean has(String program) {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(folder -> new File(folder, program).canExecute());
    }

    /** Looks at what a client prints, line by line. */
    @FunctionalInterface
    interface Watcher {
        void line(String line) throws IOException;
    }

    /** {@return what a client prints, which is run to its end} */
    static String run(List<String> command) throws IOException, InterruptedException {
        StringBuilder output = new StringBuilder();
        run(command, line -> output.append(line).append('\n'));
        return output.toString();
    }

    /**
     * Runs a client to its end. Its input ends when it has printed a line of JSON, after that was looked at.
     *
     * @throws IOException if it failed, with what it said
     */
    static void run(List<String> command, Watcher watcher) throws IOException, InterruptedException {
        Path errors = Files.createTempFile("pollux-client", ".err");
        Process process =
                new ProcessBuilder(command).redirectError(errors.toFile()).start();
        try {
            BufferedReader lines = process.inputReader();
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                watcher.line(line);
                if (line.startsWith("{")) {
                    process.getOutputStream().close();
                }
            }
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new IOException("does not end: " + String.join(" ", command));
            }
            if (process.exitValue() != 0) {
                throw new IOException(String.join(" ", command) + "\nended with " + process.exitValue() + ": "
                        + Files.readString(errors));
            }
        } finally {
            process.destroyForcibly();
            Files.delete(errors);
        }
    }
}
