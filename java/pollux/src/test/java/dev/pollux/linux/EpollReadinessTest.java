package dev.pollux.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pollux.VacantAddress;
import java.io.IOException;
import java.net.SocketException;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

/** What the kernel reports of sockets in each of their states. */
@LinuxTest
class EpollReadinessTest {
    private static final int ALL = Epoll.IN | Epoll.OUT | Epoll.RDHUP;

    @Test
    void inAndOutComeInOneEvent() throws IOException {
        LinuxStreamSocket[] pair = Streams.connected(Family.INET);
        assertEquals(Epoll.OUT, Ready.now(pair[0], ALL));
        Streams.sendAll(pair[1], "a");
        Ready.await(pair[0], Epoll.IN);
        assertEquals(Epoll.IN | Epoll.OUT, Ready.now(pair[0], ALL));
        assertEquals(
                Epoll.IN | Epoll.OUT | Epoll.RDNORM | Epoll.WRNORM,
                Ready.now(pair[0], ALL | Epoll.RDNORM | Epoll.WRNORM));
        close(pair);
    }

    @Test
    void interestIsRespected() throws IOException {
        LinuxStreamSocket[] pair = Streams.connected(Family.INET);
        Streams.sendAll(pair[1], "a");
        Ready.await(pair[0], Epoll.IN);
        assertEquals(Epoll.IN, Ready.now(pair[0], Epoll.IN));
        assertEquals(Epoll.OUT, Ready.now(pair[0], Epoll.OUT));
        assertEquals(0, Ready.now(pair[0], 0));
        assertEquals(0, Ready.now(pair[0], Epoll.RDHUP));
        close(pair);
    }

    @Test
    void halfCloseFullCloseAndResetDiffer() throws IOException {
        LinuxStreamSocket[] half = Streams.connected(Family.INET);
        half[1].shutdownOutput();
        Ready.await(half[0], Epoll.RDHUP);
        assertEquals(Epoll.IN | Epoll.OUT | Epoll.RDHUP, Ready.now(half[0], ALL));
        close(half);

        LinuxStreamSocket[] both = Streams.connected(Family.INET);
        both[1].shutdownOutput();
        Ready.await(both[0], Epoll.RDHUP);
        both[0].shutdownOutput();
        Ready.await(both[0], 0);
        assertEquals(Epoll.IN | Epoll.OUT | Epoll.RDHUP | Epoll.HUP, Ready.now(both[0], ALL));
        close(both);

        LinuxStreamSocket[] reset = Streams.connected(Family.INET);
        Streams.reset(reset[1]);
        Ready.await(reset[0], 0);
        assertEquals(Epoll.IN | Epoll.OUT | Epoll.RDHUP | Epoll.HUP | Epoll.ERR, Ready.now(reset[0], ALL));
        close(reset);
    }

    @Test
    void errAndHupComeUnasked() throws IOException {
        LinuxStreamSocket[] pair = Streams.connected(Family.INET);
        Streams.reset(pair[1]);
        assertEquals(Epoll.HUP | Epoll.ERR, Ready.await(pair[0], 0));
        assertEquals(Errno.ECONNRESET, pair[0].takeError());
        assertEquals(0, pair[0].takeError());
        assertEquals(Epoll.HUP, Ready.now(pair[0], 0));
        close(pair);
    }

    @Test
    void refusedConnectIsReportedWithItsError() throws IOException {
        try (VacantAddress vacant = new VacantAddress();
                LinuxStreamSocket socket = LinuxStreamSocket.open(Family.INET)) {
            assertEquals(false, socket.connect(vacant.address()));
            int seen = Ready.await(socket, Epoll.OUT);
            assertEquals(Epoll.OUT | Epoll.ERR | Epoll.HUP, seen);
            assertEquals(Errno.ECONNREFUSED, socket.takeError());
        }
    }

    @Test
    void freshTcpSocketReportsHup() throws IOException {
        try (LinuxStreamSocket fresh = LinuxStreamSocket.open(Family.INET)) {
            assertEquals(Epoll.OUT | Epoll.HUP, Ready.now(fresh, ALL));
            assertEquals(Epoll.HUP, Ready.now(fresh, 0));
        }
    }

    @Test
    void rdhupComesWithUnreadData() throws IOException {
        LinuxStreamSocket[] pair = Streams.connected(Family.INET6);
        Streams.sendAll(pair[1], "last words");
        pair[1].shutdownOutput();
        Ready.awaitAll(pair[0], Epoll.IN | Epoll.RDHUP);
        Streams.assertReceives("last words", pair[0]);
        assertEquals(-1, pair[0].receive(ByteBuffer.allocate(1)));
        assertEquals(Epoll.IN | Epoll.RDHUP, Ready.now(pair[0], Epoll.IN | Epoll.RDHUP));
        close(pair);
    }

    @Test
    void fullSendBufferStopsWritabilityAndBringsItBack() throws IOException {
        LinuxStreamSocket[] pair = Streams.connected(Family.INET);
        long sent = Streams.fill(pair[0]);
        assertTrue(sent > 0);
        assertEquals(0, Ready.now(pair[0], Epoll.OUT));
        ByteBuffer buffer = ByteBuffer.allocateDirect(64 * 1024);
        long received = 0;
        while (received < sent) {
            int n = pair[1].receive(buffer.clear());
            received += n;
            if (n == 0) {
                Ready.await(pair[1], Epoll.IN);
            }
        }
        assertEquals(sent, received);
        assertEquals(Epoll.OUT, Ready.await(pair[0], Epoll.OUT));
        close(pair);
    }

    @Test
    void outOfBandDataIsPri() throws IOException {
        LinuxStreamSocket[] pair = Streams.connected(Family.INET);
        assertEquals(0, Ready.now(pair[0], Epoll.PRI));
        pair[1].send(Streams.bytes("!"), LinuxStreamSocket.OUT_OF_BAND);
        assertEquals(Epoll.PRI, Ready.await(pair[0], Epoll.PRI));
        close(pair);
    }

    @Test
    void listenerIsReadableWhileConnectionsWait() throws IOException {
        try (LinuxStreamListener listener = Streams.listener(Family.INET)) {
            assertEquals(0, Ready.now(listener, ALL));
            LinuxStreamSocket client = Streams.connect(Family.INET, listener.localAddress());
            assertEquals(Epoll.IN, Ready.await(listener, ALL));
            listener.accept().close();
            assertEquals(0, Ready.now(listener, ALL));
            client.close();
        }
    }

    @Test
    void kindsMixInOneInstance() throws IOException {
        try (Epoll epoll = Epoll.create();
                EventFd eventFd = EventFd.create();
                TimerFd timer = TimerFd.create(TimerFd.Clock.MONOTONIC);
                LinuxDatagramSocket v4 = LinuxDatagramSocket.open(Family.INET);
                LinuxDatagramSocket v6 = LinuxDatagramSocket.open(Family.INET6)) {
            LinuxStreamSocket[] unix = LinuxStreamSocket.pair();
            LinuxStreamSocket[] tcp = Streams.connected(Family.INET);
            v4.bind(Streams.loopback(Family.INET));
            v6.bind(Streams.loopback(Family.INET6));
            Descriptor[] all = {eventFd, timer, v4, v6, unix[0], tcp[0]};
            for (int i = 0; i < all.length; i++) {
                epoll.add(all[i], Epoll.IN | Epoll.ET, i);
            }
            eventFd.add(1);
            timer.arm(0, 0);
            v4.send(Streams.bytes("4"), v4.localAddress());
            v6.send(Streams.bytes("6"), v6.localAddress());
            Streams.sendAll(unix[1], "u");
            Streams.sendAll(tcp[1], "t");
            EpollEvents events = new EpollEvents(2);
            java.util.BitSet seen = new java.util.BitSet();
            while (seen.cardinality() < all.length) {
                int n = epoll.await(events, Ready.LONG_NANOS);
                assertTrue(n > 0, () -> "only " + seen);
                for (int i = 0; i < n; i++) {
                    assertEquals(Epoll.IN, events.events(i));
                    seen.set((int) events.data(i));
                }
            }
            close(unix);
            close(tcp);
        }
    }

    @Test
    void receiveAfterResetTellsOnce() throws IOException {
        LinuxStreamSocket[] pair = Streams.connected(Family.INET);
        Streams.reset(pair[1]);
        Ready.await(pair[0], 0);
        Failure.of(
                SocketException.class,
                "recv",
                Errno.ECONNRESET,
                "descriptor " + pair[0].fd(),
                () -> pair[0].receive(ByteBuffer.allocate(1)));
        assertEquals(-1, pair[0].receive(ByteBuffer.allocate(1)));
        Failure.of(SocketException.class, "send", Errno.EPIPE, "", () -> pair[0].send(Streams.bytes("x")));
        assertThrows(SocketException.class, () -> pair[0].send(Streams.direct("x")));
        close(pair);
    }

    private static void close(LinuxStreamSocket[] pair) {
        pair[0].close();
        pair[1].close();
    }
}
