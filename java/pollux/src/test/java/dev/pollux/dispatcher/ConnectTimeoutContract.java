package dev.pollux.dispatcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pollux.Await;
import dev.pollux.Backend;
import dev.pollux.Background;
import dev.pollux.internal.text.Durations;
import dev.pollux.readiness.Inside;
import dev.pollux.readiness.StreamListener;
import dev.pollux.readiness.StreamSocket;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Connects that have a time. */
abstract class ConnectTimeoutContract extends DispatcherContract {
    ConnectTimeoutContract(Backend backend) {
        super(backend);
    }

    private record Told(StreamSocket socket, IOException failure, long atNanos) {}

    private final List<Told> told = new ArrayList<>();

    private void tell(StreamSocket socket, IOException failure) {
        assertTrue(dispatcher.isLoopThread());
        told.add(new Told(socket, failure, System.nanoTime()));
    }

    /** A listener whose queue is full answers no SYN on Linux: a peer that is silent, on this machine. */
    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "a full listener is silent on Linux, and refuses elsewhere")
    void aSilentPeerTimesOut() throws Exception {
        StreamListener silent = opened(dispatcher.openListener());
        silent.bind(loopback(), 1);
        InetSocketAddress address = silent.localInetAddress();
        for (int i = 0; i < 8; i++) { // more than its queue takes
            SocketChannel each = opened(SocketChannel.open());
            each.configureBlocking(false);
            each.connect(address);
        }
        long timeoutNanos = 20 * MILLI;
        long startNanos = System.nanoTime();
        dispatcher.connect(address, timeoutNanos, this::tell);
        turnUntil("told", () -> !told.isEmpty());
        SocketTimeoutException failure =
                assertInstanceOf(SocketTimeoutException.class, told.get(0).failure());
        assertTrue(failure.getMessage().contains(":" + address.getPort()), failure::getMessage);
        assertTrue(failure.getMessage().contains(Durations.text(timeoutNanos)), failure::getMessage);
        assertTrue(told.get(0).atNanos() - startNanos >= timeoutNanos, "early");
        assertFalse(told.get(0).socket().isOpen());
        assertEquals(0, Inside.of(dispatcher.port()).registrations().size());
        dispatcher.runOnce(2 * timeoutNanos);
        assertEquals(1, told.size());
        assertNoReports();
    }

    /** Its timer is refused then; the port is still open. */
    @Test
    void whileTheLoopIsClosedByAnotherThreadItIsRefused() throws Exception {
        StreamListener listener = dispatcher.listen(loopback(), StreamSocket::close);
        CountDownLatch mayEnd = new CountDownLatch(1);
        CountDownLatch isIn = new CountDownLatch(1);
        dispatcher.execute(() -> {
            isIn.countDown();
            awaitQuietly(mayEnd);
        });
        Background loop = start();
        isIn.await();
        try (Background closes = Background.run(dispatcher::close)) {
            Await.until("the close has begun", dispatcher::isClosed);
            try {
                assertThrows(
                        ClosedChannelException.class,
                        () -> dispatcher.connect(listener.localAddress(), TimeUnit.HOURS.toNanos(1), this::tell));
            } finally {
                mayEnd.countDown();
            }
            closes.thread();
        }
        loop.close();
        assertEquals(List.of(), told);
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Success and timeout in the same turn: whichever comes first, it is told once, and true. */
    @Test
    void isToldOnceWhicheverComesFirst() throws Exception {
        StreamListener listener = dispatcher.listen(loopback(), StreamSocket::close);
        int n = 100;
        for (int i = 0; i < n; i++) {
            dispatcher.connect(listener.localAddress(), i * 2_000, this::tell);
        }
        turnUntil("all are told", () -> told.size() >= n);
        dispatcher.runOnce(MILLI);
        assertEquals(n, told.size());
        for (Told each : told) {
            if (each.failure() == null) {
                assertTrue(each.socket().isOpen());
                each.socket().close();
            } else {
                assertInstanceOf(SocketTimeoutException.class, each.failure());
                assertFalse(each.socket().isOpen());
            }
        }
        assertNoReports();
    }

    @Test
    void aConnectThatSucceedsStaysSo() throws Exception {
        StreamListener listener = dispatcher.listen(loopback(), this::opened);
        dispatcher.connect(listener.localAddress(), TimeUnit.SECONDS.toNanos(10), this::tell);
        turnUntil("told", () -> !told.isEmpty());
        assertEquals(null, told.get(0).failure());
        opened(told.get(0).socket());
        assertThrows(IllegalArgumentException.class, () -> dispatcher.connect(listener.localAddress(), -1, this::tell));
        // No timer is left to wait for: for ever would be ten seconds.
        start();
        dispatcher.close();
        assertEquals(1, told.size());
    }

    /** From another thread, while the loop turns. */
    @Test
    void fromAnotherThread() throws Exception {
        StreamListener listener = dispatcher.listen(loopback(), StreamSocket::close);
        start();
        int[] count = new int[1];
        for (int i = 0; i < 50; i++) {
            dispatcher.connect(listener.localAddress(), i * 5_000, (socket, failure) -> {
                count[0]++;
                socket.close();
            });
        }
        int[] seen = new int[1];
        Await.until("all are told", () -> {
            onLoop(() -> seen[0] = count[0]);
            return seen[0] == 50;
        });
    }

    @Test
    void aDispatcherThatClosesTellsOnce() throws Exception {
        StreamListener listener = dispatcher.listen(loopback(), StreamSocket::close);
        List<Told> all = new ArrayList<>();
        dispatcher.connect(listener.localAddress(), 0, (socket, failure) -> all.add(new Told(socket, failure, 0)));
        dispatcher.close();
        assertEquals(1, all.size());
    }
}
