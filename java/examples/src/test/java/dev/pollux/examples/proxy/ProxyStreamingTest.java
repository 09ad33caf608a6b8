package dev.pollux.examples.proxy;

import static dev.pollux.examples.proxy.ProxyClient.ANY_PORT;
import static dev.pollux.examples.proxy.ProxyClient.assertStatus;
import static dev.pollux.examples.proxy.ProxyClient.await;
import static dev.pollux.examples.proxy.ProxyClient.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pollux.Backend;
import dev.pollux.NotOnWine;
import dev.pollux.linux.Task;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Large bodies with a slow reader at their end, peers that say nothing, and peers that go in the middle. */
@Timeout(120)
class ProxyStreamingTest {
    private static final ProxyLimits LIMITS = ProxyLimits.DEFAULT.with(HealthPolicy.NONE);
    private static final long TOTAL_BYTES = 100_000_000;

    /** A queue's high water mark, and what one event may add to it. */
    private static final long QUEUE_BYTES = 64 * 1024 + 64 * 1024;

    private static HttpProxy proxy(InetSocketAddress upstream, Backend backend, ProxyLimits limits) throws IOException {
        return HttpProxy.start(ANY_PORT, List.of(upstream), 1, backend, limits);
    }

    /** Sends random bytes; returns their checksum. */
    private static long send(OutputStream to, AtomicLong sent) throws IOException {
        byte[] buffer = new byte[65_536];
        Random random = new Random(1);
        random.nextBytes(buffer);
        CRC32C sum = new CRC32C();
        while (sent.get() < TOTAL_BYTES) {
            buffer[random.nextInt(buffer.length)]++;
            int count = (int) Math.min(TOTAL_BYTES - sent.get(), 1 + random.nextInt(buffer.length));
            sum.update(buffer, 0, count);
            to.write(buffer, 0, count);
            sent.addAndGet(count);
        }
        return sum.getValue();
    }

    private static long receive(InputStream from) throws IOException {
        byte[] buffer = new byte[100_000];
        CRC32C sum = new CRC32C();
        long left = TOTAL_BYTES;
        while (left > 0) {
            int count = from.read(buffer, 0, (int) Math.min(left, buffer.length));
            assertTrue(count > 0, left + " bytes are missing");
            sum.update(buffer, 0, count);
            left -= count;
        }
        return sum.getValue();
    }

    @ParameterizedTest
    @MethodSource("dev.pollux.examples.Backends#ofReadiness")
    void aLargeResponseWaitsForItsReader(Backend backend) throws Exception {
        AtomicLong sent = new AtomicLong();
        CompletableFuture<Long> sum = new CompletableFuture<>();
        try (ScriptedUpstream upstream = new ScriptedUpstream(connection -> {
                    connection.readHead();
                    connection.write("HTTP/1.1 200 OK\r\nContent-Length: " + TOTAL_BYTES + "\r\n\r\n");
                    sum.complete(send(connection.socket.getOutputStream(), sent));
                    connection.readHead();
                });
                HttpProxy proxy = proxy(upstream.address(), backend, LIMITS);
                ProxyClient client = new ProxyClient(proxy)) {
            client.send(get("/"));
            await(() -> proxy.counters().pauses() > 0);
            assertTrue(sent.get() < TOTAL_BYTES / 2, sent + " bytes were taken without a reader: no back-pressure");
            assertStatus(200, client.readHead());
            long received = receive(client.input);
            assertEquals(sum.get(), received);
            assertTrue(proxy.counters().peakPendingBytes() <= QUEUE_BYTES, proxy.counters()::toString);
        }
    }

    @ParameterizedTest
    @MethodSource("dev.pollux.examples.Backends#ofReadiness")
    void aLargeRequestWaitsForItsReader(Backend backend) throws Exception {
        AtomicLong sent = new AtomicLong();
        CountDownLatch paused = new CountDownLatch(1);
        CompletableFuture<Long> sum = new CompletableFuture<>();
        try (ScriptedUpstream upstream = new ScriptedUpstream(connection -> {
                    connection.readHead();
                    paused.await();
                    sum.complete(receive(connection.input));
                    connection.write(ScriptedUpstream.OK);
                    connection.readHead();
                });
                HttpProxy proxy = proxy(upstream.address(), backend, LIMITS);
                ProxyClient client = new ProxyClient(proxy)) {
            client.send("PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: " + TOTAL_BYTES + "\r\n\r\n");
            Task<Long> sender = Task.start("sender", () -> send(client.socket.getOutputStream(), sent));
            await(() -> proxy.counters().pauses() > 0);
            assertTrue(sent.get() < TOTAL_BYTES / 2, sent + " bytes were taken without a reader: no back-pressure");
            paused.countDown();
            assertEquals(sender.get(), sum.get());
            assertStatus(200, client.readResponse());
            assertTrue(proxy.counters().peakPendingBytes() <= QUEUE_BYTES, proxy.counters()::toString);
        }
    }

    /** Many requests at once, and nobody reads the responses: the next one waits, and so does its sender. */
    @ParameterizedTest
    @MethodSource("dev.pollux.examples.Backends#ofReadiness")
    void whoDoesNotReadIsNotServedEither(Backend backend) throws Exception {
        String body = "x".repeat(50_000);
        String response = "HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
        int requests = 1000;
        try (ScriptedUpstream upstream = new ScriptedUpstream(connection -> connection.serve(response));
                HttpProxy proxy = proxy(upstream.address(), backend, LIMITS);
                ProxyClient client = new ProxyClient(proxy)) {
            client.send(get("/").repeat(requests));
            await(() -> proxy.counters().pauses() > 0);
            assertTrue(proxy.counters().requests() < requests / 2, proxy.counters()::toString);
            for (int i = 0; i < requests; i++) {
                assertTrue(client.readResponse().endsWith(body));
            }
            assertTrue(proxy.counters().peakPendingBytes() <= QUEUE_BYTES, proxy.counters()::toString);
        }
    }

    @ParameterizedTest
    @MethodSource("dev.pollux.examples.Backends#ofReadiness")
    void anUpstreamThatSaysNothingIs504(Backend backend) throws Exception {
        ProxyLimits brief = LIMITS.withResponseNanos(TimeUnit.MILLISECONDS.toNanos(200));
        try (ScriptedUpstream upstream = new ScriptedUpstream(connection -> {
                    while (connection.readHead() != null) {
                        if (connection.number > 0) {
                            connection.write("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nabc");
                        }
                    }
                });
                HttpProxy proxy = proxy(upstream.address(), backend, brief);
                ProxyClient client = new ProxyClient(proxy)) {
            long startNanos = System.nanoTime();
            assertStatus(504, client.send(get("/")).readResponse());
            assertTrue(System.nanoTime() - startNanos >= brief.responseNanos(), "given up early");
            assertEquals(0, proxy.counters().upstreamConnections());
            // Once the response has begun there is no other way to tell than to cut it off. On a busy machine it may
            // begin too late.
            String response;
            do {
                response = client.send(get("/")).readResponse();
            } while (response.startsWith("HTTP/1.1 504 "));
            assertStatus(200, response);
            assertTrue(response.endsWith("\r\n\r\nabc"), response);
            assertEquals("", client.readAll());
        }
    }

    @ParameterizedTest
    @MethodSource("dev.pollux.examples.Backends#ofReadiness")
    void clientsThatSayNothing(Backend backend) throws Exception {
        long briefNanos = TimeUnit.MILLISECONDS.toNanos(200);
        try (ScriptedUpstream upstream = new ScriptedUpstream(connection -> {
                    connection.readHead();
                    connection.readHead(); // until the proxy closes
                });
                HttpProxy idle = proxy(
                        upstream.address(), backend, LIMITS.withClientNanos(briefNanos, TimeUnit.MINUTES.toNanos(1)));
                HttpProxy slow = proxy(
                        upstream.address(), backend, LIMITS.withClientNanos(TimeUnit.MINUTES.toNanos(1), briefNanos))) {
            long startNanos = System.nanoTime();
            assertEquals("", ProxyClient.talk(idle, ""));
            assertTrue(System.nanoTime() - startNanos >= briefNanos, "closed early");
            assertStatus(408, ProxyClient.talk(slow, "GET / HTTP/1.1\r\nHost"));
            assertStatus(408, ProxyClient.talk(idle, "PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nabc"));
            await(() -> upstream.open.get() == 0);
        }
    }

    @ParameterizedTest
    @MethodSource("dev.pollux.examples.Backends#ofReadiness")
    void aClientThatGoesEndsTheExchange(Backend backend) throws Exception {
        try (ScriptedUpstream upstream = new ScriptedUpstream(connection -> {
                    connection.readHead();
                    connection.write("HTTP/1.1 200 OK\r\n\r\n");
                    while (true) { // until the proxy closes
                        connection.write("more and more");
                    }
                });
                HttpProxy proxy = proxy(upstream.address(), backend, LIMITS)) {
            try (ProxyClient client = new ProxyClient(proxy)) {
                assertStatus(200, client.send(get("/")).readHead());
            }
            await(() -> upstream.open.get() == 0);
            try (ProxyClient client = new ProxyClient(proxy)) { // in the middle of its request
                client.send("PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nabc");
                await(() -> upstream.accepted.get() == 2);
            }
            await(() -> upstream.open.get() == 0 && proxy.counters().upstreamConnections() == 0);
        }
    }

    @ParameterizedTest
    @MethodSource("dev.pollux.examples.Backends#ofReadiness")
    void whatIsNoResponseIs502(Backend backend) throws Exception {
        List<String> bad = List.of(
                "SSH-2.0-x\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\nok",
                "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\nok",
                "HTTP/1.1 200 OK\r\nA: b\r\n c\r\n\r\n",
                "HTTP/1.1 101 Switching Protocols\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Le",
                "");
        try (ScriptedUpstream upstream = new ScriptedUpstream(connection -> {
                    connection.readHead();
                    connection.write(bad.get(connection.number));
                });
                HttpProxy proxy = proxy(upstream.address(), backend, LIMITS);
                ProxyClient client = new ProxyClient(proxy)) {
            for (int i = 0; i < bad.size(); i++) {
                String response = client.send(get("/")).readResponse();
                assertStatus(502, response);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("dev.pollux.examples.Backends#ofReadiness")
    void aResponseThatIsCutOffIsSeenToBe(Backend backend) throws Exception {
        try (ScriptedUpstream upstream = new ScriptedUpstream(connection -> {
                    connection.readHead();
                    connection.write(
                            connection.number == 0
                                    ? "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nabc"
                                    : "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n");
                });
                HttpProxy proxy = proxy(upstream.address(), backend, LIMITS)) {
            String fixed = ProxyClient.talk(proxy, get("/"));
            assertTrue(fixed.contains("\r\ncontent-length: 5\r\n") && fixed.endsWith("\r\n\r\nabc"), fixed);
            String chunked = ProxyClient.talk(proxy, get("/"));
            assertTrue(chunked.endsWith("\r\n\r\n3\r\nabc\r\n"), chunked); // without the last chunk
        }
    }

    /** A client of HTTP/1.0 takes the end of the connection for the end of the body. */
    @NotOnWine(NotOnWine.RESET)
    @ParameterizedTest
    @MethodSource("dev.pollux.examples.Backends#ofReadiness")
    void aResponseThatEndsWithTheConnectionIsResetIfItIsCutOff(Backend backend) throws Exception {
        String get = "GET / HTTP/1.0\r\nHost: a\r\n\r\n";
        CountDownLatch received = new CountDownLatch(2);
        try (ScriptedUpstream upstream = new ScriptedUpstream(connection -> {
                    connection.readHead();
                    if (connection.number == 2) {
                        connection.write("HTTP/1.1 200 OK\r\n\r\nabc");
                        return;
                    }
                    connection.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n");
                    received.await();
                    if (connection.number == 0) {
                        connection.resetOnClose();
                    } // or else it is cut off in order: without the last chunk
                });
                HttpProxy proxy = proxy(upstream.address(), backend, LIMITS)) {
            try (ProxyClient reset = new ProxyClient(proxy);
                    ProxyClient cut = new ProxyClient(proxy)) {
                for (ProxyClient each : List.of(reset, cut)) {
                    assertStatus(200, each.send(get).readHead());
                    assertEquals("abc", each.read(3));
                    received.countDown();
                }
                for (ProxyClient each : List.of(reset, cut)) {
                    assertThrows(SocketException.class, () -> each.read(1));
                }
            }
            assertTrue(ProxyClient.talk(proxy, get).endsWith("\r\n\r\nabc")); // and this one is whole
        }
    }
}
