package dev.pollux.benchmarks.servers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * Counts a server's system calls. By perf, where it may: it hardly slows the server. Slowed, a server finds more ready in each
 * wait, and so makes fewer calls a message: strace does that.
 */
enum SystemCalls {
    /** By a tracepoint of the kernel. */
    PERF {
        @Override
        String whyNot() throws InterruptedException {
            if (!Launcher.has("perf")) {
                return "there is no perf here";
            }
            try {
                Launcher.run(List.of("perf", "stat", "-e", EVENT, "true"));
                return null;
            } catch (IOException e) {
                return "perf may not: " + e.getMessage().lines().findFirst().orElse("");
            }
        }

        @Override
        LoadResult count(ServerChild server, Scene scene, double seconds, Path counts)
                throws IOException, InterruptedException {
            List<String> command = new ArrayList<>(List.of(
                    "perf",
                    "stat",
                    "-x,",
                    "-o",
                    counts.toString(),
                    "-e",
                    EVENT,
                    "-p",
                    Long.toString(server.processId()),
                    "--"));
            command.addAll(Client.command(server, scene, 0, 0, seconds));
            return LoadResult.parse(Launcher.run(command));
        }

        @Override
        long parse(String counts) throws IOException {
            for (String line : counts.lines().toList()) {
                String[] columns = line.split(",");
                if (columns.length > 2 && columns[2].equals(EVENT)) {
                    try {
                        return Long.parseLong(columns[0]);
                    } catch (NumberFormatException e) {
                        break; // it says <not counted> there
                    }
                }
            }
            throw new IOException("perf has counted nothing: " + counts);
        }
    },
    /** By stopping the server at each call. */
    STRACE {
        @Override
        String whyNot() throws InterruptedException {
            if (!Launcher.has("strace")) {
                return "there is no strace here";
            }
            try {
                Launcher.run(List.of("strace", "-c", "-o", "/dev/null", "true"));
                return null;
            } catch (IOException e) {
                return "strace may not: " + e.getMessage().lines().findFirst().orElse("");
            }
        }

        @Override
        LoadResult count(ServerChild server, Scene scene, double seconds, Path counts)
                throws IOException, InterruptedException {
            String id = Long.toString(server.processId());
            Process strace = new ProcessBuilder("strace", "-f", "-c", "-o", counts.toString(), "-p", id)
                    .redirectErrorStream(true)
                    .start();
            try {
                // It says so when it has stopped each thread for the first time: "strace: Process N attached".
                if (strace.inputReader().readLine() == null) {
                    throw new IOException("strace has ended with " + strace.waitFor());
                }
                return LoadResult.parse(Launcher.run(Client.command(server, scene, 0, 0, seconds)));
            } finally {
                strace.destroy(); // it writes what it has counted, and leaves the server alone
                if (!strace.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                    strace.destroyForcibly();
                }
            }
        }

        /** The line of the totals: percents, seconds, microseconds a call, calls, and errors if there were some. */
        @Override
        long parse(String counts) throws IOException {
            for (String line : counts.lines().toList()) {
                String[] columns = line.strip().split(" +");
                if (columns.length >= 5 && columns[columns.length - 1].equals("total")) {
                    return Long.parseLong(columns[3]);
                }
            }
            throw new IOException("strace has counted nothing: " + counts);
        }
    };

    private static final String EVENT = "raw_syscalls:sys_enter";
    private static final long PATIENCE_SECONDS = 20;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** {@return null, or why they can't be counted so here} */
    abstract String whyNot() throws InterruptedException;

    /** Loads a server, and leaves in a file what was counted. */
    abstract LoadResult count(ServerChild server, Scene scene, double seconds, Path counts)
            throws IOException, InterruptedException;

    /** {@return how many there were, by that file} */
    abstract long parse(String counts) throws IOException;

    /** {@return how many there are for each message of a load, those that open and close its connections with them} */
    double each(ServerChild server, Scene scene, double seconds) throws IOException, InterruptedException {
        Path counts = Files.createTempFile("pollux", ".calls");
        try {
            LoadResult result = count(server, scene, seconds, counts);
            return (double) parse(Files.readString(counts)) / result.messages();
        } finally {
            Files.delete(counts);
        }
    }
}
