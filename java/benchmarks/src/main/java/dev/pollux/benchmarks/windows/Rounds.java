package dev.pollux.benchmarks.windows;

import dev.pollux.benchmarks.Plan;
import dev.pollux.benchmarks.results.Better;
import dev.pollux.benchmarks.results.Results;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What is measured of the servers that were started, round by round: every sample of a round belongs to its others. */
final class Rounds {
    /** Many, and then a single one: a wait that finds one completion takes other ways than one that finds many. */
    private static final int[] WARMUP_CONNECTIONS = {64, 1};

    /** What a scene begins with: its connections are new, and so is what it makes of the port. Not told. */
    private static final int WARMUP_ROUND = -1;

    private final List<ServerUnderTest> servers;
    private final Plan plan;
    private final Times times;
    private final Results results;
    private boolean warm;

    Rounds(List<ServerUnderTest> servers, Plan plan, Times times, Results results) {
        this.servers = servers;
        this.plan = plan;
        this.times = times;
        this.results = results;
    }

    /** Round trips by so many connections at once. */
    void echo(int connections) throws IOException {
        if (!plan.wants("echo")) {
            return;
        }
        warmUp();
        String scene = connections + (connections == 1 ? " connection" : " connections");
        Map<ServerUnderTest, Client> clients = new HashMap<>();
        try {
            for (ServerUnderTest server : servers) {
                clients.put(server, new Client(server.address(), connections));
            }
            for (int round = WARMUP_ROUND; round < plan.rounds(); round++) {
                StringBuilder told = begin("echo, " + scene + ", round trips a second", round);
                for (ServerUnderTest server : Plan.turns(servers, round)) {
                    Client client = clients.get(server);
                    long before = Long.parseLong(server.ask(ServerProcess.ALLOCATED_BYTES));
                    double rate = client.perSecond(times.measureNanos());
                    long bytes = Long.parseLong(server.ask(ServerProcess.ALLOCATED_BYTES)) - before;
                    if (round != WARMUP_ROUND) {
                        add(server, "echo", scene, "round trips a second", "1/s", Better.HIGHER, rate);
                        double bytesEach = (double) bytes / client.roundTrips();
                        add(server, "echo", scene, "bytes allocated a round trip", "B", Better.LOWER, bytesEach);
                    }
                    tell(told, server, rate);
                }
                plan.log().println(told);
            }
        } finally {
            for (Client client : clients.values()) {
                client.close();
            }
        }
    }

    private void warmUp() throws IOException {
        if (warm) {
            return;
        }
        warm = true;
        for (ServerUnderTest server : servers) {
            for (int connections : WARMUP_CONNECTIONS) {
                try (Client client = new Client(server.address(), connections)) {
                    for (long trips = 0; trips < times.warmUpTrips(); trips += client.roundTrips()) {
                        client.perSecond(times.measureNanos());
                    }
                }
            }
        }
    }

    /** Packets through one port within a server's process, by one thread and by several. */
    void packets() throws IOException {
        if (!plan.wants("packets")) {
            return;
        }
        List<ServerUnderTest> ports =
                servers.stream().filter(server -> server.layer.hasPackets()).toList();
        if (ports.isEmpty()) {
            return;
        }
        for (int round = WARMUP_ROUND; round < plan.rounds(); round++) {
            StringBuilder told = begin("packets a second, by one thread and by four", round);
            for (ServerUnderTest server : Plan.turns(ports, round)) {
                double byOne = Double.parseDouble(server.ask(ServerProcess.PACKETS_BY_ONE));
                double byFour = Double.parseDouble(server.ask(ServerProcess.PACKETS_BY_FOUR));
                if (round != WARMUP_ROUND) {
                    String scene = "through one port";
                    add(server, "packets", scene, "packets a second, one thread", "1/s", Better.HIGHER, byOne);
                    add(
                            server,
                            "packets",
                            scene,
                            "packets a second, four threads, two at once",
                            "1/s",
                            Better.HIGHER,
                            byFour);
                }
                tell(told, server, byOne);
                told.append(String.format(Locale.ROOT, " and %.0f", byFour));
            }
            plan.log().println(told);
        }
    }

    private static StringBuilder begin(String what, int round) {
        return new StringBuilder(what + ", " + (round == WARMUP_ROUND ? "to warm up" : "round " + (round + 1)) + ":");
    }

    private static void tell(StringBuilder told, ServerUnderTest server, double rate) {
        told.append(String.format(Locale.ROOT, " %s %.0f", server.layer.contestant, rate));
    }

    private void add(
            ServerUnderTest server,
            String group,
            String scene,
            String metric,
            String unit,
            Better better,
            double sample) {
        results.add(WindowsSuite.NAME, group, scene, server.layer.contestant, metric, unit, better, sample);
    }
}
