package dev.pollux.benchmarks.servers;

import dev.pollux.benchmarks.Contestants;
import dev.pollux.benchmarks.Plan;
import dev.pollux.benchmarks.servers.child.Kind;
import dev.pollux.benchmarks.servers.child.Layer;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/** What Netty's echo server allocates and computes for a message, or a connection, on each transport. */
public final class NettyGarbage {
    private static final double WARM_UP_SECONDS = 4;

    private final Scene scene;
    private final double seconds;
    private final PrintWriter out;

    /**
     * @param storm whether connections are opened and closed
     * @param connections at a time
     * @param messageBytes of each message
     * @param seconds for how long each server is loaded
     */
    public NettyGarbage(boolean storm, int connections, int messageBytes, double seconds, PrintWriter out) {
        scene = new Scene(
                "garbage",
                "by hand",
                Kind.TCP,
                storm ? Scene.Load.STORM : Scene.Load.ECHO,
                connections,
                connections,
                messageBytes,
                false);
        this.seconds = seconds;
        this.out = out;
    }

    /**
     * Measures, and prints a line a server: medians, the least and the most.
     *
     * @param who a part of the servers' names, or empty for all
     * @param bindings what Pollux's servers run on
     * @param rounds how often each is measured, in turn
     */
    public void print(String who, List<String> bindings, int rounds) throws IOException, InterruptedException {
        String whyNone = ServersSuite.whyNot();
        if (whyNone != null) {
            throw new IOException("no servers here: " + whyNone);
        }
        Map<ServerChild, List<double[]>> all = new LinkedHashMap<>();
        try {
            for (Contestant each : contestants(bindings)) {
                if (each.name().contains(who)) {
                    start(each, all);
                }
            }
            for (int round = 0; round < rounds; round++) {
                List<ServerChild> servers = List.copyOf(all.keySet());
                for (int index :
                        Plan.turns(IntStream.range(0, servers.size()).boxed().toList(), round)) {
                    ServerChild server = servers.get(index);
                    all.get(server).add(measure(server, seconds));
                }
            }
            all.forEach(this::print);
        } finally {
            for (ServerChild each : all.keySet()) {
                each.close();
            }
        }
    }

    private static List<Contestant> contestants(List<String> bindings) {
        List<Contestant> all = new ArrayList<>();
        for (String binding : bindings) {
            all.add(Contestant.pollux(
                    Contestants.by(Contestants.NETTY_ON_POLLUX_EMULATED, binding),
                    Layer.NETTY_POLLUX_EMULATED,
                    binding));
        }
        all.addAll(Contestant.ofNetty(bindings));
        return all;
    }

    private void start(Contestant contestant, Map<ServerChild, List<double[]>> all)
            throws IOException, InterruptedException {
        try {
            ServerChild server = new ServerChild(contestant, scene.kind());
            all.put(server, new ArrayList<>());
            measure(server, WARM_UP_SECONDS);
        } catch (Ready.Unavailable e) {
            out.println("without " + contestant.name() + ": " + e.getMessage());
        }
    }

    /** {@return bytes and microseconds of each, and how many there were a second} */
    private double[] measure(ServerChild server, double howLong) throws IOException, InterruptedException {
        int descriptors = server.descriptors();
        Client.Measured measured = Client.load(server, scene, 0, howLong / 4, howLong);
        server.awaitClosed(descriptors);
        LoadResult result = measured.result();
        return new double[] {
            (double) measured.allocatedBytes() / result.messages(), result.cpuMicrosEach(), result.ratePerSecond()
        };
    }

    private void print(ServerChild server, List<double[]> rounds) {
        String each = scene.load() == Scene.Load.STORM ? "connection" : "message";
        out.println(String.format(
                Locale.ROOT,
                "%s: %s B a %s, %s us of CPU, %s a second",
                server.contestant.name(),
                range(rounds, 0, "%.1f"),
                each,
                range(rounds, 1, "%.2f"),
                range(rounds, 2, "%.0f")));
    }

    private static String range(List<double[]> rounds, int which, String format) {
        double[] sorted =
                rounds.stream().mapToDouble(each -> each[which]).sorted().toArray();
        String text = format + " (" + format + " to " + format + ")";
        return String.format(Locale.ROOT, text, sorted[sorted.length / 2], sorted[0], sorted[sorted.length - 1]);
    }
}
