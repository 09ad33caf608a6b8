package dev.pollux.dispatcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.pollux.Await;
import dev.pollux.Backend;
import dev.pollux.Background;
import dev.pollux.readiness.Foreign;
import dev.pollux.readiness.Inside;
import dev.pollux.readiness.Interest;
import dev.pollux.readiness.ReadinessPort;
import dev.pollux.readiness.Registration;
import dev.pollux.readiness.StreamListener;
import dev.pollux.readiness.StreamSocket;
import dev.pollux.readiness.TriggerMode;
import dev.pollux.readiness.WriteQueue;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Write queues, and how they end, fail, and move. */
@Timeout(60)
abstract class WriteQueueContract extends WriteQueueFlowContract {
    WriteQueueContract(Backend backend) {
        super(backend);
    }

    @Test
    void finishShutsWhenAllIsWritten() throws Exception {
        Log log = new Log();
        WriteQueue queue = WriteQueue.builder(registration).listener(log).open();
        fill(queue, 500_000);
        log.lines.clear();
        ByteArrayOutputStream received = new ByteArrayOutputStream();
        queue.write(ascii("the end"));
        queue.finish();
        queue.finish();
        assertThrows(IllegalStateException.class, () -> queue.offer(ascii("more")));
        assertThrows(IllegalStateException.class, () -> queue.write(ascii("more")));
        Background reader = peerReads(received);
        try (reader) {
            turnUntil("it is finished", () -> !log.lines.isEmpty());
        }
        assertEquals(List.of("finished"), log.lines);
        assertTrue(received.toString(StandardCharsets.US_ASCII).endsWith("the end"));
        assertTrue(socket.isOpen());
        peer.write(ascii("still read"));
        turnUntil("it is readable", () -> !told.isEmpty());
        assertEquals(10, socket.read(ByteBuffer.allocate(100)));
        assertNoReports();
    }

    @Test
    void anEmptyQueueFinishesToo() throws Exception {
        Log log = new Log();
        WriteQueue queue = WriteQueue.builder(registration).listener(log).open();
        queue.finish();
        assertEquals(List.of(), log.lines, "never within the call");
        turnUntil("it is finished", () -> !log.lines.isEmpty());
        assertEquals(List.of("finished"), log.lines);
        assertEquals(-1, peer.read(ByteBuffer.allocate(1)));
    }

    @Test
    void aFailureFailsAllPendingAndIsToldOnce() throws Exception {
        Log log = new Log();
        WriteQueue queue = WriteQueue.builder(registration).listener(log).open();
        fill(queue, 50_000);
        List<ByteBuffer> released = new ArrayList<>();
        ByteBuffer held = direct(10_000, 1);
        ByteBuffer second = direct(10_000, 2);
        queue.write(held, released::add);
        queue.write(second, released::add);
        log.lines.clear();
        peer.setOption(StandardSocketOptions.SO_LINGER, 0);
        peer.close();
        registration.modify(Interest.NONE);
        turnUntil("the failure is told", () -> log.failure != null);
        assertEquals(List.of(held, second), released);
        assertEquals(0, queue.pendingBytes());
        assertFalse(queue.offer(ascii("x")));
        ByteBuffer x = ascii("x");
        IOException again = assertThrows(IOException.class, () -> queue.write(x));
        assertSame(log.failure, again.getCause());
        assertEquals(1, x.remaining());
        queue.flush();
        queue.finish();
        for (int i = 0; i < 3; i++) {
            dispatcher.runOnce(0);
        }
        assertEquals(List.of("failure"), log.lines);
        assertEquals(Interest.NONE, Inside.of(registration).effectiveInterest());
        assertNoReports();
    }

    @ParameterizedTest
    @EnumSource(WriteQueue.FlushMode.class)
    void byDefaultAFailureGoesToTheErrorHandler(WriteQueue.FlushMode mode) throws Exception {
        WriteQueue queue = WriteQueue.builder(registration).flushMode(mode).open();
        registration.modify(Interest.NONE);
        socket.shutdownOutput(); // whatever is written now fails
        ByteBuffer buffer = ascii("lost");
        queue.write(buffer);
        assertEquals(0, buffer.remaining());
        assertEquals(List.of(), reports, "never within the call");
        turnUntil("it is reported", () -> !reports.isEmpty());
        dispatcher.runOnce(0);
        assertEquals(1, reports.size(), reports::toString);
        assertSame(socket, reports.get(0).source());
        assertTrue(reports.get(0).failure() instanceof IOException);
    }

    @Test
    void closingTheSocketDropsAndReleasesAndSaysNothing() throws Exception {
        Log log = new Log();
        WriteQueue queue = WriteQueue.builder(registration).listener(log).open();
        fill(queue, 30_000);
        List<ByteBuffer> released = new ArrayList<>();
        queue.write(direct(5_000, 1), released::add);
        socket.close();
        assertFalse(queue.offer(ascii("x")));
        assertThrows(ClosedChannelException.class, () -> queue.write(ascii("x")));
        queue.flush();
        dispatcher.runOnce(0);
        assertEquals(1, released.size());
        assertEquals(0, queue.pendingBytes());
        dispatcher.runOnce(0);
        assertEquals(List.of(), log.lines);
        assertNoReports();
    }

    @Test
    void closedByAnotherThreadItReleasesOnTheLoops() throws Exception {
        WriteQueue queue = WriteQueue.open(registration);
        fill(queue, 30_000);
        Thread[] releasedOn = new Thread[1];
        queue.write(direct(5_000, 1), buffer -> releasedOn[0] = Thread.currentThread());
        Background loop = start();
        onLoop(() -> {});
        socket.close();
        Await.until("it is released", () -> {
            onLoop(() -> {});
            return releasedOn[0] != null;
        });
        assertSame(loop.thread(), releasedOn[0]);
    }

    @Test
    void aDispatcherThatClosesWritesTheLastTurnAndReleasesTheRest() throws Exception {
        WriteQueue queue = WriteQueue.open(registration);
        List<ByteBuffer> released = new ArrayList<>();
        queue.write(ascii("last "));
        dispatcher.execute(() -> queue.offer(ascii("words")));
        dispatcher.close();
        assertEquals("last words", fromPeer(100));
        assertEquals(0, released.size());
        assertFalse(queue.offer(ascii("x")));
    }

    @Test
    void aDispatcherThatClosesReleasesWhatIsHeld() throws Exception {
        WriteQueue queue = WriteQueue.open(registration);
        fill(queue, 30_000);
        List<ByteBuffer> released = new ArrayList<>();
        queue.write(direct(5_000, 1), released::add);
        dispatcher.close();
        assertEquals(1, released.size());
        assertNoReports();
    }

    @Test
    void listenersThatThrowAreReportedAndNothingIsLost() throws Exception {
        WriteQueue queue = WriteQueue.builder(registration)
                .waterMarks(0, 1)
                .listener(new WriteQueue.Listener() {
                    @Override
                    public void onHighWater(WriteQueue q) {
                        throw new UnsupportedOperationException("on purpose");
                    }

                    @Override
                    public void onLowWater(WriteQueue q) {
                        throw new UnsupportedOperationException("on purpose");
                    }

                    @Override
                    public void onFinished(WriteQueue q) {
                        throw new UnsupportedOperationException("on purpose");
                    }
                })
                .open();
        fill(queue, 10_000);
        queue.write(direct(2_000, 1), buffer -> {
            throw new UnsupportedOperationException("on purpose");
        });
        queue.write(ascii("text"));
        ByteArrayOutputStream received = new ByteArrayOutputStream();
        Background reader = peerReads(received);
        try (reader) {
            turnUntil("all is written", () -> queue.pendingBytes() == 0);
            queue.finish();
            turnUntil("four reports", () -> reports.size() >= 4);
        }
        assertEquals(4, received.size() % 1000);
        assertEquals(4, reports.size(), reports::toString);
        reports.forEach(report -> assertTrue(report.failure() instanceof UnsupportedOperationException));
    }

    /** A release may write: what it writes comes behind all that was written before. */
    @Test
    void aReleaseMayWrite() throws Exception {
        WriteQueue queue = WriteQueue.builder(registration)
                .flushMode(WriteQueue.FlushMode.AT_ONCE)
                .open();
        ByteBuffer held = ByteBuffer.allocateDirect(2_000);
        while (held.hasRemaining()) {
            held.put((byte) 'a');
        }
        ByteBuffer large = ByteBuffer.allocateDirect(1_000_000);
        while (large.hasRemaining()) {
            large.put((byte) 'b');
        }
        queue.write(held.flip(), buffer -> queue.offer(ascii("released")));
        queue.write(large.flip());
        queue.finish();
        ByteArrayOutputStream received = new ByteArrayOutputStream();
        Background reader = peerReads(received);
        try (reader) {
            turnUntil("all is written", () -> queue.pendingBytes() == 0);
            dispatcher.runOnce(0);
        }
        assertEquals(
                "a".repeat(2_000) + "released" + "b".repeat(1_000_000), received.toString(StandardCharsets.US_ASCII));
        assertNoReports();
    }

    @Test
    void anotherThreadIsRefusedWhileTheLoopWaits() throws Exception {
        WriteQueue queue = WriteQueue.open(registration);
        start().awaitBlocked();
        ByteBuffer buffer = ascii("x");
        String message = assertThrows(IllegalStateException.class, () -> queue.write(buffer))
                .getMessage();
        assertTrue(message.contains("thread"), message);
        assertThrows(IllegalStateException.class, queue::flush);
        assertThrows(IllegalStateException.class, queue::finish);
        assertEquals(1, buffer.remaining());
        onLoop(() -> queue.write(buffer));
        assertEquals("x", fromPeer(1));
    }

    @Test
    void whatCanHaveNoQueueIsRefused() throws Exception {
        WriteQueue.open(registration);
        assertThrows(IllegalStateException.class, () -> WriteQueue.open(registration), "a second one");
        WriteQueue.Builder builder = WriteQueue.builder(registration);
        assertThrows(IllegalArgumentException.class, () -> builder.waterMarks(10, 10));
        assertThrows(IllegalArgumentException.class, () -> builder.waterMarks(-1, 10));
        assertThrows(IllegalArgumentException.class, () -> builder.limit(10).open());
        StreamListener listener = dispatcher.listen(loopback(), StreamSocket::close);
        assertThrows(IllegalArgumentException.class, () -> WriteQueue.open(Foreign.of(Registration.class)));
        assertThrows(IllegalArgumentException.class, () -> WriteQueue.open(Inside.of(listener).registration));
        registration.close();
        assertThrows(IllegalStateException.class, () -> WriteQueue.open(registration));
        Registration once = dispatcher.register(socket, Interest.READ, TriggerMode.ONESHOT, (r, readiness) -> {});
        assertThrows(IllegalArgumentException.class, () -> WriteQueue.open(once));
    }

    @Test
    void edgeTriggeredItGoesOnAfterEveryRefusal() throws Exception {
        assumeTrue(backend == Backend.EPOLL, "only epoll has edges");
        connect(TriggerMode.EDGE);
        WriteQueue queue = WriteQueue.builder(registration).limit(8_000_000).open();
        for (int i = 0; i < 40; i++) {
            queue.write(ByteBuffer.allocate(100_000)); // of the heap: a call takes 64 KB of it at most
        }
        queue.finish();
        ByteArrayOutputStream received = new ByteArrayOutputStream();
        Background reader = peerReads(received);
        try (reader) {
            turnUntil("all is written", () -> queue.pendingBytes() == 0);
            dispatcher.runOnce(0);
        }
        assertEquals(4_000_000, received.size());
    }

    /** With writes of this turn, and with such that the socket does not take: each leaves by the other loop, in order. */
    @Test
    void itMovesWithItsRegistration() throws Exception {
        WriteQueue queue = WriteQueue.open(registration);
        try (ReadinessPort other = ReadinessPort.open(backend)) {
            queue.write(ascii("first"));
            Registration moved = registration.moveTo(other);
            assertSame(moved, queue.registration());
            dispatcher.runOnce(0);
            assertEquals(5, queue.pendingBytes(), "not written by the loop that it has left");
            Await.until("it is written", () -> queue.pendingBytes() == 0, () -> other.poll(MILLI));
            assertEquals("first", fromPeer(5));
            assertEquals(Interest.READ, Inside.of(moved).effectiveInterest());
            ByteBuffer chunk = ByteBuffer.allocateDirect(1000);
            while (!Inside.of(moved).effectiveInterest().includes(Interest.WRITE)) {
                queue.write(chunk.clear());
                queue.flush();
            }
            queue.write(ascii("last"));
            moved.moveTo(dispatcher.port());
            queue.finish();
            ByteArrayOutputStream received = new ByteArrayOutputStream();
            Background reader = peerReads(received);
            try (reader) {
                turnUntil("all is written", () -> queue.pendingBytes() == 0);
                dispatcher.runOnce(0);
            }
            assertTrue(received.toString(StandardCharsets.US_ASCII).endsWith("last"));
            assertEquals(4, received.size() % 1000);
            assertFalse(Inside.of(queue.registration()).effectiveInterest().includes(Interest.WRITE));
        }
        assertNoReports();
    }

    @Test
    void whatIsWrittenAfterAMoveLeavesAtTheTurnsEndThere() throws Exception {
        WriteQueue queue = WriteQueue.open(registration);
        try (ReadinessPort other = ReadinessPort.open(backend)) {
            queue.write(ascii("first"));
            registration.moveTo(other);
            Await.until("it is written", () -> queue.pendingBytes() == 0, () -> other.poll(MILLI));
            queue.write(ascii("second"));
            Await.until("so is the next", () -> queue.pendingBytes() == 0, () -> other.poll(MILLI));
            assertEquals("firstsecond", fromPeer(11));
        }
    }

    @Test
    void goesOnWhereItIsWhenAMoveFails() throws Exception {
        WriteQueue queue = WriteQueue.open(registration);
        queue.write(ascii("still "));
        ReadinessPort closed = ReadinessPort.open(backend);
        closed.close();
        assertThrows(ClosedChannelException.class, () -> registration.moveTo(closed));
        assertSame(registration, queue.registration());
        turnUntil("it is written", () -> queue.pendingBytes() == 0);
        queue.write(ascii("here"));
        turnUntil("so is the next", () -> queue.pendingBytes() == 0);
        assertEquals("still here", fromPeer(10));
    }
}
