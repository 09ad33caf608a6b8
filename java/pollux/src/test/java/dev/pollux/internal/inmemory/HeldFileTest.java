package dev.pollux.internal.inmemory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pollux.Await;
import dev.pollux.Background;
import dev.pollux.NeedsNoBinding;
import dev.pollux.completion.CompletionPort;
import dev.pollux.completion.Operation;
import dev.pollux.completion.OperationCancelledException;
import dev.pollux.internal.backends.CompletionBackends;
import dev.pollux.internal.completion.CompletionPortBuilderWork;
import dev.pollux.internal.completion.CompletionPortWork;
import dev.pollux.internal.completion.file.PooledFile;
import dev.pollux.internal.file.FileOptions;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What becomes of operations while the port's one thread for files is held by the disk. */
@Timeout(60)
@SuppressWarnings("try") // threads that are only waited for
@NeedsNoBinding
class HeldFileTest {
    private static final FileOptions READ_AND_WRITE =
            new FileOptions(true, true, false, false, false, false, false, false);

    private final HeldFile calls = new HeldFile();
    private CompletionPort port;
    private PooledFile file;

    @BeforeEach
    void open() throws IOException {
        port = new CompletionPortBuilderWork(
                        settings -> CompletionBackends.open(new MemoryProvider(), "asked for by a test", settings))
                .fileThreads(1)
                .open();
        file = new PooledFile(CompletionPortWork.of(port), calls, READ_AND_WRITE);
    }

    @AfterEach
    void close() {
        calls.released.countDown();
        port.close();
        assertEquals(0, port.pendingOperations());
        assertEquals(0, CompletionPortWork.of(port).completionBackend().ticketsTaken());
    }

    /** What an operation has told. */
    private static final class Told {
        final List<Object> all = new ArrayList<>();

        <O extends Operation<O>> O by(O operation) {
            return operation
                    .onCompletion((same, result) -> all.add(result))
                    .onFailure((same, failure) -> all.add(failure));
        }
    }

    private <O extends Operation<O>> Told submit(O operation) {
        Told told = new Told();
        told.by(operation).submit();
        return told;
    }

    private Object end(Told told) {
        Await.until("the end", () -> !told.all.isEmpty(), () -> port.poll(TimeUnit.MILLISECONDS.toNanos(100)));
        assertEquals(1, told.all.size());
        return told.all.get(0);
    }

    /** A read that the thread is at. */
    private Told held(Operation<?>[] operation) {
        var read = file.read(ByteBuffer.allocateDirect(20));
        operation[0] = read;
        Told told = submit(read);
        Await.until("it has begun", () -> calls.begun.get() == 1);
        return told;
    }

    @Test
    void aCancelEndsWhatWaitsAtOnce() {
        Operation<?>[] held = new Operation<?>[1];
        Told first = held(held);
        var write = file.write(ByteBuffer.allocateDirect(7));
        Told second = submit(write);
        assertTrue(write.cancel());
        assertInstanceOf(OperationCancelledException.class, end(second));
        assertEquals(1, calls.begun.get());
        assertEquals(List.of(), first.all);
    }

    @Test
    void aDeadlineEndsWhatWaits() {
        held(new Operation<?>[1]);
        Told second = submit(file.sync().timeoutNanos(1_000_000));
        assertInstanceOf(SocketTimeoutException.class, end(second));
    }

    @Test
    void whatHasBegunKeepsItsResult() {
        Operation<?>[] held = new Operation<?>[1];
        Told told = held(held);
        assertTrue(held[0].cancel());
        calls.released.countDown();
        assertEquals((long) HeldFile.SIZE, end(told), "all, by several calls");
        assertEquals(5, calls.begun.get());
    }

    @Test
    void aCloseEndsWhatWaitsAndWaitsForNothing() {
        Told first = held(new Operation<?>[1]);
        Told second = submit(file.truncate(3));
        Told third = submit(file.write(ByteBuffer.allocateDirect(7)));
        file.close();
        assertFalse(file.isOpen());
        assertInstanceOf(AsynchronousCloseException.class, end(second));
        assertInstanceOf(AsynchronousCloseException.class, end(third));
        calls.released.countDown();
        assertEquals((long) HeldFile.SIZE, end(first));
    }

    @Test
    void theEndOfThePortWaitsForWhatHasBegun() throws Exception {
        Told first = held(new Operation<?>[1]);
        try (Background closing = Background.run(port::close)) {
            Await.until("the close has begun", () -> !port.isOpen());
            assertEquals(1, port.pendingOperations());
            calls.released.countDown();
        }
        assertEquals(List.of((long) HeldFile.SIZE), first.all);
    }

    @Test
    void aWriteIsWholeByManyCalls() {
        calls.released.countDown();
        ByteBuffer buffer = ByteBuffer.allocateDirect(7);
        assertEquals(7L, end(submit(file.write(buffer))));
        assertFalse(buffer.hasRemaining());
        assertEquals(3, calls.begun.get());
    }

    @Test
    void whatACallThrowsIsTold() {
        calls.released.countDown();
        IOException failure = assertInstanceOf(IOException.class, end(submit(file.sync())));
        assertEquals("on purpose", failure.getCause().getMessage());
        assertEquals("FileSyncOperation[CompletionFile[held]] failed", failure.getMessage());
        assertEquals(0L, end(submit(file.truncate(3))), "the thread goes on");
    }
}
