package dev.pollux.benchmarks.servers;

import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import dev.pollux.benchmarks.CPrograms;
import dev.pollux.benchmarks.servers.child.Kind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The load generator, {@code load.c}. */
final class Client {
    /** What it prints when the measured time begins. */
    private static final String BEGINS = "measuring";

    private Client() {}

    /** What a load has measured, and what the server's Java threads have allocated meanwhile. */
    record Measured(LoadResult result, long allocatedBytes) {}

    /**
     * Loads a server by a scene.
     *
     * @param ratePerSecond of all messages, or 0 for as fast as replies come
     */
    static Measured load(ServerChild server, Scene scene, double ratePerSecond, double warmSeconds, double seconds)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(command(server, scene, ratePerSecond, warmSeconds, seconds));
        command.add("--with-parent");
        long[] allocated = new long[2];
        LoadResult[] result = new LoadResult[1];
        try {
            Launcher.run(command, line -> {
                if (line.equals(BEGINS)) {
                    allocated[0] = server.allocatedBytes();
                } else {
                    allocated[1] = server.allocatedBytes(); // while the connections are still there
                    result[0] = LoadResult.parse(line);
                }
            });
            if (result[0] == null) {
                throw new IOException("the load generator has told nothing");
            }
        } catch (IOException e) {
            throw new IOException(server.contestant.name() + ", " + scene + ": " + e.getMessage(), e);
        }
        return new Measured(result[0], allocated[1] - allocated[0]);
    }

    /** Tells something of a server. */
    @FunctionalInterface
    interface Question<T> {
        T ask() throws IOException;
    }

    /** {@return what is told of a server after it was loaded by a scene, before the connections are closed} */
    static <T> T whileOpen(ServerChild server, Scene scene, double seconds, Question<T> question)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(command(server, scene, 0, 0, seconds));
        command.add("--with-parent");
        List<T> answer = new ArrayList<>();
        Launcher.run(command, line -> {
            if (!line.equals(BEGINS)) {
                answer.add(question.ask());
            }
        });
        return answer.get(0);
    }

    static List<String> command(
            ServerChild server, Scene scene, double ratePerSecond, double warmSeconds, double seconds) {
        List<String> command = new ArrayList<>(List.of(
                CPrograms.require("load").toString(),
                server(server.kind, scene.load()),
                server.ready.address(),
                "--process",
                Long.toString(server.processId()),
                "--connections",
                Integer.toString(scene.connections()),
                "--active",
                Integer.toString(scene.active()),
                "--bytes",
                Integer.toString(scene.messageBytes()),
                "--warm",
                Double.toString(warmSeconds),
                "--measure",
                Double.toString(seconds)));
        if (ratePerSecond > 0) {
            command.addAll(List.of("--rate", Double.toString(ratePerSecond)));
        }
        return Launcher.pinned(Launcher.CLIENT_PROCESSOR, command);
    }

    private static String server(Kind kind, Scene.Load load) {
        if (load == Scene.Load.STORM) {
            return "--storm";
        }
        return "--" + kind.argument();
    }

    /** {@return what a server's process has used so far, by the clock that {@link #load} reads too} */
    static long cpuNanos(ServerChild server) throws IOException, InterruptedException {
        String output =
                Launcher.run(List.of(CPrograms.require("load").toString(), "--cpu", Long.toString(server.processId())));
        try {
            return JsonParser.parseString(output)
                    .getAsJsonObject()
                    .get("cpu_nanos")
                    .getAsLong();
        } catch (JsonParseException | IllegalStateException e) {
            throw new IOException("the load generator said: " + output, e);
        }
    }
}
