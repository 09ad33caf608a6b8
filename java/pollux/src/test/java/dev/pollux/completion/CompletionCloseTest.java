package dev.pollux.completion;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.pollux.Await;
import dev.pollux.Backend;
import dev.pollux.Background;
import dev.pollux.OnPurpose;
import dev.pollux.OpenHandles;
import dev.pollux.VacantAddress;
import dev.pollux.internal.loop.LoopCounters;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ShutdownChannelGroupException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Closing a socket or a port with operations in flight: every callback once, then everything is freed. */
@CompletionTest
@SuppressWarnings("try") // threads that are only waited for
class CompletionCloseTest extends CompletionFixture {

    @Test
    void aSocketsOperationsEndWithIt() throws Exception {
        Accepted connection = accept();
        Outcome outcome = new Outcome();
        ReadOperation read =
                failing(connection.socket.read(direct(1), (operation, n) -> outcome.completed(n)), outcome);
        read.submit();
        connection.socket.close();
        connection.socket.close();
        turnUntil("the end", outcome::isOver);
        assertInstanceOf(AsynchronousCloseException.class, outcome.failure);
        read.submit();
        turnUntil("a read of a closed socket", () -> outcome.failures == 2);
        assertInstanceOf(ClosedChannelException.class, outcome.failure);
        assertEquals(-1, connection.peer.read(ByteBuffer.allocate(1)), "an end, and no reset");
    }

    /** The system's close would wait until a peer reads that has no reason to. On Windows it does: it gives up what was not sent then. */
    @Test
    void aCloseThatLingersWaitsForNobody() throws Exception {
        assumeFalse(port.backend() == Backend.IOCP, "there closesocket waits");
        Accepted connection = accept();
        connection.socket.setOption(StandardSocketOptions.SO_LINGER, 60);
        Outcome outcome = new Outcome();
        failing(connection.socket.write(direct(64 << 20), (operation, n) -> outcome.completed(n)), outcome)
                .submit();
        connection.peer.configureBlocking(false);
        ByteBuffer buffer = ByteBuffer.allocate(64 * 1024);
        turnUntil("the peer has some of it", () -> connection.peer.read(buffer.clear()) > 0);
        connection.peer.configureBlocking(true);
        Background closing = Background.run(connection.socket::close);
        turnUntil("the end", () -> !closing.thread().isAlive() && outcome.isOver());
        closing.close();
        while (connection.peer.read(buffer.clear()) >= 0) {
            assertTrue(buffer.position() > 0);
        }
    }

    @Test
    void aPortsThousandOperationsEndWithIt() throws Exception {
        List<Accepted> connections = new ArrayList<>();
        AtomicInteger ended = new AtomicInteger();
        List<Throwable> otherwise = new ArrayList<>();
        FailureCallback<ReadOperation> expected = (operation, failure) -> {
            ended.incrementAndGet();
            if (!(failure instanceof AsynchronousCloseException)) {
                otherwise.add(failure);
            }
            operation.submit(); // a loop that knows no better: it gets no second end
        };
        for (int i = 0; i < 100; i++) {
            Accepted connection = accept();
            connections.add(connection);
            for (int r = 0; r < 10; r++) {
                connection
                        .socket
                        .read(direct(64), (operation, n) -> otherwise.add(new AssertionError(n)))
                        .onFailure(expected)
                        .submit();
            }
        }
        assertEquals(1000, port.pendingOperations());
        port.close();
        assertEquals(1000, ended.get());
        assertEquals(List.of(), otherwise);
        assertEquals(0, port.pendingOperations());
        for (Accepted connection : connections) {
            assertFalse(connection.socket.isOpen());
        }
        assertThrows(ClosedChannelException.class, () -> port.poll(0));
        assertThrows(
                ShutdownChannelGroupException.class,
                () -> connections.get(0).socket.read(direct(1), (o, n) -> {}).submit());
        port.wakeup();
        port.close();
    }

    @Test
    void closedFromACallbackItEndsWithThatTurn() throws Exception {
        Accepted connection = accept();
        Outcome other = new Outcome();
        failing(connection.socket.read(direct(1), (operation, n) -> other.completed(n)), other)
                .submit();
        boolean[] closedWithin = new boolean[1];
        port.post((operation, data) -> {
                    port.close();
                    closedWithin[0] = other.isOver();
                })
                .submit();
        port.poll(-1);
        assertFalse(closedWithin[0]);
        assertInstanceOf(AsynchronousCloseException.class, other.failure);
        assertThrows(ClosedChannelException.class, () -> port.poll(0));
    }

    @Test
    void whatTheHandlerThrowsMeanwhileEndsNothing() throws Exception {
        Accepted connection = accept();
        port.errorHandler((source, failure) -> {
            throw new IllegalStateException("on purpose, by a test");
        });
        connection
                .socket
                .read(direct(1), (operation, n) -> {})
                .onFailure((operation, failure) -> {
                    throw new OnPurpose();
                })
                .submit();
        port.close();
        assertEquals(1, CompletionInside.of(port).counters.get(LoopCounters.HANDLER_FAILURES));
        assertEquals(0, port.pendingOperations());
        assertFalse(connection.socket.isOpen());
        assertThrows(ClosedChannelException.class, () -> port.poll(0));
    }

    /** A close waits for what is under way, which a submit that waits for its set-up to return is not. */
    @Test
    void closedFromASetUp() throws Exception {
        ConnectOperation connect =
                port.connect(loopback(), (operation, none) -> {}).setup(socket -> port.close());
        try (Background submitting =
                Background.run(() -> assertThrows(ShutdownChannelGroupException.class, connect::submit))) {
            Await.end(submitting.thread());
        }
        assertFalse(connect.isPending());
        assertEquals(0, port.pendingOperations());
        assertEquals(0, CompletionInside.of(port).sourceCount());
    }

    @Test
    void aClosedPortTakesNothing() throws Exception {
        PostOperation packet = port.post((operation, data) -> {});
        port.close();
        for (int i = 0; i < 2; i++) { // the second time as the first: it was not submitted
            assertThrows(ShutdownChannelGroupException.class, packet::submit);
            assertFalse(packet.isPending());
            assertEquals(0, port.pendingOperations());
        }
        assertThrows(IOException.class, port::openListener);
        assertThrows(IOException.class, () -> port.openUdpSocket(loopback()));
        assertThrows(ClosedChannelException.class, () -> port.openFile(Path.of("none")));
    }

    @Test
    void aWaitUnderWayEnds() throws Exception {
        try (Background first = waiter();
                Background second = waiter()) {
            first.awaitBlocked();
            second.awaitBlocked();
            port.close();
        }
    }

    private Background waiter() {
        return Background.run(() -> assertThrows(ClosedChannelException.class, () -> {
            while (true) {
                port.poll(-1);
            }
        }));
    }

    /** What the system may write to stays, whatever the program drops. */
    @Test
    void aBufferInFlightOutlivesTheProgramsReferences() throws Exception {
        Accepted connection = accept();
        ByteBuffer[] buffer = {direct(1 << 16)};
        WeakReference<ByteBuffer> reference = new WeakReference<>(buffer[0]);
        long[] result = new long[1];
        connection.socket.read(buffer[0], (operation, n) -> result[0] = n).submit();
        buffer[0] = null;
        for (int i = 0; i < 5; i++) {
            System.gc();
        }
        assertTrue(reference.get() != null, "the buffer is gone while the system may write to it");
        writeFully(connection.peer, ByteBuffer.wrap(new byte[10]));
        turnUntil("the read", () -> result[0] == 10);
        Await.until("the buffer goes with the operation", () -> reference.get() == null, System::gc);
    }

    @Test
    void manyPortsLeaveNothingBehind() throws Exception {
        cycle(); // what is loaded and kept for good
        long handles = OpenHandles.count();
        for (int i = 0; i < 100; i++) {
            cycle();
        }
        // The JVM's own threads may have opened some; each cycle opens a port, two sockets a connection, and more.
        Await.until("handles are back at " + handles, () -> OpenHandles.count() < handles + 50);
    }

    /** Of a port that stays open: what it has made ready for what then fails. */
    @Test
    void whatFailsLeavesNothingBehind() throws Exception {
        CompletionListener listener = port.openListener();
        listener.bind(loopback(), 8);
        try (VacantAddress vacant = new VacantAddress()) {
            failEach(listener, vacant.address()); // what is loaded and kept for good
            OpenHandles.assertNoneLeft(() -> {
                for (int i = 0; i < 200; i++) {
                    failEach(listener, vacant.address());
                }
            });
        }
    }

    private void failEach(CompletionListener listener, InetSocketAddress nobody) {
        Outcome accepted = new Outcome();
        AcceptOperation accept = failing(listener.accept((operation, n) -> accepted.completed(n)), accepted);
        accept.submit();
        accept.cancel();
        Outcome connected = new Outcome();
        ConnectOperation connect = failing(port.connect(nobody, (operation, n) -> connected.completed(n)), connected);
        connect.submit();
        connect.cancel(); // Windows asks a port that nobody has for two seconds, before it says so
        turnUntil("both failures", () -> accepted.failures == 1 && connected.failures == 1);
        assertThrows(IOException.class, () -> port.listen(listener.localAddress(), socket -> {}));
    }

    private void cycle() throws Exception {
        try (CompletionPort port = kind.open()) {
            AtomicInteger accepted = new AtomicInteger();
            CompletionListener listener = port.listen(loopback(), socket -> {
                accepted.incrementAndGet();
                socket.read(direct(16), (operation, n) -> {})
                        .onFailure((o, e) -> {})
                        .submit();
            });
            port.openUdpSocket(loopback())
                    .receive(direct(16), (operation, n) -> {})
                    .onFailure((o, e) -> {})
                    .submit();
            port.connect(listener.localAddress(), (operation, none) -> accepted.incrementAndGet())
                    .submit();
            Await.until("both ends", () -> accepted.get() == 2, () -> port.poll(TURN_NANOS));
        }
    }
}
