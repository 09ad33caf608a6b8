package dev.pollux.completion;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pollux.Await;
import dev.pollux.Background;
import dev.pollux.FileSource;
import dev.pollux.binding.TestBinding;
import dev.pollux.binding.WindowsCalls;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.AsynchronousCloseException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A cancelled operation ends once: cancelled, or with the result that it had. */
@CompletionTest
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
        if (kind == CompletionKind.IOCP) {
            Await.until("it is finished", () -> available(connection.socket) == 1);
        } else { // it is done by a thread that polls
            assertEquals(1, port.await(-1));
        }
        assertTrue(read.cancel());
        turnUntil("the end", outcome::isOver);
        assertEquals(3, outcome.result, () -> String.valueOf(outcome.failure));
    }

    private static int available(CompletionSocket socket) throws Exception {
        ByteBuffer value = direct(4).order(ByteOrder.nativeOrder());
        WindowsCalls calls = TestBinding.windows();
        assertEquals(0, calls.ioctlsocket(CompletionInside.socket(socket), FIONREAD, calls.addressOf(value)));
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
        CompletionUdpSocket socket = port.openUdpSocket(loopback());
        Outcome received = new Outcome();
        ReceiveOperation receive =
                failing(socket.receive(direct(1), (operation, n) -> received.completed(n)), received);
        receive.submit();
        accept.cancel();
        receive.cancel();
        turnUntil("both ends", () -> accepted.isOver() && received.isOver());
        assertInstanceOf(OperationCancelledException.class, accepted.failure);
        assertNull(accept.socket(), "what it was to accept with is closed");
        assertInstanceOf(OperationCancelledException.class, received.failure);
    }

    /** The file ends before what was asked for, which only a second part finds out: the cancel comes before it. */
    @Test
    void aFileIsSentFromItsBeginningAfterACancel(@TempDir Path folder) throws Exception {
        Accepted connection = accept();
        Outcome outcome = new Outcome();
        int size = 50;
        Path path = Files.write(folder.resolve("file"), pattern(size));
        try (FileSource file = port.openFile(path)) {
            SendFileOperation send =
                    failing(connection.socket.sendFile(file, (operation, n) -> outcome.completed(n)), outcome);
            send.range(0, 2 * size).submit();
            assertPattern(readFully(connection.peer, size).array());
            assertTrue(send.cancel());
            turnUntil("the end", outcome::isOver);
            assertInstanceOf(OperationCancelledException.class, outcome.failure, () -> "result " + outcome.result);
            send.range(0, 30).submit();
            turnUntil("a part", () -> outcome.completions == 1);
            assertEquals(30, outcome.result);
            assertPattern(readFully(connection.peer, 30).array());
        }
    }

    /** The same by a close: it is told as the end of something under way, not as a use of what is closed. */
    @Test
    void aFileWhoseSocketIsClosedBetweenTwoPartsIsToldSo(@TempDir Path folder) throws Exception {
        Accepted connection = accept();
        Outcome outcome = new Outcome();
        int size = 50;
        Path path = Files.write(folder.resolve("file"), pattern(size));
        try (FileSource file = port.openFile(path)) {
            SendFileOperation send =
                    failing(connection.socket.sendFile(file, (operation, n) -> outcome.completed(n)), outcome);
            send.range(0, 2 * size).submit();
            assertPattern(readFully(connection.peer, size).array());
            connection.socket.close();
            turnUntil("the end", outcome::isOver);
            assertInstanceOf(AsynchronousCloseException.class, outcome.failure, () -> "result " + outcome.result);
        }
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
            Background.run(() -> Await.until("the deadline", () -> outcome.failures == expected, () -> port.poll(-1)))
                    .close();
            assertTrue(System.nanoTime() - startNanos >= timeoutNanos, "early");
            assertInstanceOf(SocketTimeoutException.class, outcome.failure);
        }
        read.submit();
        writeFully(connection.peer, ByteBuffer.wrap(new byte[1]));
        // Its deadline may be the earlier of the two on a slow machine. Then the byte waits for the next one.
        Await.until("a read in time", () -> outcome.completions == 1, () -> {
            if (!read.isPending()) {
                read.submit();
            }
            port.poll(TURN_NANOS);
        });
        int failures = outcome.failures;
        read.timeoutNanos(0).submit();
        // A deadline that is left over would end the first of these, be served by the next, and told by the last.
        for (int i = 0; i < 3; i++) {
            port.poll(2 * timeoutNanos);
        }
        assertTrue(read.isPending());
        assertEquals(failures, outcome.failures);
    }

    /** The wait is as long as the caller says, not as the first deadline: that is of a read that stays pending. */
    @Test
    void aDeadlineProlongsNoWait() throws Exception {
        Accepted connection = accept();
        Outcome outcome = new Outcome();
        ReadOperation read = failing(connection.socket.read(direct(8), (operation, n) -> outcome.completed(n)), outcome)
                .timeoutNanos(TimeUnit.SECONDS.toNanos(15));
        read.submit();
        for (int i = 0; i < 10; i++) {
            assertEquals(0, port.poll(1_000_000));
        }
        assertFalse(outcome.isOver(), () -> String.valueOf(outcome.failure));
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
     * Ten thousand reads on sixteen sockets, half of them, at random, cancelled by another thread while data come in and two
     * threads dequeue. Each ends once: with bytes, or cancelled without any.
     */
    @Test
    void cancelStorm() throws Exception {
        CancelStorm storm = new CancelStorm(System.nanoTime());
        for (int i = 0; i < CancelStorm.SOCKETS; i++) {
            storm.add(accept());
        }
        storm.start();
        try (Background canceller = Background.run(storm::cancelWhatIsMarked);
                Background writer = Background.run(storm::write);
                Background second = Background.run(() -> {
                    while (!storm.isOver()) {
                        port.poll(TimeUnit.MILLISECONDS.toNanos(5));
                    }
                })) {
            while (!storm.isOver()) { // however slow the machine is, it goes on
                int before = storm.ended();
                turnUntil("an end after " + before, () -> storm.ended() > before);
            }
            turnUntil("nothing is pending", () -> port.pendingOperations() == 0);
            for (Background each : List.of(canceller, writer, second)) {
                Await.end(each.thread());
            }
        }
        storm.check();
    }
}
