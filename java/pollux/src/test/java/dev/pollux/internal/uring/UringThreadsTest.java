package dev.pollux.internal.uring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pollux.Await;
import dev.pollux.Background;
import dev.pollux.completion.CompletionListener;
import dev.pollux.completion.CompletionPort;
import dev.pollux.completion.CompletionPortBuilder;
import dev.pollux.completion.CompletionSocket;
import dev.pollux.completion.OperationCancelledException;
import dev.pollux.completion.ReadOperation;
import dev.pollux.internal.completion.CompletionPortWork;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** What threads that end, or that are elsewhere, mean to a ring: the kernel does a thread's work in that thread. */
@UringTest
class UringThreadsTest {
    private static final long TURN_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private static CompletionPort open(boolean single) throws IOException {
        return builder(single).open();
    }

    private static CompletionPortBuilder builder(boolean single) {
        return UringPorts.builder().singleThreaded(single);
    }

    private static InetSocketAddress loopback() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    /** A connection that is accepted by the calling thread, with its peer. */
    private record Pair(CompletionSocket socket, SocketChannel peer) {
        static Pair of(CompletionPort port) throws IOException {
            CompletionListener listener = port.openListener();
            listener.bind(loopback(), 8);
            AtomicReference<CompletionSocket> accepted = new AtomicReference<>();
            listener.accept((operation, none) -> accepted.set(operation.socket()))
                    .submit();
            SocketChannel peer = SocketChannel.open(listener.localAddress());
            Await.until("the accept", () -> accepted.get() != null, () -> port.poll(TURN_NANOS));
            listener.close();
            port.poll(0);
            return new Pair(accepted.get(), peer);
        }
    }

    private static void dies(Await.Action action) throws Exception {
        try (Background thread = Background.run(action)) {
            Await.end(thread.thread());
        }
    }

    /** The kernel cancels what the thread had submitted, once there would be something to do for it: nobody has asked for that. */
    @Test
    void whatAThreadHasSubmittedOutlivesIt() throws Exception {
        try (CompletionPort port = open(false)) {
            Pair pair = Pair.of(port);
            AtomicLong read = new AtomicLong(Long.MIN_VALUE);
            AtomicReference<IOException> failure = new AtomicReference<>();
            ByteBuffer into = ByteBuffer.allocateDirect(8);
            CompletionListener listener = port.openListener();
            listener.bind(loopback(), 8);
            AtomicInteger accepted = new AtomicInteger();
            dies(() -> {
                pair.socket
                        .read(into, (operation, bytes) -> read.set(bytes))
                        .onFailure((operation, why) -> failure.set(why))
                        .submit();
                listener.accept((operation, none) -> accepted.incrementAndGet())
                        .onFailure((operation, why) -> failure.set(why))
                        .submit();
            });
            pair.peer.write(ByteBuffer.wrap(new byte[3]));
            SocketChannel client = SocketChannel.open(listener.localAddress());
            Await.until(
                    "both ends",
                    () -> failure.get() != null || read.get() >= 0 && accepted.get() == 1,
                    () -> port.poll(TURN_NANOS));
            assertEquals(null, failure.get());
            assertEquals(3, read.get());
            client.close();
            pair.peer.close();
        }
    }

    /** Cancelled by the program, it ends as ever, though its thread is gone. */
    @Test
    void whatAThreadHasSubmittedIsCancelledAfterItsEnd() throws Exception {
        try (CompletionPort port = open(false)) {
            Pair pair = Pair.of(port);
            AtomicReference<IOException> failure = new AtomicReference<>();
            ReadOperation read = pair.socket
                    .read(ByteBuffer.allocateDirect(8), (operation, bytes) -> {})
                    .onFailure((operation, why) -> failure.set(why));
            dies(read::submit);
            assertTrue(read.cancel());
            Await.until("the end", () -> failure.get() != null, () -> port.poll(TURN_NANOS));
            assertInstanceOf(OperationCancelledException.class, failure.get());
            pair.peer.close();
        }
    }

    @Test
    void aPortWhoseOnlyThreadHasEndedIsClosedByAnother() throws Exception {
        CompletionPort port = open(true);
        AtomicReference<IOException> failure = new AtomicReference<>();
        AtomicReference<CompletionSocket> socket = new AtomicReference<>();
        AtomicReference<SocketChannel> peer = new AtomicReference<>();
        dies(() -> {
            Pair pair = Pair.of(port);
            socket.set(pair.socket);
            peer.set(pair.peer);
            pair.socket
                    .read(ByteBuffer.allocateDirect(8), (operation, bytes) -> {})
                    .onFailure((operation, why) -> failure.set(why))
                    .submit();
        });
        IllegalStateException refusal = assertThrows(IllegalStateException.class, () -> port.poll(0));
        assertTrue(refusal.getMessage().contains(Thread.currentThread().toString()), refusal::getMessage);
        assertEquals(1, port.pendingOperations());
        port.close();
        assertInstanceOf(AsynchronousCloseException.class, failure.get());
        assertEquals(0, port.pendingOperations());
        assertEquals(0, CompletionPortWork.of(port).completionBackend().ticketsTaken());
        assertFalse(socket.get().isOpen());
        assertEquals(-1, peer.get().read(ByteBuffer.allocate(1)), "the peer is told");
        peer.get().close();
    }

    /** It has ended with a connection and a read in the ring's memory, because its batch had room for one. */
    @Test
    void whatTheOnlyThreadHasNotDequeuedIsToldByWhoClosesThePort() throws Exception {
        CompletionPort port = builder(true).maxBatch(1).open();
        AtomicReference<SocketChannel> peer = new AtomicReference<>();
        AtomicReference<SocketChannel> waiting = new AtomicReference<>();
        AtomicReference<IOException> failure = new AtomicReference<>();
        AtomicLong read = new AtomicLong();
        AtomicInteger posted = new AtomicInteger();
        dies(() -> {
            Pair pair = Pair.of(port);
            peer.set(pair.peer);
            CompletionListener listener = port.openListener();
            listener.bind(loopback(), 8);
            waiting.set(SocketChannel.open(listener.localAddress()));
            pair.peer.write(ByteBuffer.wrap(new byte[3]));
            pair.socket
                    .read(ByteBuffer.allocateDirect(8), (operation, bytes) -> read.set(bytes))
                    .submit();
            listener.accept((operation, none) -> {})
                    .onFailure((operation, why) -> failure.set(why))
                    .submit();
            port.post((operation, data) -> posted.incrementAndGet()).submit();
            Await.until("the post", () -> posted.get() == 1, () -> port.poll(TURN_NANOS));
        });
        assertEquals(0, read.get());
        port.close();
        assertEquals(3, read.get(), "it was complete");
        assertInstanceOf(AsynchronousCloseException.class, failure.get());
        assertEquals(-1, waiting.get().read(ByteBuffer.allocate(1)), "the connection is closed");
        assertEquals(0, CompletionPortWork.of(port).completionBackend().ticketsTaken());
        waiting.get().close();
        peer.get().close();
    }

    @Test
    void aPortThatNobodyHasPolledIsDrainedByWhoClosesIt() throws Exception {
        CompletionPort port = open(true);
        AtomicLong told = new AtomicLong();
        dies(() -> port.post((operation, data) -> told.set(data)).data(7).submit());
        port.close();
        assertEquals(7, told.get());
        assertEquals(0, port.pendingOperations());
    }

    @Test
    void aCloseWaitsForTheTurnOfTheOnlyThread() throws Exception {
        CompletionPort port = open(true);
        CountDownLatch inTurn = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        AtomicReference<IOException> failure = new AtomicReference<>();
        AtomicReference<Thread> toldOn = new AtomicReference<>();
        try (Background loop = Background.run(() -> {
            Pair pair = Pair.of(port);
            pair.socket
                    .read(ByteBuffer.allocateDirect(8), (operation, bytes) -> {})
                    .onFailure((operation, why) -> {
                        failure.set(why);
                        toldOn.set(Thread.currentThread());
                    })
                    .submit();
            port.post((operation, data) -> {
                        inTurn.countDown();
                        goOn.await();
                    })
                    .submit();
            assertThrows(ClosedChannelException.class, () -> {
                while (true) {
                    port.poll(-1);
                }
            });
            pair.peer.close();
        })) {
            inTurn.await();
            try (Background closing = Background.run(port::close)) {
                Await.until("the close has begun", () -> !port.isOpen());
                assertTrue(closing.thread().isAlive());
                assertEquals(null, failure.get());
                goOn.countDown();
                Await.end(closing.thread());
            }
            assertInstanceOf(AsynchronousCloseException.class, failure.get());
            assertEquals(loop.thread(), toldOn.get());
            assertEquals(0, port.pendingOperations());
        }
    }

    /** Its only thread is neither in a turn nor in a wait: the close does not wait for it, its next poll ends the port. */
    @Test
    void theNextPollOfTheOnlyThreadEndsAPortThatAnotherHasClosed() throws Exception {
        CompletionPort port = open(true);
        Pair pair = Pair.of(port);
        AtomicReference<IOException> failure = new AtomicReference<>();
        pair.socket
                .read(ByteBuffer.allocateDirect(8), (operation, bytes) -> {})
                .onFailure((operation, why) -> failure.set(why))
                .submit();
        dies(port::close);
        assertFalse(port.isOpen());
        assertEquals(null, failure.get());
        assertThrows(ClosedChannelException.class, () -> port.poll(-1));
        assertInstanceOf(AsynchronousCloseException.class, failure.get());
        assertEquals(0, port.pendingOperations());
        assertEquals(-1, pair.peer.read(ByteBuffer.allocate(1)));
        pair.peer.close();
    }

    /** The drain is a part of that thread's turn. */
    @Test
    void aPollFromACallbackIsRefusedWhileAPortThatAnotherHasClosedIsDrained() throws Exception {
        CompletionPort port = open(true);
        Pair pair = Pair.of(port);
        AtomicReference<Throwable> refusal = new AtomicReference<>();
        pair.socket
                .read(ByteBuffer.allocateDirect(8), (operation, bytes) -> {})
                .onFailure(
                        (operation, why) -> refusal.set(assertThrows(IllegalStateException.class, () -> port.poll(0))))
                .submit();
        dies(port::close);
        assertThrows(ClosedChannelException.class, () -> port.poll(-1));
        assertEquals("a port was polled from a callback", refusal.get().getMessage());
        assertEquals(0, port.pendingOperations());
        pair.peer.close();
    }

    @Test
    void aPortThatNobodyHasPolledIsClosedForAllOnceItIs() throws Exception {
        CompletionPort port = open(true);
        dies(port::close);
        assertThrows(ClosedChannelException.class, () -> port.poll(0));
        assertThrows(ClosedChannelException.class, () -> port.await(0));
        assertEquals(0, port.deliver());
    }

    /** What another thread submits begins while the only thread sleeps. */
    @Test
    void aSubmitOfAnotherThreadEndsTheSleepOfTheOnlyOne() throws Exception {
        CompletionPort port = open(true);
        Pair[] pair = new Pair[1];
        AtomicLong read = new AtomicLong();
        CountDownLatch ready = new CountDownLatch(1);
        try (Background loop = Background.run(() -> {
            pair[0] = Pair.of(port);
            ready.countDown();
            Await.until("the read", () -> read.get() == 2, () -> port.poll(-1));
            port.close();
        })) {
            ready.await();
            loop.awaitBlocked();
            pair[0].socket
                    .read(ByteBuffer.allocateDirect(8), (operation, bytes) -> read.set(bytes))
                    .submit();
            pair[0].peer.write(ByteBuffer.wrap(new byte[2]));
        }
        assertEquals(2, read.get());
        pair[0].peer.close();
    }
}
