package dev.pollux.benchmarks.windows;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Echo servers on Windows side by side: Pollux on a completion port by each binding, the JDK's AsynchronousSocketChannel
 * and its Selector; and several threads at one port. Every server is a process of its own, all run from the beginning to
 * the end, and each round loads one after the other, so that what disturbs the machine disturbs all of them.
 */
public final class SideBySide {
    private static final int[] CONNECTIONS = {1, 16, 128};
    private static final int ROUNDS = Integer.getInteger("rounds", 45);
    private static final long MEASURE_NANOS = TimeUnit.MILLISECONDS.toNanos(Long.getLong("millis", 100));
    private static final int WARMUP_ROUNDS = 2;

    /** Before anything is measured, until the JIT compiler has done its work: in round trips, for it counts calls. */
    private static final int WARMUP_TRIPS = Integer.getInteger("warmup", 40_000);

    private static final int WARMUP_CONNECTIONS = 64;

    private final List<ServerUnderTest> servers = new ArrayList<>();

    private SideBySide() {}

    /**
     * Compares.
     *
     * @param args the command that starts a Windows JVM with this class path; none on Windows itself
     */
    public static void main(String[] args) throws IOException {
        SideBySide comparison = new SideBySide();
        try {
            comparison.run(args.length > 0 ? List.of(args) : ownJava());
        } finally {
            for (ServerUnderTest server : comparison.servers) {
                server.close();
            }
        }
    }

    private static List<String> ownJava() {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"));
    }

    private void run(List<String> java) throws IOException {
        for (EchoLayer layer : EchoLayer.values()) {
            ServerUnderTest server = new ServerUnderTest(layer, java);
            servers.add(server);
            System.out.println(layer + ": " + server.description);
        }
        System.out.println(ROUNDS + " rounds; medians, and the middle half\n");
        for (ServerUnderTest server : servers) {
            warmUp(server);
        }
        for (int connections : CONNECTIONS) {
            echo(connections);
        }
        packets();
    }

    private static void warmUp(ServerUnderTest server) throws IOException {
        try (Client client = new Client(server.address, WARMUP_CONNECTIONS)) {
            for (long trips = 0; trips < WARMUP_TRIPS; trips += client.roundTrips()) {
                client.perSecond(MEASURE_NANOS);
            }
        }
    }

    private void echo(int connections) throws IOException {
        Map<EchoLayer, Client> clients = new EnumMap<>(EchoLayer.class);
        Map<EchoLayer, Samples> rates = new EnumMap<>(EchoLayer.class);
        Map<EchoLayer, Samples> bytes = new EnumMap<>(EchoLayer.class);
        for (ServerUnderTest server : servers) {
            clients.put(server.layer, new Client(server.address, connections));
            rates.put(server.layer, new Samples());
            bytes.put(server.layer, new Samples());
        }
        for (int round = -WARMUP_ROUNDS; round < ROUNDS; round++) {
            for (int i = 0; i < servers.size(); i++) {
                ServerUnderTest server = servers.get(Math.floorMod(i + round, servers.size())); // each is first in turn
                Client client = clients.get(server.layer);
                long before = Long.parseLong(server.ask('a'));
                double rate = client.perSecond(MEASURE_NANOS);
                long allocated = Long.parseLong(server.ask('a')) - before;
                if (round >= 0) {
                    rates.get(server.layer).add(rate);
                    bytes.get(server.layer).add((double) allocated / client.roundTrips());
                }
            }
        }
        for (Client client : clients.values()) {
            client.close();
        }
        print(connections, rates, bytes);
    }

    private static void print(int connections, Map<EchoLayer, Samples> rates, Map<EchoLayer, Samples> bytes) {
        line(
                "| %d connection%s | round trips a second | to asynchronous | to selector | bytes each |",
                connections, connections == 1 ? "" : "s");
        line("|---|---|---|---|---|");
        for (EchoLayer layer : EchoLayer.values()) {
            Samples rate = rates.get(layer);
            line(
                    "| %s | %s | %s | %s | %.2f |",
                    layer,
                    rate.text("%.0f"),
                    rate.ratiosTo(rates.get(EchoLayer.JDK_ASYNCHRONOUS)).text("%.2f"),
                    rate.ratiosTo(rates.get(EchoLayer.JDK_SELECTOR)).text("%.2f"),
                    bytes.get(layer).median());
        }
        line(
                "%nFour threads at one port, two at once, to one dispatcher thread: %s%n",
                rates.get(EchoLayer.IOCP_FFM_FOUR_THREADS)
                        .ratiosTo(rates.get(EchoLayer.IOCP_FFM))
                        .text("%.2f"));
    }

    private void packets() throws IOException {
        line("| packets through one port | one thread, a second | four threads, two at once | ratio |");
        line("|---|---|---|---|");
        for (ServerUnderTest server : servers.subList(0, EchoLayer.IOCP_JNR.ordinal() + 1)) {
            Samples one = new Samples();
            Samples four = new Samples();
            for (int round = -1; round < ROUNDS; round++) {
                double byOne = Double.parseDouble(server.ask('1'));
                double byFour = Double.parseDouble(server.ask('4'));
                if (round >= 0) {
                    one.add(byOne);
                    four.add(byFour);
                }
            }
            line(
                    "| %s | %s | %s | %s |",
                    server.layer,
                    one.text("%.0f"),
                    four.text("%.0f"),
                    four.ratiosTo(one).text("%.2f"));
        }
    }

    private static void line(String format, Object... values) {
        System.out.println(String.format(Locale.ROOT, format, values));
    }
}
