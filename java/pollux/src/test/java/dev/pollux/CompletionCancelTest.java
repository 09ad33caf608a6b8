package dev.pollux;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pollux.binding.TestBinding;
import dev.pollux.binding.WindowsCalls;
import dev.pollux.windows.WindowsTest;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** A cancelled operation ends once: cancelled, or with the result that it had. */
@WindowsTest
class CompletionCancelTest extends CompletionFixture {
    private static final int FIONREAD = 0x4004667F;

    @Test
    void aPendingOneEndsCancelled() throws Exception {
        Accepted connection = accept();
        Outcome outcome = new Outcome();
        ReadOperation read =
                failing(connection.socket.read(direct(1), (operation, n) -> outcome.completed(n)), outcome);
        assertFalse(read.cancel(), "nothing is pending");
        read.submit();
        assertTrue(read.cancel());
        assertTrue(read.cancel());
        turnUntil("the end", outcome::isOver);
        assertInstanceOf(OperationCancelledException.class, outcome.failure);
        assertFalse(read.cancel());
        writeFully(connection.peer, ByteBuffer.wrap(new byte[1]));
        read.submit();
        turnUntil("the next submission", () -> outcome.completions == 1);
        assertEquals(1, outcome.failures);
    }

    @Test
    void byDefaultACancellationIsToldToNobody() throws Exception {
        Accepted connection = accept();
        ReadOperation read = connection.socket.read(direct(1), (operation, n) -> {});
        read.submit();
        read.cancel();
        turnUntil("the end", () -> !read.isPending());
        assertTrue(connection.socket.isOpen());
    }

    @Test
    void aFinishedOneKeepsItsResult() throws Exception {
        Accepted connection = accept();
        Outcome outcome = new Outcome();
        ReadOperation read =
                failing(connection.socket.read(direct(3), (operation, n) -> outcome.completed(n)), outcome);
        read.submit();
        writeFully(connection.peer, ByteBuffer.wrap(new byte[4]));
        // Once the fourth byte waits, the others have gone into the read, which nobody has dequeued.
        Await.until("it is finished", () -> available(connection.socket) == 1);
        assertTrue(read.cancel());
        turnUntil("the end", outcome::isOver);
        assertEquals(3, outcome.result, () -> String.valueOf(outcome.failure));
    }

    private static int available(CompletionSocket socket) throws Exception {
        ByteBuffer value = direct(4).order(ByteOrder.nativeOrder());
        WindowsCalls calls = TestBinding.windows();
        assertEquals(0, calls.ioctlsocket(socket.handle().handle(), FIONREAD, calls.addressOf(value)));
        return value.getInt(0);
    }

    @Test
    void cancellingTouchesOnlyItsOwnOperation() throws Exception {
        Accepted connection = accept();
        Outcome[] outcomes = {new Outcome(), new Outcome(), new Outcome()};
        ReadOperation[] reads = new ReadOperation[3];
        for (int i = 0; i < 3; i++) {
            Outcome outcome = outcomes[i];
            reads[i] = failing(connection.socket.read(direct(1), (operation, n) -> outcome.completed(n)), outcome);
            reads[i].submit();
        }
        reads[1].cancel();
        turnUntil("the second's end", outcomes[1]::isOver);
        assertInstanceOf(OperationCancelledException.class, outcomes[1].failure);
        assertFalse(outcomes[0].isOver() || outcomes[2].isOver());
        writeFully(connection.peer, ByteBuffer.wrap(new byte[2]));
        turnUntil("the others' end", () -> outcomes[0].isOver() && outcomes[2].isOver());
        assertEquals(1, outcomes[0].result);
        assertEquals(1, outcomes[2].result);
    }

    @Test
    void anAcceptAndADatagramToo() throws Exception {
        CompletionListener listener = port.openListener();
        listener.bind(loopback(), 8);
        Outcome accepted = new Outcome();
        AcceptOperation accept = failing(listener.accept((operation, n) -> accepted.completed(n)), accepted);
        accept.submit();
        CompletionDatagramSocket socket = port.openDatagram(loopback());
        Outcome received = new Outcome();
        ReceiveOperation receive =
                failing(socket.receive(direct(1), (operation, n) -> received.completed(n)), received);
        receive.submit();
        accept.cancel();
        receive.cancel();
        turnUntil("both ends", () -> accepted.isOver() && received.isOver());
        assertInstanceOf(OperationCancelledException.class, accepted.failure);
        assertInstanceOf(OperationCancelledException.class, received.failure);
    }

    @Test
    void aDeadlineEndsWhatTakesLonger() throws Exception {
        Accepted connection = accept();
        Outcome outcome = new Outcome();
        long timeoutNanos = TimeUnit.MILLISECONDS.toNanos(30);
        ReadOperation read = failing(connection.socket.read(direct(8), (operation, n) -> outcome.completed(n)), outcome)
                .timeoutNanos(timeoutNanos);
        for (int i = 1; i <= 3; i++) {
            int expected = i;
            long startNanos = System.nanoTime();
            read.submit();
            Await.until("the deadline", () -> outcome.failures == expected, () -> port.poll(-1));
            assertTrue(System.nanoTime() - startNanos >= timeoutNanos, "early");
            assertInstanceOf(SocketTimeoutException.class, outcome.failure);
        }
        read.submit();
        writeFully(connection.peer, ByteBuffer.wrap(new byte[1]));
        turnUntil("the read", () -> outcome.completions == 1);
        read.timeoutNanos(0).submit();
        port.poll(2 * timeoutNanos);
        assertTrue(read.isPending());
        assertEquals(3, outcome.failures);
    }

    /** A thread that already waits for ever has to learn of a deadline that is set after. */
    @Test
    void aDeadlineSetByAnotherThreadEndsInTime() throws Exception {
        Accepted connection = accept();
        Outcome outcome = new Outcome();
        ReadOperation read = failing(connection.socket.read(direct(8), (operation, n) -> outcome.completed(n)), outcome)
                .timeoutNanos(1_000_000);
        try (Background loop =
                Background.run(() -> Await.until("the deadline", outcome::isOver, () -> port.poll(-1)))) {
            loop.awaitBlocked();
            read.submit();
        }
        assertInstanceOf(SocketTimeoutException.class, outcome.failure);
    }

    /**
     * Ten thousand reads on sixteen sockets, half of them cancelled at random, by another thread, while data come in and two
     * threads dequeue. Each ends once: with bytes, in their order, or cancelled without any.
     */
    @Test
    void cancelStorm() throws Exception {
        long seed = System.nanoTime();
        int operations = 10_000;
        int sockets = 16;
        int inFlight = 4;
        AtomicInteger submitted = new AtomicInteger();
        AtomicInteger completed = new AtomicInteger();
        AtomicInteger cancelled = new AtomicInteger();
        AtomicInteger otherwise = new AtomicInteger();
        AtomicLong bytes = new AtomicLong();
        AtomicIntegerArray ends = new AtomicIntegerArray(operations);
        List<ReadOperation> reads = new ArrayList<>();
        List<Accepted> connections = new ArrayList<>();
        for (int s = 0; s < sockets; s++) {
            Accepted connection = accept();
            connections.add(connection);
            for (int i = 0; i < inFlight; i++) {
                int[] serial = {submitted.getAndIncrement()};
                ByteBuffer buffer = direct(8);
                Runnable again = () -> {
                    ends.incrementAndGet(serial[0]);
                    serial[0] = submitted.getAndIncrement();
                };
                ReadOperation read = connection.socket.read(buffer, (operation, n) -> {
                    completed.incrementAndGet();
                    bytes.addAndGet(n);
                    again.run();
                    if (serial[0] < operations) {
                        operation.buffer(buffer.clear()).submit();
                    }
                });
                read.onFailure((operation, failure) -> {
                    (failure instanceof OperationCancelledException ? cancelled : otherwise).incrementAndGet();
                    assertEquals(0, buffer.position(), "bytes in a cancelled read");
                    again.run();
                    if (serial[0] < operations) {
                        operation.submit();
                    }
                });
                reads.add(read);
            }
        }
        reads.forEach(ReadOperation::submit);
        boolean[] over = new boolean[1];
        try (Background canceller = Background.run(() -> {
                    Random random = new Random(seed);
                    while (!over[0]) {
                        reads.get(random.nextInt(reads.size())).cancel();
                        Thread.yield();
                    }
                });
                Background writer = Background.run(() -> {
                    Random random = new Random(seed + 1);
                    while (!over[0]) {
                        ByteBuffer some = ByteBuffer.allocate(1 + random.nextInt(20));
                        connections.get(random.nextInt(sockets)).peer.write(some);
                        Thread.yield();
                    }
                });
                Background second = Background.run(() -> {
                    while (!over[0]) {
                        port.poll(TimeUnit.MILLISECONDS.toNanos(5));
                    }
                })) {
            turnUntil(
                    "all have ended",
                    () -> submitted.get() >= operations + reads.size() && port.pendingOperations() == 0);
            for (Background each : List.of(canceller, writer, second)) {
                assertTrue(each.thread().isAlive());
            }
            over[0] = true;
        }
        int[] once = new int[operations];
        java.util.Arrays.fill(once, 1);
        int[] ended = new int[operations];
        for (int i = 0; i < operations; i++) {
            ended[i] = ends.get(i);
        }
        assertArrayEquals(once, ended, "seed " + seed);
        assertEquals(0, otherwise.get(), "seed " + seed);
        assertTrue(completed.get() > operations / 10, completed + " completed, seed " + seed);
        assertTrue(cancelled.get() > operations / 10, cancelled + " cancelled, seed " + seed);
        assertTrue(bytes.get() > 0);
    }
}
