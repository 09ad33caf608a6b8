package dev.pollux.dispatcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pollux.Await;
import dev.pollux.Backend;
import dev.pollux.VacantAddress;
import dev.pollux.readiness.Inside;
import dev.pollux.readiness.Interest;
import dev.pollux.readiness.StreamListener;
import dev.pollux.readiness.StreamSocket;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NotYetBoundException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Listening and connecting by a dispatcher. */
abstract class ConnectionContract extends DispatcherContract {
    ConnectionContract(Backend backend) {
        super(backend);
    }

    private record Connected(StreamSocket socket, IOException failure) {}

    @Test
    void acceptsAndConnects() throws Exception {
        List<StreamSocket> accepted = new ArrayList<>();
        List<Connected> connected = new ArrayList<>();
        StreamListener listener = dispatcher.listen(loopback(), socket -> {
            assertTrue(dispatcher.isLoopThread());
            accepted.add(opened(socket));
        });
        for (int i = 0; i < 100; i++) { // more than one turn accepts
            dispatcher.connect(listener.localAddress(), (socket, failure) -> {
                assertTrue(dispatcher.isLoopThread());
                connected.add(new Connected(opened(socket), failure));
            });
        }
        assertEquals(0, connected.size(), "not within the call");
        turnUntil("all are there", () -> accepted.size() == 100 && connected.size() == 100);
        for (Connected each : connected) {
            assertNull(each.failure());
            assertNull(Inside.of(each.socket()).registration);
            assertEquals(
                    listener.localInetAddress().getPort(),
                    each.socket().remoteInetAddress().getPort());
        }
        assertNoReports();
        listener.close();
        assertEquals(0, Inside.of(dispatcher.port()).registrations().size());
        assertTrue(accepted.get(0).isOpen());
    }

    @Test
    void echoesThroughADispatcher() throws Exception {
        StreamListener listener = dispatcher.listen(loopback(), socket -> {
            ByteBuffer buffer = ByteBuffer.allocateDirect(1024);
            dispatcher.register(socket, Interest.READ, (registration, readiness) -> {
                int n = socket.read(buffer.clear());
                if (n < 0) {
                    socket.close();
                } else {
                    socket.write(buffer.flip());
                }
            });
        });
        start();
        for (int i = 0; i < 5; i++) {
            var peer = peer(listener);
            for (int round = 0; round < 20; round++) {
                ByteBuffer message = ByteBuffer.allocate(4).putInt(0, i * 1000 + round);
                peer.write(message);
                ByteBuffer answer = ByteBuffer.allocate(4);
                while (answer.hasRemaining() && peer.read(answer) >= 0) {
                    continue;
                }
                assertEquals(i * 1000 + round, answer.getInt(0));
            }
            peer.shutdownOutput();
            assertEquals(-1, peer.read(ByteBuffer.allocate(1)));
        }
        assertNoReports();
    }

    /** The loop may learn of the refusal, and close the socket, while it is being registered by the thread that connects. */
    @Test
    void aRefusalIsToldAlsoIfTheLoopIsQuicker() throws Exception {
        start();
        int count = 2_000;
        List<IOException> failures = Collections.synchronizedList(new ArrayList<>());
        try (VacantAddress vacant = new VacantAddress()) {
            for (int i = 0; i < count; i++) {
                dispatcher.connect(vacant.address(), (socket, failure) -> failures.add(failure));
            }
            Await.until("all are told", () -> failures.size() >= count);
        }
        for (IOException each : failures) {
            assertInstanceOf(ConnectException.class, each);
        }
        assertEquals(count, failures.size());
        assertNoReports();
    }

    @Test
    void aThrowingAcceptCallbackIsReportedAndItsConnectionClosed() throws Exception {
        Exception failure = new Exception();
        List<StreamSocket> accepted = new ArrayList<>();
        StreamListener listener = dispatcher.listen(loopback(), socket -> {
            accepted.add(socket);
            throw failure;
        });
        var first = peer(listener);
        turnUntil("reported", () -> reports.size() == 1);
        assertEquals(new Report(listener, failure), reports.get(0));
        assertFalse(accepted.get(0).isOpen());
        assertEquals(-1, first.read(ByteBuffer.allocate(1)));
        peer(listener);
        turnUntil("the listener goes on", () -> reports.size() == 2);
        assertTrue(listener.isOpen());
    }

    @Test
    void closingTheListenerInItsCallbackIsNoFailure() throws Exception {
        AtomicInteger accepted = new AtomicInteger();
        StreamListener[] listener = new StreamListener[1];
        listener[0] = dispatcher.listen(loopback(), socket -> {
            accepted.incrementAndGet();
            socket.close();
            listener[0].close();
        });
        peer(listener[0]);
        turnUntil("accepted", () -> accepted.get() == 1);
        dispatcher.runOnce(0);
        assertNoReports();
        assertFalse(listener[0].isOpen());
    }

    @Test
    void listensWithOptions() throws Exception {
        StreamListener listener = opened(dispatcher.openListener());
        assertEquals(true, listener.getOption(StandardSocketOptions.SO_REUSEADDR));
        listener.bind(loopback(), 4);
        AtomicInteger accepted = new AtomicInteger();
        dispatcher.listen(listener, socket -> {
            accepted.incrementAndGet();
            socket.close();
        });
        peer(listener);
        turnUntil("accepted", () -> accepted.get() == 1);
        assertThrows(IllegalStateException.class, () -> dispatcher.listen(listener, StreamSocket::close));
    }

    @Test
    void anUnboundListenerIsRefused() throws Exception {
        StreamListener listener = opened(dispatcher.openListener());
        assertThrows(NotYetBoundException.class, () -> dispatcher.listen(listener, StreamSocket::close));
        assertNull(Inside.of(listener).registration);
    }

    @Test
    void anAddressInUseLeavesNothing() throws Exception {
        StreamListener listener = dispatcher.listen(loopback(), StreamSocket::close);
        assertThrows(BindException.class, () -> dispatcher.listen(listener.localAddress(), StreamSocket::close));
        assertEquals(1, Inside.of(dispatcher.port()).registrations().size());
    }

    @Test
    void aRefusedConnectIsToldWithTheAddress() throws Exception {
        InetSocketAddress nobody = opened(new VacantAddress()).address();
        List<Connected> connected = new ArrayList<>();
        dispatcher.connect(nobody, (socket, failure) -> connected.add(new Connected(socket, failure)));
        turnUntil("told", () -> !connected.isEmpty());
        ConnectException refusal =
                assertInstanceOf(ConnectException.class, connected.get(0).failure());
        assertTrue(refusal.getMessage().contains(":" + nobody.getPort()), refusal::getMessage);
        StreamSocket socket = connected.get(0).socket();
        assertTrue(socket == null || !socket.isOpen());
        assertEquals(0, Inside.of(dispatcher.port()).registrations().size());
        assertNoReports();
    }

    @Test
    void aThrowingConnectCallbackIsReportedAndItsConnectionClosed() throws Exception {
        StreamListener listener = dispatcher.listen(loopback(), this::opened);
        Exception failure = new Exception();
        StreamSocket[] connected = new StreamSocket[1];
        dispatcher.connect(listener.localAddress(), (socket, refusal) -> {
            connected[0] = socket;
            throw failure;
        });
        turnUntil("reported", () -> reports.size() == 1);
        assertSame(failure, reports.get(0).failure());
        assertSame(connected[0], reports.get(0).source());
        assertFalse(connected[0].isOpen());
    }

    @Test
    void aConnectUnderWayIsToldOfTheClose() throws Exception {
        StreamListener listener = dispatcher.listen(loopback(), StreamSocket::close);
        List<Connected> connected = new ArrayList<>();
        dispatcher.connect(listener.localAddress(), (socket, failure) -> connected.add(new Connected(socket, failure)));
        dispatcher.close(); // before a turn
        assertEquals(1, connected.size());
        assertInstanceOf(ClosedChannelException.class, connected.get(0).failure());
        assertFalse(connected.get(0).socket().isOpen());
    }

    @Test
    void aClosedDispatcherRefuses() throws Exception {
        StreamListener listener = dispatcher.listen(loopback(), StreamSocket::close);
        InetSocketAddress address = listener.localInetAddress();
        dispatcher.close();
        assertFalse(listener.isOpen());
        assertThrows(ClosedChannelException.class, () -> dispatcher.listen(loopback(), StreamSocket::close));
        assertThrows(Exception.class, () -> dispatcher.connect(address, (socket, failure) -> {}));
    }
}
