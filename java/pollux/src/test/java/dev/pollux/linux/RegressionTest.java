package dev.pollux.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.SocketException;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Bugs that event loops over epoll have had, each under its name. */
@LinuxTest
class RegressionTest {
    private final EpollEvents events = new EpollEvents(8);
    private Epoll epoll;

    @BeforeEach
    void open() throws IOException {
        epoll = Epoll.create();
    }

    @AfterEach
    void close() {
        epoll.close();
    }

    /** The selector's famous bug: after a reset, waits return at once with nothing that the user is told of. */
    @Test
    void fullCpuLoopAfterAPeersReset() throws IOException {
        LinuxStreamSocket[] pair = Streams.connected(Family.INET);
        epoll.add(pair[0], Epoll.IN, 1);
        Streams.reset(pair[1]);
        assertEquals(1, epoll.await(events, Ready.LONG_NANOS), "no return without an event that says why");
        assertTrue((events.events(0) & Epoll.ERR) != 0 && (events.events(0) & Epoll.HUP) != 0);
        assertThrows(SocketException.class, () -> pair[0].receive(ByteBuffer.allocate(1)));
        pair[0].close();
        pair[1].close();
        assertEquals(0, epoll.await(events, 5_000_000), "with the socket its events have gone");
    }

    @Test
    void eintrRestartsTheWholeTimeout() throws Exception {
        EpollSignalTest.assertKeepsDeadline(epoll);
    }

    /** Nanoseconds left taken for milliseconds, or the reverse: late by a factor of a million, or early. */
    @Test
    void retryAfterEintrInTheWrongUnit() throws Exception {
        long timeoutNanos = 300_000_000;
        long[] tookNanos = new long[1];
        try (SignalledWait wait = new SignalledWait("eintr-unit", () -> {
            long start = System.nanoTime();
            int n = epoll.await(events, timeoutNanos);
            tookNanos[0] = System.nanoTime() - start;
            return n;
        })) {
            wait.interrupt(); // one only: the rest of the time is waited for in one go
            while (!wait.hasEnded()) {
                Task.spin();
            }
            assertEquals(0, wait.get());
            assertTrue(tookNanos[0] >= timeoutNanos);
        }
    }

    /** RDHUP is level-triggered too: edge or one-shot tells of it once, and a delete silences it. */
    @Test
    void rdhupEndlessLoop() throws IOException {
        LinuxStreamSocket[] pair = Streams.connected(Family.INET);
        pair[1].shutdownOutput();
        Ready.await(pair[0], Epoll.RDHUP);
        epoll.add(pair[0], Epoll.RDHUP | Epoll.ET, 1);
        assertEquals(1, epoll.await(events, 0));
        assertEquals(Epoll.RDHUP, events.events(0));
        assertEquals(0, epoll.await(events, 0));
        epoll.modify(pair[0], Epoll.RDHUP | Epoll.ONESHOT, 1);
        assertEquals(1, epoll.await(events, 0));
        assertEquals(0, epoll.await(events, 0));
        epoll.modify(pair[0], Epoll.OUT, 1); // interest in RDHUP dropped: the end of the stream was read
        assertEquals(1, epoll.await(events, 0));
        assertEquals(Epoll.OUT, events.events(0));
        pair[0].close();
        pair[1].close();
    }

    @Test
    void dataLostAtRdhup() throws IOException {
        LinuxStreamSocket[] pair = Streams.connected(Family.INET);
        ByteBuffer out = ByteBuffer.allocateDirect(200_000);
        Streams.sendAll(
                pair[1], out.limit(60_000)); // less than the first window of old kernels: the end comes behind it
        pair[1].close();
        Ready.awaitAll(pair[0], Epoll.IN | Epoll.RDHUP);
        ByteBuffer in = ByteBuffer.allocate(200_000);
        Streams.receiveAll(pair[0], in);
        assertEquals(60_000, in.position());
        assertEquals(-1, pair[0].receive(in));
        pair[0].close();
    }

    @Test
    void descriptorReusedAfterClose() throws IOException {
        EventFd first = EventFd.create();
        first.add(1);
        epoll.add(first, Epoll.IN, 1);
        assertEquals(1, epoll.await(events, 0));
        first.close();
        EventFd second = EventFd.create(); // the kernel gives the lowest number: most often the first one's
        second.add(1);
        first.close();
        assertTrue(second.isOpen());
        assertEquals(0, epoll.await(events, 0), "nobody added the second one");
        assertThrows(java.nio.channels.ClosedChannelException.class, first::take);
        assertThrows(java.nio.channels.ClosedChannelException.class, () -> epoll.delete(first));
        epoll.add(second, Epoll.IN, 2);
        assertEquals(1, epoll.await(events, 0));
        assertEquals(2, events.data(0));
        assertEquals(1, second.take());
        second.close();
    }

    @Test
    void timerfdWithAnInvalidTime() throws IOException {
        try (TimerFd timer = TimerFd.create(TimerFd.Clock.MONOTONIC)) {
            for (long nanos : new long[] {0, 999_999_999, 1_000_000_000, 1_000_000_001, Long.MAX_VALUE}) {
                timer.arm(nanos, nanos);
            }
        }
        for (long nanos : new long[] {999_999, 1_000_000, 10_000_000}) {
            assertEquals(0, epoll.await(events, nanos));
        }
    }

    @Test
    void registeredNeverConnectedSocketSpinsOnHup() throws IOException {
        try (LinuxStreamListener listener = Streams.listener(Family.INET);
                LinuxStreamSocket socket = LinuxStreamSocket.open(Family.INET)) {
            epoll.add(socket, Epoll.IN | Epoll.ET, 1);
            assertEquals(1, epoll.await(events, 0));
            assertEquals(Epoll.HUP, events.events(0), "not hidden: it says that the socket was never connected");
            assertEquals(0, epoll.await(events, 1_000_000), "edge-triggered, it does not spin");
            epoll.delete(socket);
            socket.connect(listener.localAddress());
            Ready.await(socket, Epoll.OUT);
            epoll.add(socket, Epoll.IN, 1);
            assertEquals(0, epoll.await(events, 0), "registered after the connect there is no HUP");
        }
    }

    @Test
    void maskOfZeroStillReportsHupAndErr() throws IOException {
        LinuxStreamSocket[] pair = Streams.connected(Family.INET);
        epoll.add(pair[0], 0, 1);
        Streams.sendAll(pair[1], "unwanted");
        assertEquals(0, epoll.await(events, 1_000_000));
        Streams.reset(pair[1]);
        assertEquals(1, epoll.await(events, Ready.LONG_NANOS));
        assertEquals(Epoll.HUP | Epoll.ERR, events.events(0));
        epoll.delete(pair[0]);
        assertEquals(0, epoll.await(events, 1_000_000), "only a delete ends it");
        assertFalse(pair[1].isOpen());
        pair[0].close();
    }
}
