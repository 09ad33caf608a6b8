package dev.pollux.benchmarks.servers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.pollux.benchmarks.Contestants;
import dev.pollux.benchmarks.Plan;
import dev.pollux.benchmarks.results.Measurement;
import dev.pollux.benchmarks.results.Results;
import dev.pollux.benchmarks.servers.child.Kind;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The servers of Netty's codecs, on each transport that there is here. */
@Timeout(300)
class NettyCodecsTest {
    private static final String BODY = "Hello, World!";

    @BeforeEach
    void needsLinuxAndC() {
        String whyNot = ServersSuite.whyNot();
        assumeTrue(whyNot == null, whyNot);
    }

    /** Looks at a server. */
    @FunctionalInterface
    private interface Look {
        void at(ServerChild server) throws IOException, InterruptedException;
    }

    /** Two transports at least: Netty's NIO, and another one. */
    private static void onEveryTransport(Kind kind, Look look) throws IOException, InterruptedException {
        int seen = 0;
        for (Contestant each : Contestant.ofNetty(List.of("jni"))) {
            try (ServerChild server = new ServerChild(each, kind)) {
                look.at(server);
                seen++;
            } catch (Ready.Unavailable e) {
                continue;
            }
        }
        assertTrue(seen > 1, seen + " transports");
    }

    @Test
    void http1IsAnsweredOnEveryTransport() throws Exception {
        onEveryTransport(Kind.HTTP1, server -> {
            HttpResponse<String> response = HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(URI.create("http://localhost:" + server.ready.address() + "/"))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
            assertEquals(BODY, response.body(), server.contestant.name());
            assertEquals("plaintext", response.headers().firstValue("server").orElse(""), server.contestant.name());
        });
    }

    @Test
    void http2IsAnsweredOnEveryTransport() throws Exception {
        assumeTrue(
                Launcher.has("curl")
                        && Launcher.run(List.of("curl", "--version")).contains("HTTP2"),
                "there is no curl that speaks HTTP/2");
        onEveryTransport(Kind.HTTP2, server -> {
            String answer = Launcher.run(List.of(
                    "curl", "-si", "--http2-prior-knowledge", "http://127.0.0.1:" + server.ready.address() + "/"));
            assertTrue(answer.startsWith("HTTP/2 200"), server.contestant.name() + ": " + answer);
            assertTrue(answer.strip().endsWith(BODY), server.contestant.name() + ": " + answer);
        });
    }

    @Test
    void aTransportsFiguresAreFiled() throws Exception {
        List<Contestant> one = Contestant.ofNetty(List.of()).subList(0, 1);
        for (Scene scene : Scene.OF_NETTY) {
            String program = scene.load() == Scene.Load.HTTP ? "wrk" : H2load.PROGRAM;
            if (scene.quick() && Launcher.has(program)) {
                Results results = new Results();
                try (SceneRun run = new SceneRun(
                        "netty", scene, one, new Plan(1, true, "", new PrintWriter(new StringWriter())), results)) {
                    run.run();
                }
                for (String metric : List.of("messages a second", "server CPU a message", "p99.9 at the full rate")) {
                    assertEquals(Set.of(Contestants.NETTY_NIO), contestants(results, metric), scene + ": " + metric);
                }
            }
        }
    }

    private static Set<String> contestants(Results results, String metric) {
        return results.measurements().stream()
                .filter(each -> each.metric().equals(metric) && each.samples().get(0) > 0)
                .map(Measurement::contestant)
                .collect(Collectors.toSet());
    }
}
