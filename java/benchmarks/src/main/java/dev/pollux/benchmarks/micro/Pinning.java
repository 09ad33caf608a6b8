package dev.pollux.benchmarks.micro;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Has this process, and so all that it starts, run on two processors, by taskset(1).
 *
 * <p>Two, also for what has one thread: the JIT compiler and the garbage collector need one beside it, or they would take from
 * the time of Java's contestants, which is not what they are compared by. C has the same two. The kernel has no reason to move
 * a thread that runs alone on one of them.
 */
final class Pinning implements AutoCloseable {
    private static final String AFTER_LIST = "list: ";

    private final String before; // null if there is nothing to put back

    Pinning() throws IOException {
        before = isOnPath("taskset") ? processors() : null;
        if (before != null) {
            set(firstTwo(before));
        }
    }

    /** {@return on which processors, to tell} */
    String describe() {
        return before == null ? "not pinned: no taskset" : "pinned to processors " + firstTwo(before);
    }

    @Override
    public void close() throws IOException {
        if (before != null) {
            set(before);
        }
    }

    /** Returns the first two of a list such as {@code 0-3,8}. */
    static String firstTwo(String list) {
        List<Integer> all = new ArrayList<>();
        for (String range : list.split(",")) {
            String[] ends = range.split("-");
            int last = Integer.parseInt(ends[ends.length - 1]);
            for (int each = Integer.parseInt(ends[0]); each <= last && all.size() < 2; each++) {
                all.add(each);
            }
        }
        return String.join(",", all.stream().map(String::valueOf).toList());
    }

    private static String processors() throws IOException {
        String answer = taskset("-cp", ownId());
        return answer.substring(answer.indexOf(AFTER_LIST) + AFTER_LIST.length())
                .strip();
    }

    private static void set(String list) throws IOException {
        taskset("-acp", list, ownId());
    }

    private static String ownId() {
        return Long.toString(ProcessHandle.current().pid());
    }

    private static String taskset(String... arguments) throws IOException {
        List<String> command =
                Stream.concat(Stream.of("taskset"), Stream.of(arguments)).toList();
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.onExit().join().exitValue() != 0) {
            throw new IOException(String.join(" ", command) + " failed: " + output);
        }
        return output;
    }

    private static boolean isOnPath(String program) {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .filter(folder -> !folder.isBlank())
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }
}
