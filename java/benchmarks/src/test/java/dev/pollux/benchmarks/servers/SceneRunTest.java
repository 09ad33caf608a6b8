package dev.pollux.benchmarks.servers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.pollux.benchmarks.CPrograms;
import dev.pollux.benchmarks.Contestants;
import dev.pollux.benchmarks.Plan;
import dev.pollux.benchmarks.results.Measurement;
import dev.pollux.benchmarks.results.Results;
import dev.pollux.benchmarks.servers.child.Kind;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The harness itself, with the servers that every machine has that can build C. */
class SceneRunTest {
    private static final List<Contestant> CONTESTANTS = Contestant.ALL.stream()
            .filter(each -> Set.of(Contestants.C, Contestants.POLLUX_NIO).contains(each.name()))
            .toList();

    @BeforeEach
    void needsLinuxAndC() {
        String whyNot = ServersSuite.whyNot();
        assumeTrue(whyNot == null, whyNot);
    }

    @Test
    void everyContestantsFiguresAreFiled() throws IOException, InterruptedException {
        Scene scene = new Scene("echo", "64 B, 4 connections", Kind.TCP, Scene.Load.ECHO, 4, 4, 64, true);
        Results results = new Results();
        StringWriter log = new StringWriter();
        try (SceneRun run =
                new SceneRun("servers", scene, CONTESTANTS, new Plan(2, true, "", new PrintWriter(log)), results)) {
            run.run();
        }
        for (String metric : List.of(
                "messages a second",
                "server CPU a message",
                "server CPU a message at a fixed rate",
                "resident memory",
                "p50",
                "p99",
                "p99.9",
                "max")) {
            assertEquals(Set.of(Contestants.C, Contestants.POLLUX_NIO), contestants(results, metric), metric);
        }
        assertEquals(Set.of(Contestants.POLLUX_NIO), contestants(results, "bytes allocated a message"));
        for (Measurement each : results.measurements()) {
            assertEquals(2, each.samples().size(), each.metric());
        }
    }

    private static Set<String> contestants(Results results, String metric) {
        return results.measurements().stream()
                .filter(each -> each.metric().equals(metric))
                .map(Measurement::contestant)
                .collect(Collectors.toSet());
    }

    @Test
    void datagramsUnixSocketsAndStormsAreServed() throws IOException, InterruptedException {
        for (Contestant contestant : CONTESTANTS) {
            for (Scene scene : List.of(
                    new Scene("udp", "test", Kind.UDP, Scene.Load.ECHO, 4, 4, 64, true),
                    new Scene("unix", "test", Kind.UNIX, Scene.Load.ECHO, 4, 2, 65536, true),
                    new Scene("accept", "test", Kind.TCP, Scene.Load.STORM, 4, 4, 1, true))) {
                try (ServerChild server = new ServerChild(contestant, scene.kind())) {
                    int before = server.descriptors();
                    assertTrue(Client.load(server, scene, 0, 0, 0.1).result().messages() > 0);
                    server.awaitClosed(before);
                }
            }
        }
    }

    @Test
    void aServerThatSendsBackSomethingElseFailsTheRun() throws IOException {
        try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            new Thread(() -> sendBackChanged(listener)).start();
            IOException failure = assertThrows(
                    IOException.class,
                    () -> Launcher.run(List.of(
                            CPrograms.require("load").toString(),
                            "--tcp",
                            Integer.toString(listener.getLocalPort()),
                            "--process",
                            Long.toString(ProcessHandle.current().pid()))));
            assertTrue(failure.getMessage().contains("a reply differs"), failure.getMessage());
        }
    }

    private static void sendBackChanged(ServerSocket listener) {
        try (Socket socket = listener.accept()) {
            byte[] bytes = new byte[64];
            for (int count = socket.getInputStream().read(bytes);
                    count > 0;
                    count = socket.getInputStream().read(bytes)) {
                bytes[count - 1]++;
                socket.getOutputStream().write(bytes, 0, count);
            }
        } catch (IOException e) {
            // The client has gone, as it should.
        }
    }
}
