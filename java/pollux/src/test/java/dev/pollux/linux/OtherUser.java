package dev.pollux.linux;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A command that runs another one as a user who has no other process: the kernel's limit of threads is a user's, and does not
 * bind root. It needs setpriv(1) and prlimit(1), and root, who may become another.
 */
public final class OtherUser {
    private static final long FIRST_USER = 1_000_000; // and this process's number: nobody else is that

    private OtherUser() {}

    /** {@return the command; the test is skipped where it can't be had} */
    public static List<String> withThreads(int threads) throws IOException, InterruptedException {
        String user = Long.toString(FIRST_USER + ProcessHandle.current().pid());
        List<String> command = List.of(
                "setpriv",
                "--reuid=" + user,
                "--regid=" + user,
                "--clear-groups",
                "prlimit",
                "--nproc=" + threads + ":" + threads);
        assumeTrue(succeeds(command, List.of("true")), "a user of few threads takes root, setpriv(1) and prlimit(1)");
        List<String> reads = new ArrayList<>(List.of("sh", "-c", "for f; do test -r \"$f\" || exit 1; done", "sh"));
        Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(OtherUser::isNeeded)
                .forEach(reads::add);
        assumeTrue(succeeds(command, reads), "another user can't read the class path");
        return command;
    }

    /** Ours, and what the jnr binding needs; not JUnit's. */
    private static boolean isNeeded(String entry) {
        Path path = Path.of(entry);
        String name = path.getFileName().toString();
        return Files.isDirectory(path)
                || Files.exists(path)
                        && Stream.of("pollux", "jnr", "jffi", "asm").anyMatch(name::startsWith);
    }

    private static boolean succeeds(List<String> prefix, List<String> command) throws InterruptedException {
        List<String> all = new ArrayList<>(prefix);
        all.addAll(command);
        try {
            return new ProcessBuilder(all)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException absent) {
            return false;
        }
    }
}
