package dev.pollux.benchmarks.servers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Counts a server's system calls by perf, which hardly slows it: slowed, it would find more ready in each wait. */
final class SystemCalls {
    private static final String EVENT = "raw_syscalls:sys_enter";

    private SystemCalls() {}

    /** {@return null, or why they can't be counted here} */
    static String whyNot() throws InterruptedException {
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

    /** {@return how many there are for each message of a load, those that open and close its connections with them} */
    static double each(ServerChild server, Scene scene, double seconds) throws IOException, InterruptedException {
        Path counts = Files.createTempFile("pollux", ".perf");
        try {
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
            LoadResult result = LoadResult.parse(Launcher.run(command));
            return (double) parse(Files.readString(counts)) / result.messages();
        } finally {
            Files.delete(counts);
        }
    }

    static long parse(String counts) throws IOException {
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
}
