package dev.pollux.examples.proxy;

import static dev.pollux.examples.proxy.ProxyClient.ANY_PORT;
import static dev.pollux.examples.proxy.ProxyClient.assertStatus;
import static dev.pollux.examples.proxy.ProxyClient.await;
import static dev.pollux.examples.proxy.ProxyClient.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pollux.Backend;
import dev.pollux.NotOnWine;
import dev.pollux.VacantAddress;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The pool: its bound, its idle connections, and dead ones, which nobody is to notice. */
@Timeout(60)
class UpstreamPoolTest {
    private static final long LONG_NANOS = TimeUnit.MINUTES.toNanos(10);
    private static final PoolLimits POOL = new PoolLimits(4, 100, LONG_NANOS, LONG_NANOS, LONG_NANOS);
    private static final ProxyLimits LIMITS =
            ProxyLimits.DEFAULT.with(POOL).with(HealthPolicy.NONE).withResponseNanos(LONG_NANOS);
    private static final String POST = "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\nbody";
    private static final String EMPTY_POST = "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n";

    private static HttpProxy proxy(Backend backend, ProxyLimits limits, InetSocketAddress... upstreams)
            throws IOException {
        return HttpProxy.start(ANY_PORT, List.of(upstreams), 1, backend, limits);
    }

    private static List<ProxyClient> clients(HttpProxy proxy, int count) throws IOException {
        List<ProxyClient> clients = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            clients.add(new ProxyClient(proxy));
        }
        return clients;
    }

    private static void close(List<ProxyClient> clients) throws IOException {
        for (ProxyClient client : clients) {
            client.close();
        }
    }

    @ParameterizedTest
    @MethodSource("dev.pollux.examples.Backends#ofReadiness")
    void neverMoreConnectionsThanTheBound(Backend backend) throws Exception {
        Semaphore answers = new Semaphore(0);
        try (ScriptedUpstream upstream = new ScriptedUpstream(connection -> {
                    while (connection.readHead() != null) {
                        answers.acquire();
                        connection.write(ScriptedUpstream.OK);
                    }
                });
                HttpProxy proxy = proxy(backend, LIMITS, upstream.address())) {
            List<ProxyClient> clients = clients(proxy, 20);
            for (ProxyClient client : clients) {
                client.send(get("/"));
            }
            await(() -> proxy.counters().waitingRequests() == 16 && upstream.accepted.get() == 4);
            answers.release(20);
            for (ProxyClient client : clients) {
                assertStatus(200, client.readResponse());
            }
            close(clients);
            assertEquals(4, upstream.mostOpen.get());
            assertEquals(4, upstream.accepted.get());
            assertEquals(4, proxy.counters().idleConnections());
            assertEquals(0, proxy.counters().waitingRequests());
        }
    }

    @ParameterizedTest
    @MethodSource("dev.pollux.examples.Backends#ofReadiness")
    void beyondTheQueueAndItsTimeItIs503(Backend backend) throws Exception {
        PoolLimits narrow = new PoolLimits(1, 1, TimeUnit.MILLISECONDS.toNanos(300), LONG_NANOS, LONG_NANOS);
        CountDownLatch end = new CountDownLatch(1);
        try (ScriptedUpstream upstream = new ScriptedUpstream(connection -> end.await());
                HttpProxy proxy = proxy(backend, LIMITS.with(narrow), upstream.address());
                ProxyClient first = new ProxyClient(proxy);
                ProxyClient second = new ProxyClient(proxy);
                ProxyClient third = new ProxyClient(proxy)) {
            first.send(get("/"));
            await(() -> proxy.counters().connects() == 1);
            long sentNanos = System.nanoTime();
            second.send(get("/"));
            await(() -> proxy.counters().waitingRequests() == 1);
            String refused = third.send(get("/")).readResponse();
            assertStatus(503, refused);
            assertTrue(!refused.contains("close"), refused);
            assertStatus(503, second.readResponse());
            assertTrue(System.nanoTime() - sentNanos >= narrow.queueNanos(), "given up early");
            end.countDown();
        }
    }

    @ParameterizedTest
    @MethodSource("dev.pollux.examples.Backends#ofReadiness")
    @NotOnWine(NotOnWine.RESET)
    void aClientThatGoesLeavesTheQueueAndItsConnection(Backend backend) throws Exception {
        PoolLimits one = new PoolLimits(1, 100, LONG_NANOS, LONG_NANOS, LONG_NANOS);
        AtomicInteger ended = new AtomicInteger();
        try (ScriptedUpstream upstream = new ScriptedUpstream(connection -> {
                    connection.readHead();
                    if (connection.number == 0) {
                        connection.readHead(); // until the proxy closes
                        ended.incrementAndGet();
                    } else {
                        connection.write(ScriptedUpstream.OK);
                        connection.serve(ScriptedUpstream.OK);
                    }
                });
                HttpProxy proxy = proxy(backend, LIMITS.with(one), upstream.address());
                ProxyClient first = new ProxyClient(proxy);
                ProxyClient second = new ProxyClient(proxy);
                ProxyClient third = new ProxyClient(proxy)) {
            first.send(get("/"));
            await(() -> upstream.accepted.get() == 1);
            second.send(get("/"));
            await(() -> proxy.counters().waitingRequests() == 1);
            second.reset();
            await(() -> proxy.counters().waitingRequests() == 0);
            third.send(get("/"));
            await(() -> proxy.counters().waitingRequests() == 1);
            first.reset();
            assertStatus(200, third.readResponse());
            await(() -> ended.get() == 1);
        }
    }

    @ParameterizedTest
    @MethodSource("dev.pollux.examples.Backends#ofReadiness")
    void idleConnectionsAreClosed(Backend backend) throws Exception {
        PoolLimits brief = new PoolLimits(4, 100, LONG_NANOS, LONG_NANOS, TimeUnit.MILLISECONDS.toNanos(100));
        try (ScriptedUpstream upstream = new ScriptedUpstream(connection -> connection.serve(ScriptedUpstream.OK));
                HttpProxy proxy = proxy(backend, LIMITS.with(brief), upstream.address());
                ProxyClient client = new ProxyClient(proxy)) {
            assertStatus(200, client.send(get("/")).readResponse());
            await(() -> upstream.open.get() == 0);
            assertEquals(0, proxy.counters().idleConnections());
            assertEquals(0, proxy.counters().upstreamConnections());
            assertStatus(200, client.send(get("/")).readResponse());
            assertEquals(2, upstream.accepted.get());
        }
    }

    /** Nobody sends a request meanwhile: it is the end itself that is noticed. */
    @ParameterizedTest
    @MethodSource("dev.pollux.examples.Backends#ofReadiness")
    void anIdleConnectionThatEndsIsDroppedAtOnce(Backend backend) throws Exception {
        for (String last : new String[] {"", "HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\npoison"}) {
            try (ScriptedUpstream upstream = new ScriptedUpstream(connection -> {
                        connection.readHead();
                        connection.write(ScriptedUpstream.OK);
                        if (connection.number > 0) {
                            connection.serve(ScriptedUpstream.OK);
                        } else if (!last.isEmpty()) {
                            connection.write(last); // a response to a request that nobody has sent
                            connection.readHead();
                        }
                    });
                    HttpProxy proxy = proxy(backend, LIMITS, upstream.address());
                    ProxyClient client = new ProxyClient(proxy)) {
                assertTrue(client.send(get("/")).readResponse().endsWith("ok"));
                await(() -> proxy.counters().upstreamConnections() == 0);
                assertTrue(client.send(EMPTY_POST).readResponse().endsWith("ok"));
                assertEquals(0, proxy.counters().retries());
            }
        }
    }

    /** The upstream takes the second request on a connection, and closes or resets it without an answer. */
    private void secondRequestDies(Backend backend, String request, boolean reset, int status, int retries)
            throws Exception {
        AtomicInteger requests = new AtomicInteger();
        try (ScriptedUpstream upstream = new ScriptedUpstream(connection -> {
                    for (int i = 0; connection.readHead() != null; i++) {
                        requests.incrementAndGet();
                        if (i == 1) {
                            if (reset) {
                                connection.resetOnClose();
                            }
                            return;
                        }
                        connection.write(ScriptedUpstream.OK);
                    }
                });
                HttpProxy proxy = proxy(backend, LIMITS, upstream.address());
                ProxyClient client = new ProxyClient(proxy)) {
            assertStatus(200, client.send(get("/")).readResponse());
            assertStatus(status, client.send(request).readResponse());
            assertEquals(retries, proxy.counters().retries());
            assertEquals(2 + retries, requests.get());
            if (status == 502) { // the client's connection is none the worse for it
                assertStatus(200, client.send(get("/")).readResponse());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("dev.pollux.examples.Backends#ofReadiness")
    void aDeadConnectionIsReplacedWithoutTheClientsNotice(Backend backend) throws Exception {
        String expecting = "POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 4\r\n\r\n";
        for (boolean reset : new boolean[] {false, true}) {
            secondRequestDies(backend, get("/"), reset, 200, 1);
            secondRequestDies(backend, "DELETE / HTTP/1.1\r\nHost: a\r\n\r\n", reset, 200, 1);
            secondRequestDies(backend, expecting, reset, 200, 1); // its body was not sent yet
        }
    }

    @ParameterizedTest
    @MethodSource("dev.pollux.examples.Backends#ofReadiness")
    void whatMayHaveBeenDoneIsNotSentAgain(Backend backend) throws Exception {
        for (boolean reset : new boolean[] {false, true}) {
            secondRequestDies(backend, POST, reset, 502, 0);
            secondRequestDies(backend, EMPTY_POST, reset, 502, 0);
            secondRequestDies(backend, POST.replace("POST", "PUT"), reset, 502, 0); // the body is gone
            secondRequestDies(backend, "BREW / HTTP/1.1\r\nHost: a\r\n\r\n", reset, 502, 0);
        }
    }

    @ParameterizedTest
    @MethodSource("dev.pollux.examples.Backends#ofReadiness")
    void aFreshConnectionThatDiesIsNoReasonToTryAgain(Backend backend) throws Exception {
        try (ScriptedUpstream upstream = new ScriptedUpstream(ScriptedUpstream.Connection::readHead);
                HttpProxy proxy = proxy(backend, LIMITS, upstream.address());
                ProxyClient client = new ProxyClient(proxy)) {
            assertStatus(502, client.send(get("/")).readResponse());
            assertEquals(1, upstream.accepted.get());
        }
    }

    @ParameterizedTest
    @MethodSource("dev.pollux.examples.Backends#ofReadiness")
    void anUpstreamThatRestartsBetweenRequestsFailsNone(Backend backend) throws Exception {
        ScriptedUpstream upstream = new ScriptedUpstream(connection -> connection.serve(ScriptedUpstream.OK));
        InetSocketAddress address = upstream.address();
        try (HttpProxy proxy = proxy(backend, LIMITS, address)) {
            List<ProxyClient> clients = clients(proxy, 4);
            for (int restart = 0; restart < 5; restart++) {
                for (ProxyClient client : clients) {
                    client.send(get("/"));
                }
                for (ProxyClient client : clients) {
                    assertStatus(200, client.readResponse());
                }
                upstream.close();
                upstream = new ScriptedUpstream(address.getPort(), connection -> connection.serve(ScriptedUpstream.OK));
            }
            close(clients);
        } finally {
            upstream.close();
        }
    }

    @ParameterizedTest
    @MethodSource("dev.pollux.examples.Backends#ofReadiness")
    void anUpstreamThatIsDownComesBackByItsHealthCheck(Backend backend) throws Exception {
        HealthPolicy health = new HealthPolicy(TimeUnit.MILLISECONDS.toNanos(20), "/health", 2);
        AtomicInteger status = new AtomicInteger(500);
        try (VacantAddress vacant = new VacantAddress();
                HttpProxy proxy = proxy(backend, LIMITS.with(health), vacant.address());
                ProxyClient client = new ProxyClient(proxy)) {
            await(
                    () -> { // until it counts as down, and is not even tried
                        long connects = proxy.counters().connects();
                        assertStatus(502, client.send(get("/")).readResponse());
                        return proxy.counters().connects() == connects;
                    });
            AtomicInteger probes = new AtomicInteger();
            vacant.release();
            int port = vacant.address().getPort();
            try (ScriptedUpstream upstream = new ScriptedUpstream(port, connection -> {
                String head;
                while ((head = connection.readHead()) != null) {
                    if (head.startsWith("GET /health ")) {
                        probes.incrementAndGet();
                        connection.write("HTTP/1.1 " + status + " X\r\nContent-Length: 0\r\n\r\n");
                    } else {
                        connection.write(ScriptedUpstream.OK);
                    }
                }
            })) {
                await(() -> probes.get() >= 3 && upstream.accepted.get() >= 3);
                assertStatus(502, client.send(get("/")).readResponse()); // it listens, and is not well
                status.set(200);
                await(() -> client.send(get("/")).readResponse().startsWith("HTTP/1.1 200 "));
                status.set(500);
                await(() -> client.send(get("/")).readResponse().startsWith("HTTP/1.1 502 "));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("dev.pollux.examples.Backends#ofReadiness")
    void severalUpstreamsTakeTurns(Backend backend) throws Exception {
        try (ScriptedUpstream one = new ScriptedUpstream(connection -> connection.serve(ScriptedUpstream.OK));
                ScriptedUpstream two = new ScriptedUpstream(connection -> connection.serve(ScriptedUpstream.OK));
                HttpProxy proxy = proxy(backend, LIMITS, one.address(), two.address());
                ProxyClient client = new ProxyClient(proxy)) {
            for (int i = 0; i < 10; i++) {
                assertStatus(200, client.send(get("/")).readResponse());
            }
            assertEquals(1, one.accepted.get());
            assertEquals(1, two.accepted.get());
        }
    }

    @ParameterizedTest
    @MethodSource("dev.pollux.examples.Backends#ofReadiness")
    void anUpstreamThatHangsUpIsStoodInForIfThatDoesNoHarm(Backend backend) throws Exception {
        try (ScriptedUpstream sick = new ScriptedUpstream(ScriptedUpstream.Connection::readHead);
                ScriptedUpstream well = new ScriptedUpstream(connection -> connection.serve(ScriptedUpstream.OK));
                HttpProxy proxy = proxy(backend, LIMITS, sick.address(), well.address());
                ProxyClient client = new ProxyClient(proxy)) {
            for (int i = 0; i < 10; i++) {
                assertStatus(200, client.send(get("/")).readResponse());
            }
            assertTrue(sick.accepted.get() > 0);
            int posts = 0;
            while (client.send(EMPTY_POST).readResponse().startsWith("HTTP/1.1 200 ")) {
                posts++;
            }
            assertTrue(posts <= 1, "a POST was sent again");
        }
    }

    /** Nothing is probed here, so that the dead ones stay in turn: whoever meets them goes on to the next. */
    @ParameterizedTest
    @MethodSource("dev.pollux.examples.Backends#ofReadiness")
    void oneUpstreamStandsInForTheOthers(Backend backend) throws Exception {
        try (VacantAddress dead = new VacantAddress();
                ScriptedUpstream upstream = new ScriptedUpstream(connection -> connection.serve(ScriptedUpstream.OK));
                HttpProxy proxy = proxy(backend, LIMITS, dead.address(), upstream.address(), dead.address())) {
            List<ProxyClient> clients = clients(proxy, 20);
            for (int i = 0; i < 10; i++) {
                for (ProxyClient client : clients) {
                    client.send(EMPTY_POST);
                }
                for (ProxyClient client : clients) {
                    assertStatus(200, client.readResponse());
                }
            }
            close(clients);
        }
    }
}
