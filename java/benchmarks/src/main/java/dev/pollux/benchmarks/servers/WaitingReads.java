package dev.pollux.benchmarks.servers;

import dev.pollux.benchmarks.Contestants;
import dev.pollux.benchmarks.Plan;
import dev.pollux.benchmarks.results.Better;
import dev.pollux.benchmarks.results.Results;
import dev.pollux.benchmarks.servers.child.Kind;
import dev.pollux.benchmarks.servers.child.Layer;
import dev.pollux.benchmarks.servers.child.Reads;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * What a connection keeps that only waits to be read: what a server has with many more of them, less what it had with few,
 * divided. Its own objects are in it, what the kernel has for its socket is not.
 */
final class WaitingReads {
    private static final String GROUP = "waiting reads";
    private static final int CONNECTIONS = 10_000;
    private static final int QUICK_CONNECTIONS = 500;
    private static final int FEW = 64;
    private static final double SECONDS = 0.5;

    /** All of the heap is resident from the beginning: so what grows is beyond it. */
    private static final List<String> HEAP_FLAGS = List.of("-Xms512m", "-XX:+AlwaysPreTouch");

    private WaitingReads() {}

    /**
     * What is measured.
     *
     * @param name as the report has it, after how many there are
     */
    private record Case(String name, List<Contestant> contestants) {}

    static void run(String suite, List<Contestant> available, Plan plan, Results results)
            throws IOException, InterruptedException {
        if (!plan.wants(GROUP)) {
            return;
        }
        int connections = plan.quick() ? QUICK_CONNECTIONS : CONNECTIONS;
        for (Case each : cases(available)) {
            String scene = connections + " reads wait, " + each.name();
            for (Contestant contestant : each.contestants()) {
                ServerChild.Memory bytes = ofEach(contestant, connections);
                add(results, suite, scene, contestant, "resident memory a connection", bytes.resident());
                if (contestant.isJava()) {
                    add(results, suite, scene, contestant, "direct memory a connection", bytes.direct());
                    add(results, suite, scene, contestant, "heap a connection", bytes.heap());
                }
                plan.log()
                        .println(String.format(
                                Locale.ROOT,
                                "%s, %s: %d B resident, %d B direct, %d B of heap each",
                                scene,
                                contestant.name(),
                                bytes.resident(),
                                bytes.direct(),
                                bytes.heap()));
            }
        }
    }

    private static List<Case> cases(List<Contestant> available) {
        return List.of(
                new Case("with 8 KiB each", ports(available, Reads.OWN_BUFFERS)),
                new Case(
                        "with memory when there is data",
                        Stream.concat(
                                        ports(available, Reads.NO_ROOM).stream(),
                                        others(
                                                available,
                                                Contestants.C_EPOLL,
                                                Contestants.POLLUX_EPOLL,
                                                Contestants.NETTY_EPOLL)
                                                .stream())
                                .toList()),
                new Case(
                        "with memory that is lent",
                        Stream.concat(
                                        ports(available, Reads.LENT).stream(),
                                        others(available, Contestants.C_IO_URING, Contestants.NETTY_IO_URING).stream())
                                .toList()));
    }

    private static List<Contestant> ports(List<Contestant> available, Reads reads) {
        return available.stream()
                .filter(each -> each.layer() == Layer.POLLUX_IO_URING || each.layer() == Layer.POLLUX_EMULATED)
                .filter(each -> !each.name().startsWith(Contestants.POLLUX_IO_URING_OPERATIONS))
                .map(each -> each.with(HEAP_FLAGS).with(reads))
                .toList();
    }

    private static List<Contestant> others(List<Contestant> available, String... names) {
        return available.stream()
                .filter(each -> List.of(names).contains(each.name()))
                .map(each -> each.isJava() ? each.with(HEAP_FLAGS) : each)
                .toList();
    }

    private static ServerChild.Memory ofEach(Contestant contestant, int connections)
            throws IOException, InterruptedException {
        try (ServerChild server = new ServerChild(contestant, Kind.TCP)) {
            int descriptors = server.descriptors();
            with(server, FEW, FEW); // what is made once, and a pool's buffers, each of which is used in turn
            server.awaitClosed(descriptors);
            ServerChild.Memory few = with(server, FEW, FEW);
            server.awaitClosed(descriptors);
            ServerChild.Memory many = with(server, connections, 1);
            int more = connections - FEW;
            return new ServerChild.Memory(
                    (many.resident() - few.resident()) / more,
                    (many.heap() - few.heap()) / more,
                    (many.direct() - few.direct()) / more);
        }
    }

    /** {@return what a server has while so many connections are open, of which so many have said something} */
    private static ServerChild.Memory with(ServerChild server, int connections, int active)
            throws IOException, InterruptedException {
        Scene scene = new Scene(GROUP, "idle", Kind.TCP, Scene.Load.ECHO, connections, active, 64, false);
        return Client.whileOpen(server, scene, SECONDS, server::memory);
    }

    private static void add(
            Results results, String suite, String scene, Contestant contestant, String metric, long bytes) {
        results.add(suite, GROUP, scene, contestant.name(), metric, "B", Better.LOWER, bytes);
    }
}
