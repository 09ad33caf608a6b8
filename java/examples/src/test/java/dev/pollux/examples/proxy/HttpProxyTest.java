package dev.pollux.examples.proxy;

import static dev.pollux.examples.proxy.ProxyClient.ANY_PORT;
import static dev.pollux.examples.proxy.ProxyClient.assertStatus;
import static dev.pollux.examples.proxy.ProxyClient.get;
import static dev.pollux.examples.proxy.ProxyClient.talk;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pollux.Backend;
import dev.pollux.examples.http.HttpLimits;
import dev.pollux.examples.http.HttpServer;
import dev.pollux.examples.server.RunningLoops;
import dev.pollux.examples.server.Target;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The HTTP proxy as its two sides see it: what becomes of requests and responses on their way. */
@Timeout(60)
class HttpProxyTest {
    private static final ProxyLimits LIMITS = ProxyLimits.DEFAULT.with(HealthPolicy.NONE);

    @TempDir
    private Path root;

    private static HttpProxy proxy(InetSocketAddress upstream, Backend backend) throws IOException {
        return HttpProxy.start(ANY_PORT, List.of(upstream), 1, backend, LIMITS);
    }

    @ParameterizedTest
    @MethodSource("dev.pollux.examples.Backends#ofReadiness")
    void aClientThatKnowsHttpAndTheHttpServer(Backend backend) throws Exception {
        byte[] large = new byte[3_000_000];
        new Random(1).nextBytes(large);
        Files.write(root.resolve("large.bin"), large);
        try (RunningLoops server = HttpServer.start(ANY_PORT, 1, Target.on(backend), root, HttpLimits.DEFAULT);
                HttpProxy proxy = proxy(server.address(), backend)) {
            HttpClient client =
                    HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
            URI base = URI.create("http://127.0.0.1:" + proxy.loops().address().getPort());
            for (int i = 0; i < 20; i++) {
                assertEquals(
                        "Hello, World!",
                        client.send(
                                        HttpRequest.newBuilder(base.resolve("/plaintext"))
                                                .build(),
                                        BodyHandlers.ofString())
                                .body());
            }
            assertEquals(1, proxy.counters().connects());
            assertArrayEquals(
                    large,
                    client.send(
                                    HttpRequest.newBuilder(base.resolve("/large.bin"))
                                            .build(),
                                    BodyHandlers.ofByteArray())
                            .body());
            HttpRequest post = HttpRequest.newBuilder(base.resolve("/"))
                    .expectContinue(true)
                    .POST(HttpRequest.BodyPublishers.ofByteArray(large, 0, 500_000))
                    .build();
            assertEquals(405, client.send(post, BodyHandlers.ofString()).statusCode());
            try (ProxyClient head = new ProxyClient(proxy)) {
                head.send("HEAD /large.bin HTTP/1.1\r\nHost: a\r\n\r\n" + get("/plaintext"));
                assertTrue(head.readHead().contains("\r\ncontent-length: 3000000\r\n"));
                assertTrue(head.readResponse().endsWith("Hello, World!"));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("dev.pollux.examples.Backends#ofReadiness")
    void whatIsForOneHopDoesNotGoOn(Backend backend) throws Exception {
        BlockingQueue<String> heads = new LinkedBlockingQueue<>();
        try (ScriptedUpstream upstream = new ScriptedUpstream(connection -> {
                    String head;
                    while ((head = connection.readHead()) != null) {
                        heads.add(head);
                        connection.write("HTTP/1.1 200 OK\r\nConnection: x-secret\r\nX-Secret: 1\r\nKeep-Alive: 5\r\n"
                                + "Upgrade: h2c\r\nX-Kept: 2\r\nContent-Length: 0\r\n\r\n");
                    }
                });
                HttpProxy proxy = proxy(upstream.address(), backend);
                ProxyClient client = new ProxyClient(proxy)) {
            client.send(
                    "GET /a?b HTTP/1.1\r\nHost: example.org\r\nConnection: X-Mine , keep-alive, Host\r\nX-Mine: 1\r\n"
                            + "Keep-Alive: 5\r\nTE: trailers\r\nUpgrade: h2c\r\nProxy-Connection: x\r\nX-Forwarded-For: 10.1.1.1\r\n"
                            + "X-Forwarded-For: 10.2.2.2\r\nX-Kept:  a b \r\n\r\n");
            assertEquals(
                    "HTTP/1.1 200 OK\r\nx-kept: 2\r\nvia: 1.1 pollux\r\nDate: now\r\ncontent-length: 0\r\n\r\n",
                    client.readResponse().replaceAll("Date: [A-Z][a-z]{2}, [^\r]+ GMT", "Date: now"));
            assertEquals(
                    "GET /a?b HTTP/1.1\r\nhost: example.org\r\nx-forwarded-for: 10.1.1.1, 10.2.2.2, 127.0.0.1\r\n"
                            + "via: 1.1 pollux\r\nx-kept: a b\r\n\r\n",
                    heads.take());
            client.send("GET http://other.example/p HTTP/1.1\r\nHost: example.org\r\n\r\n");
            client.readResponse();
            assertTrue(heads.take().startsWith("GET http://other.example/p HTTP/1.1\r\nhost: other.example\r\n"));
            client.send("GET / HTTP/1.0\r\n\r\n");
            assertTrue(client.readAll().contains("\r\nconnection: close\r\n"));
            InetSocketAddress address = upstream.address();
            assertTrue(
                    heads.take().contains("\r\nhost: " + address.getHostString() + ":" + address.getPort() + "\r\n"));
        }
    }

    @ParameterizedTest
    @MethodSource("dev.pollux.examples.Backends#ofReadiness")
    void bodiesAreFramedAnew(Backend backend) throws Exception {
        try (ScriptedUpstream upstream = new ScriptedUpstream(connection -> {
                    String head = connection.readHead();
                    if (head.startsWith("POST")) {
                        assertTrue(head.contains("\r\ntransfer-encoding: chunked\r\n"), head);
                        String body = connection.read("5\r\nhello\r\n0\r\n\r\n".length());
                        connection.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
                                + Integer.toHexString(body.length()) + ";x\r\n" + body + "\r\n0\r\nT: t\r\n\r\n");
                        head = connection.readHead();
                    }
                    connection.write("HTTP/1.1 200 OK\r\n\r\nuntil the end");
                });
                HttpProxy proxy = proxy(upstream.address(), backend);
                ProxyClient client = new ProxyClient(proxy)) {
            client.send("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
                    + "005;a=b\r\nhello\r\n0\r\nTrailer: t\r\n\r\n" + get("/"));
            assertTrue(client.readHead().contains("\r\ntransfer-encoding: chunked\r\n"));
            assertEquals("f\r\n5\r\nhello\r\n0\r\n\r\n\r\n0\r\n\r\n", client.read(15 + 5 + 5));
            assertTrue(client.readHead().contains("\r\ntransfer-encoding: chunked\r\n"));
            assertEquals("d\r\nuntil the end\r\n0\r\n\r\n", client.read(3 + 13 + 2 + 5));
            String old = talk(proxy, "GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
            assertTrue(old.endsWith("\r\nconnection: close\r\n\r\nuntil the end"), old);
        }
    }

    @ParameterizedTest
    @MethodSource("dev.pollux.examples.Backends#ofReadiness")
    void responsesWithoutABody(Backend backend) throws Exception {
        String[] responses = {
            "HTTP/1.1 304 Not Modified\r\nContent-Length: 9\r\n\r\n",
            "HTTP/1.1 204 No Content\r\n\r\n",
            "HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n" + ScriptedUpstream.OK
        };
        try (ScriptedUpstream upstream = new ScriptedUpstream(connection -> {
                    for (String response : responses) {
                        connection.readHead();
                        connection.write(response);
                    }
                    connection.readHead();
                });
                HttpProxy proxy = proxy(upstream.address(), backend);
                ProxyClient client = new ProxyClient(proxy)) {
            client.send(get("/").repeat(3));
            assertStatus(304, client.readHead());
            assertStatus(204, client.readHead());
            assertStatus(103, client.readHead());
            assertTrue(client.readResponse().endsWith("\r\n\r\nok"));
            assertEquals(1, upstream.accepted.get());
        }
    }

    @ParameterizedTest
    @MethodSource("dev.pollux.examples.Backends#ofReadiness")
    void theBodyWaitsForTheUpstreamsContinue(Backend backend) throws Exception {
        try (ScriptedUpstream upstream = new ScriptedUpstream(connection -> {
                    assertTrue(connection.readHead().contains("\r\nexpect: 100-continue\r\n"));
                    connection.write("HTTP/1.1 100 Continue\r\n\r\n");
                    connection.write(connection.read(4).equals("body") ? ScriptedUpstream.OK : "");
                    connection.readHead();
                    connection.write("HTTP/1.1 417 Expectation Failed\r\nContent-Length: 0\r\n\r\n");
                    connection.readHead();
                });
                HttpProxy proxy = proxy(upstream.address(), backend);
                ProxyClient client = new ProxyClient(proxy)) {
            String post = "POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 4\r\n\r\n";
            assertStatus(100, client.send(post).readHead());
            assertStatus(200, client.send("body").readResponse());
            String refused = client.send(post).readResponse();
            assertStatus(417, refused);
            assertTrue(refused.contains("\r\nconnection: close\r\n"), refused);
            assertEquals("", client.readAll()); // nobody can say whether the body still comes
        }
    }

    @ParameterizedTest
    @MethodSource("dev.pollux.examples.Backends#ofReadiness")
    void pipelinedRequestsAreAnsweredInOrder(Backend backend) throws Exception {
        try (ScriptedUpstream upstream = new ScriptedUpstream(connection -> {
                    String head;
                    while ((head = connection.readHead()) != null) {
                        String target = head.split(" ")[1];
                        connection.write("HTTP/1.1 200 OK\r\nContent-Length: " + target.length() + "\r\n\r\n" + target);
                    }
                });
                HttpProxy proxy = proxy(upstream.address(), backend);
                ProxyClient client = new ProxyClient(proxy)) {
            StringBuilder requests = new StringBuilder();
            for (int i = 0; i < 2000; i++) {
                requests.append(get("/" + i));
            }
            client.send(requests.toString());
            for (int i = 0; i < 2000; i++) {
                assertTrue(client.readResponse().endsWith("\r\n\r\n/" + i));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("dev.pollux.examples.Backends#ofReadiness")
    void aClientThatShutsItsHalfIsAnsweredInFull(Backend backend) throws Exception {
        try (ScriptedUpstream upstream = new ScriptedUpstream(connection -> connection.serve(ScriptedUpstream.OK));
                HttpProxy proxy = proxy(upstream.address(), backend);
                ProxyClient client = new ProxyClient(proxy)) {
            client.send(get("/").repeat(3));
            client.socket.shutdownOutput();
            assertEquals(4, client.readAll().split("\r\n\r\nok", -1).length);
        }
    }

    @ParameterizedTest
    @MethodSource("dev.pollux.examples.Backends#ofReadiness")
    void whatTwoServersCouldReadDifferentlyIsRefused(Backend backend) throws Exception {
        try (ScriptedUpstream upstream = new ScriptedUpstream(connection -> connection.serve(ScriptedUpstream.OK));
                HttpProxy proxy = proxy(upstream.address(), backend)) {
            String post = "POST / HTTP/1.1\r\nHost: a\r\n";
            String smuggled = "0\r\n\r\n" + get("/smuggled");
            for (String request : List.of(
                    post + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n" + smuggled,
                    post + "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n" + smuggled,
                    post + "Content-Length: 5\r\nContent-Length: 6\r\n\r\n" + smuggled,
                    post + "Content-Length: 5, 5\r\n\r\n" + smuggled,
                    post + "Content-Length: +5\r\n\r\n" + smuggled,
                    post + "Content-Length: 0x5\r\n\r\n" + smuggled,
                    post + "Content-Length: -1\r\n\r\n" + smuggled,
                    post + "Content-Length:\r\n\r\n" + smuggled,
                    post + "Content-Length : 5\r\n\r\n" + smuggled,
                    post + " Content-Length: 5\r\n\r\n" + smuggled,
                    post + "X: a\r\n Content-Length: 5\r\n\r\n" + smuggled,
                    post + "X: a\r\n\tb\r\n\r\n" + smuggled,
                    post + "X: a\nContent-Length: 5\r\n\r\n" + smuggled,
                    post + "X: a\0b\r\n\r\n" + smuggled,
                    post + "Transfer-Encoding: chunked, chunked\r\n\r\n" + smuggled,
                    post + "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n" + smuggled,
                    post + "Transfer-Encoding:\r\n\r\n" + smuggled,
                    post + "Host: b\r\n\r\n" + smuggled,
                    "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n" + smuggled,
                    "GET http://a@b/ HTTP/1.1\r\nHost: a\r\n\r\n" + smuggled,
                    "GET * HTTP/1.1\r\nHost: a\r\n\r\n" + smuggled,
                    "GET x HTTP/1.1\r\nHost: a\r\n\r\n" + smuggled,
                    "GET / HTTP/1.1\r\n\r\n" + smuggled)) {
                String response = talk(proxy, request);
                assertStatus(400, response);
                assertFalse(response.contains("200 OK"), request);
            }
            assertStatus(501, talk(proxy, post + "Transfer-Encoding: gzip, chunked\r\n\r\n" + smuggled));
            assertStatus(501, talk(proxy, "TRACE / HTTP/1.1\r\nHost: a\r\n\r\n"));
            assertStatus(501, talk(proxy, "CONNECT a:1 HTTP/1.1\r\nHost: a:1\r\n\r\n"));
            assertStatus(431, talk(proxy, "GET / HTTP/1.1\r\nX: " + "a".repeat(20_000) + "\r\n"));
            assertStatus(414, talk(proxy, "GET /" + "a".repeat(9000)));
            assertEquals(0, upstream.accepted.get()); // not one of them went further
            String badChunk = post + "Transfer-Encoding: chunked\r\n\r\n5 \n" + smuggled;
            assertStatus(400, talk(proxy, badChunk));
        }
    }
}
