package dev.pollux.benchmarks.windows;

import dev.pollux.benchmarks.Jvm;
import dev.pollux.benchmarks.Plan;
import dev.pollux.benchmarks.Suite;
import dev.pollux.benchmarks.results.Results;
import dev.pollux.benchmarks.servers.Ready;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Echo servers on Windows side by side: Pollux on a completion port by each binding, the JDK's AsynchronousSocketChannel and
 * its Selector. Then several threads at one port. Every server is a process of its own, all run from the beginning to the end,
 * and each round loads one after the other, so that what disturbs the machine disturbs all of them. The client is this process.
 */
public final class WindowsSuite implements Suite {
    /** The suite's name. */
    public static final String NAME = "windows";

    /** The name of the fact that it was Wine, and not Windows. */
    public static final String WINE_FACT = "Wine";

    private static final int[] CONNECTIONS = {1, 16, 128};

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void run(Plan plan, Results results) throws IOException {
        Optional<WindowsJava> java = WindowsJava.find();
        if (java.isPresent()) {
            run(java.get(), plan, results);
        } else {
            plan.log().println("without the servers on Windows: " + WindowsJava.WHY_NONE);
        }
    }

    static void run(WindowsJava java, Plan plan, Results results) throws IOException {
        Times times = Times.of(plan);
        List<ServerUnderTest> servers = new ArrayList<>();
        try {
            for (EchoLayer layer : EchoLayer.values()) {
                start(layer, java, times, plan).ifPresent(servers::add);
            }
            if (servers.isEmpty()) {
                return;
            }
            facts(java, servers, results);
            Rounds rounds = new Rounds(servers, plan, times, results);
            for (int connections : CONNECTIONS) {
                rounds.echo(connections);
            }
            rounds.packets();
        } finally {
            for (ServerUnderTest server : servers) {
                server.close();
            }
        }
    }

    private static Optional<ServerUnderTest> start(EchoLayer layer, WindowsJava java, Times times, Plan plan)
            throws IOException {
        try {
            ServerUnderTest server = new ServerUnderTest(layer, java, times);
            plan.log().println(layer.contestant + ": " + server.ready.description());
            return Optional.of(server);
        } catch (Ready.Unavailable e) {
            plan.log().println("without " + layer.contestant + ": " + e.getMessage());
            return Optional.empty();
        }
    }

    private static void facts(WindowsJava java, List<ServerUnderTest> servers, Results results) throws IOException {
        java.emulator().ifPresent(wine -> results.fact(WINE_FACT, wine));
        results.fact(Jvm.FACT, servers.get(0).ask(ServerProcess.WHICH_JVM));
        results.fact("JDK of the client", Jvm.describe());
        results.fact(
                "flags of the servers' JVMs",
                String.join(
                        " ",
                        Stream.concat(java.flags().stream(), Stream.of(ServerUnderTest.COMPILE_EARLY))
                                .toList()));
        for (ServerUnderTest server : servers) {
            results.fact("server " + server.layer.contestant, server.ready.description());
        }
    }
}
