package dev.pollux.completion;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pollux.Background;
import dev.pollux.ErrorHandler;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.Channel;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How writes end a connection, and how a peer that never reads is ended. */
@CompletionTest
@SuppressWarnings("try") // threads that are only waited for
class CompletionWriteEndsTest extends CompletionFixture {
    /** More than the system takes of a peer that does not read. */
    private static final int MUCH = 48 << 20;

    private static final long LIMIT_NANOS = TimeUnit.MILLISECONDS.toNanos(40);

    private static final ByteBuffer ZEROS = ByteBuffer.allocateDirect(MUCH);

    @TempDir
    Path directory;

    /** What writes much. */
    enum Writing {
        ONE_BUFFER {
            @Override
            Operation<?> of(CompletionSocket socket, Path directory, Outcome outcome) {
                return failing(socket.write(ZEROS.duplicate(), (same, bytes) -> outcome.completed(bytes)), outcome);
            }
        },
        TWO_BUFFERS {
            @Override
            Operation<?> of(CompletionSocket socket, Path directory, Outcome outcome) {
                ByteBuffer[] both = {ZEROS.slice(0, MUCH / 2), ZEROS.slice(0, MUCH / 2)};
                return failing(socket.write(both, (same, bytes) -> outcome.completed(bytes)), outcome);
            }
        },
        A_FILE {
            @Override
            Operation<?> of(CompletionSocket socket, Path directory, Outcome outcome) throws IOException {
                Path path = directory.resolve("much");
                try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
                    file.setLength(MUCH);
                }
                CompletionFile file = socket.port().openFile(path);
                return failing(
                        socket.sendFile(file, (same, bytes) -> {
                                    file.close();
                                    outcome.completed(bytes);
                                })
                                .range(0, MUCH),
                        outcome);
            }
        };

        abstract Operation<?> of(CompletionSocket socket, Path directory, Outcome outcome) throws IOException;
    }

    private void reopen(CompletionPortBuilder builder) throws Exception {
        port.close();
        port = builder.errorHandler((source, failure) -> reports.add(failure)).open();
    }

    /** A write that its peer does not take. */
    private Outcome stuck(CompletionSocket socket) {
        Outcome outcome = new Outcome();
        failing(socket.write(ZEROS.duplicate(), (same, bytes) -> outcome.completed(bytes)), outcome)
                .submit();
        return outcome;
    }

    private static long readToTheEnd(SocketChannel peer) throws IOException {
        ByteBuffer into = ByteBuffer.allocateDirect(1 << 20);
        long all = 0;
        for (int count = 0; count >= 0; count = peer.read(into.clear())) {
            all += count;
        }
        return all;
    }

    /** {@return a buffer that the socket has read} */
    private LentBuffer lent(Accepted connection) throws Exception {
        List<LentBuffer> lent = new ArrayList<>();
        ReadStream stream = connection.socket.readStream((same, buffer) -> {
            lent.add(buffer);
            same.stop();
        });
        stream.submit();
        writeFully(connection.peer, direct("abc"));
        turnUntil("a result", () -> lent.size() == 1 && !stream.isPending());
        return lent.get(0);
    }

    // ---- Close when written ----

    @ParameterizedTest
    @EnumSource(Writing.class)
    void everyKindOfWriteGoesOutBeforeTheClose(Writing writing) throws Exception {
        Accepted connection = accept();
        Outcome much = new Outcome();
        writing.of(connection.socket, directory, much).submit();
        Outcome last = new Outcome();
        connection
                .socket
                .write(direct("the end"), (same, bytes) -> last.completed(bytes))
                .submit();
        connection.socket.closeWhenWritten();
        assertTrue(connection.socket.isOpen(), "it is not written");
        try (Background reader = Background.run(() -> assertEquals(MUCH + 7, readToTheEnd(connection.peer)))) {
            turnUntil("the close", () -> !connection.socket.isOpen());
        }
        assertEquals(MUCH, much.result);
        assertEquals(7, last.result);
        turnUntil("all is told", () -> port.pendingOperations() == 0);
    }

    @Test
    void whatIsWrittenTooLateIsRefusedAndChangesNothing() throws Exception {
        Accepted connection = accept();
        LentBuffer buffer = lent(connection);
        Outcome much = stuck(connection.socket);
        connection.socket.closeWhenWritten();
        Outcome late = stuck(connection.socket);
        List<IOException> told = new ArrayList<>();
        connection.socket.writeAndGiveBack(buffer, (same, failure) -> told.add(failure));
        turnUntil("the refusals", () -> late.isOver() && told.size() == 1);
        assertSame(ClosedChannelException.class, late.failure.getClass());
        assertSame(ClosedChannelException.class, told.get(0).getClass());
        assertTrue(LentBuffers.isBack(buffer));
        assertTrue(connection.socket.isOpen(), "what was written in time is not lost");
        Outcome lateStream = new Outcome();
        connection
                .socket
                .readStream((same, lent) -> lent.giveBack())
                .onFailure((same, failure) -> lateStream.failed(failure))
                .submit();
        turnUntil("the refusal", lateStream::isOver);
        assertSame(ClosedChannelException.class, lateStream.failure.getClass());
        try (Background reader = Background.run(() -> assertEquals(MUCH, readToTheEnd(connection.peer)))) {
            turnUntil("the close", () -> !connection.socket.isOpen());
        }
        assertEquals(MUCH, much.result);
    }

    @Test
    void aWriteThatFailsClosesAtOnce() throws Exception {
        Accepted connection = accept();
        Outcome much = new Outcome();
        failing(connection.socket.write(ZEROS.duplicate(), (same, bytes) -> much.completed(bytes)), much)
                .timeoutNanos(LIMIT_NANOS)
                .submit();
        Outcome behind = stuck(connection.socket);
        connection.socket.closeWhenWritten();
        turnUntil("the ends", () -> much.isOver() && behind.isOver());
        assertInstanceOf(SocketTimeoutException.class, much.failure);
        assertInstanceOf(AsynchronousCloseException.class, behind.failure);
        assertFalse(connection.socket.isOpen());
    }

    @Test
    void theStreamEndsBeforeTheLastIsWritten() throws Exception {
        Accepted connection = accept();
        Outcome much = stuck(connection.socket);
        Outcome stream = new Outcome();
        connection
                .socket
                .readStream((same, buffer) -> {
                    buffer.giveBack();
                    stream.completed(0);
                    connection.socket.closeWhenWritten();
                })
                .onFailure((same, failure) -> stream.failed(failure))
                .submit();
        writeFully(connection.peer, direct("abc"));
        turnUntil("the stream's end", () -> stream.failures == 1);
        assertEquals(1, stream.completions);
        assertSame(AsynchronousCloseException.class, stream.failure.getClass());
        assertFalse(much.isOver());
        assertTrue(connection.socket.isOpen());
        connection.socket.close();
        turnUntil("the write's end", much::isOver);
    }

    @Test
    void anEchoThatHasEnoughEndsWithItsAnswer() throws Exception {
        Accepted connection = accept();
        connection
                .socket
                .readStream((same, buffer) -> {
                    connection.socket.writeAndGiveBack(buffer);
                    connection.socket.closeWhenWritten();
                })
                .submit();
        writeFully(connection.peer, direct("abc"));
        turnUntil("the close", () -> !connection.socket.isOpen());
        assertEquals(3, readToTheEnd(connection.peer));
    }

    // ---- Time ----

    @ParameterizedTest
    @EnumSource(Writing.class)
    void aSocketsLimitIsForEveryKindOfWrite(Writing writing) throws Exception {
        Accepted connection = accept();
        connection.socket.writeTimeoutNanos(LIMIT_NANOS);
        Outcome much = new Outcome();
        long startNanos = System.nanoTime();
        writing.of(connection.socket, directory, much).submit();
        turnUntil("the limit", much::isOver);
        assertInstanceOf(SocketTimeoutException.class, much.failure);
        assertTrue(much.failure.getMessage().contains("40 ms"), much.failure::getMessage);
        assertTrue(System.nanoTime() - startNanos >= LIMIT_NANOS);
        assertTrue(connection.socket.isOpen(), "the program knows what it has written");
    }

    @Test
    void anOperationsOwnLimitCountsMore() throws Exception {
        Accepted patient = accept();
        patient.socket.writeTimeoutNanos(1);
        Outcome its = new Outcome();
        failing(patient.socket.write(ZEROS.duplicate(), (same, bytes) -> its.completed(bytes)), its)
                .timeoutNanos(TimeUnit.HOURS.toNanos(1))
                .submit();
        Accepted other = accept();
        other.socket.writeTimeoutNanos(LIMIT_NANOS);
        Outcome much = stuck(other.socket);
        turnUntil("the other's limit, which is later", much::isOver);
        assertFalse(its.isOver());
        patient.socket.close();
        turnUntil("the close", its::isOver);
    }

    @Test
    void aPeerThatNeverReadsKeepsNoLentBuffer() throws Exception {
        reopen(kind.builder().lentWriteTimeoutNanos(LIMIT_NANOS));
        Accepted connection = accept();
        LentBuffer buffer = lent(connection);
        Outcome much = stuck(connection.socket);
        List<String> told = new ArrayList<>();
        long startNanos = System.nanoTime();
        connection.socket.writeAndGiveBack(buffer, (same, failure) -> {
            assertTrue(System.nanoTime() - startNanos >= LIMIT_NANOS, "early");
            told.add(failure.getClass().getSimpleName() + (same.isOpen() ? " before the close" : ""));
        });
        turnUntil("the limit", much::isOver);
        assertEquals(List.of("SocketTimeoutException before the close"), told);
        assertInstanceOf(AsynchronousCloseException.class, much.failure);
        assertFalse(connection.socket.isOpen());
        assertTrue(LentBuffers.isBack(buffer));
    }

    @Test
    void aSocketThatWasToldOtherwiseHasNoLimit() throws Exception {
        reopen(kind.builder().lentWriteTimeoutNanos(LIMIT_NANOS));
        Accepted unlimited = accept();
        LentBuffer kept = lent(unlimited);
        unlimited.socket.writeTimeoutNanos(0);
        Outcome much = stuck(unlimited.socket);
        List<IOException> told = new ArrayList<>();
        unlimited.socket.writeAndGiveBack(kept, (same, failure) -> told.add(failure));
        for (int i = 0; i < 2; i++) { // one after another, so that the clock begins twice
            Accepted limited = accept();
            LentBuffer buffer = lent(limited);
            Outcome its = stuck(limited.socket);
            limited.socket.writeAndGiveBack(buffer);
            turnUntil("the limit", its::isOver);
            assertInstanceOf(SocketTimeoutException.class, reports.remove());
            assertFalse(limited.socket.isOpen());
        }
        assertEquals(List.of(), told);
        assertTrue(unlimited.socket.isOpen());
        unlimited.socket.close();
        turnUntil("the close", () -> told.size() == 1 && much.isOver());
    }

    @Test
    void theBuilderRefusesANegativeLimit() {
        assertThrows(IllegalArgumentException.class, () -> kind.builder().lentWriteTimeoutNanos(-1));
    }

    // ---- What is lost, and what is refused ----

    @Test
    void whatAnotherConnectionHasReadIsNotLostInSilence() throws Exception {
        List<Channel> sources = new ArrayList<>();
        port.close();
        port = kind.builder()
                .errorHandler((source, failure) -> {
                    assertInstanceOf(ClosedChannelException.class, failure.getCause());
                    sources.add(source);
                    ErrorHandler.CLOSE_AND_LOG.onError(source, failure);
                })
                .open();
        Accepted from = accept();
        Accepted to = accept();
        from.socket
                .readStream((same, buffer) -> to.socket.writeAndGiveBack(buffer))
                .onFailure((same, failure) -> sources.add(null))
                .submit();
        to.socket.close();
        writeFully(from.peer, direct("abc"));
        turnUntil("the report, and the stream's end", () -> sources.size() == 2);
        assertSame(from.socket, sources.get(0));
    }

    @Test
    void anOperationDoesNotReadBesideAStream() throws Exception {
        Accepted connection = accept();
        List<LentBuffer> lent = new ArrayList<>();
        ReadStream stream = connection.socket.readStream((same, buffer) -> lent.add(buffer));
        ReadOperation read = connection.socket.read(direct(8), (same, bytes) -> {});
        read.submit();
        IllegalStateException beside = assertThrows(IllegalStateException.class, stream::submit);
        assertTrue(beside.getMessage().contains("a read of " + connection.socket), beside::getMessage);
        assertFalse(stream.isPending());
        read.cancel();
        turnUntil("the read's end", () -> !read.isPending());
        stream.submit();
        beside = assertThrows(IllegalStateException.class, read::submit);
        assertTrue(beside.getMessage().contains("a stream of " + connection.socket), beside::getMessage);
        assertFalse(read.isPending());
        assertEquals(1, port.pendingOperations());
        stream.stop();
        turnUntil("the stream's end", () -> !stream.isPending());
        read.submit();
        writeFully(connection.peer, direct("abc"));
        turnUntil("the read", () -> !read.isPending());
        assertEquals(List.of(), lent);
    }

    @Test
    void aListenerIsPausedByItsStream() throws Exception {
        List<AcceptStream> streams = new ArrayList<>();
        CompletionListener listener = port.listen(loopback(), (accepting, socket) -> {
            accepting.pause();
            streams.add(accepting);
        });
        opened(SocketChannel.open(listener.localAddress()));
        opened(SocketChannel.open(listener.localAddress()));
        turnUntil("the first", () -> streams.size() == 1);
        Outcome meanwhile = new Outcome();
        port.post((same, data) -> meanwhile.completed(data)).submit();
        turnUntil("what comes behind it", meanwhile::isOver);
        assertEquals(1, streams.size());
        streams.get(0).resume();
        turnUntil("the second", () -> streams.size() == 2);
        assertSame(listener, streams.get(0).listener());
    }
}
