package dev.pollux.completion;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pollux.NotOnWine;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ReadOnlyBufferException;
import java.nio.channels.NonReadableChannelException;
import java.nio.channels.NonWritableChannelException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What every completion backend keeps of transfers from and to files. */
@Timeout(60)
public abstract class CompletionFileContract extends CompletionFileFixture {
    private CompletionFile file(byte[] content) throws IOException {
        return port.openFile(Files.write(folder.resolve("file"), content), READ, WRITE);
    }

    @Test
    void aReadTakesWhatIsThereAndTellsTheEnd() throws IOException {
        CompletionFile file = file(pattern(10));
        ByteBuffer buffer = direct(8);
        FileReadOperation read = file.read(buffer);
        assertEquals(8, result(read));
        assertArrayEquals(pattern(8), bytes(buffer));
        buffer.clear();
        assertEquals(2, result(read.position(8)), "a short one at the end");
        assertArrayEquals(Arrays.copyOfRange(pattern(10), 8, 10), bytes(buffer));
        assertEquals(8, read.position());
        buffer.clear();
        assertEquals(-1, result(read.position(10)), "at the end");
        assertEquals(-1, result(read.position(1L << 40)), "beyond it");
        assertEquals(0, buffer.position());
        buffer.limit(0);
        assertEquals(0, result(read.position(0)), "without room");
        assertEquals(0, result(read.position(10)), "without room, at the end");
        assertSame(file, read.file());
        assertSame(port, file.port());
    }

    @Test
    void aReadOfAllIsWhole() throws IOException {
        byte[] content = pattern(3_000_001);
        CompletionFile file = file(content);
        ByteBuffer buffer = direct(4 << 20);
        assertEquals(content.length, result(file.read(buffer)));
        assertArrayEquals(content, bytes(buffer));
    }

    @Test
    void aWriteGoesToItsPosition() throws IOException {
        CompletionFile file = file(pattern(10));
        ByteBuffer buffer = direct(new byte[] {1, 2, 3});
        FileWriteOperation write = file.write(buffer).position(4);
        assertEquals(3, result(write));
        assertFalse(buffer.hasRemaining());
        assertEquals(10, file.size());
        assertEquals(3, result(write.buffer(direct(new byte[] {7, 8, 9})).position(20)));
        assertEquals(20, write.position());
        byte[] expected = Arrays.copyOf(pattern(10), 23);
        System.arraycopy(new byte[] {1, 2, 3}, 0, expected, 4, 3);
        System.arraycopy(new byte[] {7, 8, 9}, 0, expected, 20, 3);
        assertArrayEquals(expected, Files.readAllBytes(folder.resolve("file")));
        assertEquals(0, result(write.position(30)), "nothing to write");
        assertEquals(23, file.size());
        assertSame(file, write.file());
    }

    @Test
    void aPositionIsALong() throws IOException {
        CompletionFile file = file(new byte[0]);
        long far = (5L << 30) + 17;
        assertEquals(100, result(file.write(direct(pattern(100))).position(far)));
        assertEquals(far + 100, file.size());
        ByteBuffer buffer = direct(200);
        assertEquals(100, result(file.read(buffer).position(far)));
        assertArrayEquals(pattern(100), bytes(buffer));
    }

    @Test
    void severalBuffersInOrder() throws IOException {
        int count = 2_500; // more than one call takes
        byte[] content = pattern(3 * count);
        ByteBuffer[] out = new ByteBuffer[count];
        ByteBuffer[] in = new ByteBuffer[count];
        for (int i = 0; i < count; i++) {
            out[i] = direct(Arrays.copyOfRange(content, 3 * i, 3 * i + 3));
            in[i] = direct(3);
        }
        CompletionFile file = file(new byte[0]);
        assertEquals(3 * count, result(file.write(out).position(5)));
        FileReadOperation read = file.read(in).position(5);
        assertEquals(3 * count, result(read));
        for (int i = 0; i < count; i++) {
            assertFalse(out[i].hasRemaining());
            assertArrayEquals(Arrays.copyOfRange(content, 3 * i, 3 * i + 3), bytes(in[i]));
        }
        assertEquals(0, result(read), "without room");
        Arrays.stream(in).forEach(ByteBuffer::clear);
        assertEquals(5, result(read.position(3 * count)), "up to the end");
        assertEquals(2, in[1].position());
        assertEquals(0, in[2].position());
        assertThrows(IllegalStateException.class, () -> read.buffer(direct(1)));
    }

    @Test
    void aSyncCompletesForEitherKind() throws IOException {
        CompletionFile file = file(pattern(10));
        assertEquals(0, result(file.sync()));
        assertEquals(0, result(file.syncData()));
        CompletionFile readOnly = port.openFile(folder.resolve("file"));
        assertEquals(0, result(readOnly.sync()));
        assertEquals(0, result(readOnly.syncData()));
        assertSame(file, file.sync().file());
    }

    @Test
    void aTruncateCutsAndGrows() throws IOException {
        CompletionFile file = file(pattern(10));
        FileTruncateOperation truncate = file.truncate(4);
        assertEquals(0, result(truncate));
        assertEquals(4, file.size());
        assertEquals(0, result(truncate.size(6L << 30)));
        assertEquals(6L << 30, file.size());
        assertEquals(6L << 30, truncate.size());
        assertEquals(0, result(truncate.size(7)));
        assertArrayEquals(Arrays.copyOf(Arrays.copyOf(pattern(10), 4), 7), Files.readAllBytes(folder.resolve("file")));
        assertSame(file, truncate.file());
    }

    /** A log: the answer comes after the sync, which comes after the append. */
    @Test
    void anAppendASyncAndTheAnswer() throws IOException {
        Path path = folder.resolve("log");
        CompletionFile log = port.openFile(path, WRITE, CREATE);
        int records = 20;
        long[] end = new long[1];
        int[] answered = new int[1];
        ByteBuffer record = direct(100);
        FileWriteOperation append = log.write(record);
        FileSyncOperation sync = log.syncData((operation, none) -> {
            if (++answered[0] < records) {
                record.clear();
                append.position(end[0]).submit();
            }
        });
        append.onCompletion((operation, bytes) -> {
            end[0] += bytes;
            assertEquals(end[0], Files.size(path));
            sync.submit();
        });
        append.submit();
        turnUntil("the answers", () -> answered[0] == records);
        assertEquals(100L * records, Files.size(path));
    }

    /** Many at once, each told once, on the thread that polls, and not within its submit. */
    @Test
    void manyAreInFlightOnOneFile() throws IOException {
        int inFlight = 32;
        int size = 512;
        byte[] content = pattern(inFlight * size);
        CompletionFile file = file(content);
        int rounds = 20;
        int[] told = new int[inFlight];
        boolean[] inSubmit = new boolean[1];
        Thread polling = Thread.currentThread();
        for (int i = 0; i < inFlight; i++) {
            int index = i;
            ByteBuffer buffer = direct(size);
            FileReadOperation read = file.read(buffer, (operation, bytes) -> {
                assertFalse(inSubmit[0]);
                assertSame(polling, Thread.currentThread());
                assertEquals(size, bytes);
                assertEquals(-1, buffer.flip().mismatch(ByteBuffer.wrap(content, (int) operation.position(), size)));
                if (++told[index] < rounds) {
                    buffer.clear();
                    operation.position((operation.position() + 7 * size) % content.length);
                    inSubmit[0] = true;
                    operation.submit();
                    inSubmit[0] = false;
                }
            });
            inSubmit[0] = true;
            read.position((long) index * size).submit();
            inSubmit[0] = false;
        }
        turnUntil("all of them", () -> port.pendingOperations() == 0);
        assertArrayEquals(Arrays.stream(told).map(each -> rounds).toArray(), told);
    }

    @Test
    void readsAndWritesOfManyFiles() throws IOException {
        int files = 16;
        Told[] told = new Told[files];
        for (int i = 0; i < files; i++) {
            CompletionFile file = port.openFile(folder.resolve("file " + i), READ, WRITE, CREATE);
            told[i] = submit(file.write(direct(pattern(10_000 + i))));
        }
        turnUntil("the writes", () -> port.pendingOperations() == 0);
        for (int i = 0; i < files; i++) {
            assertEquals(10_000 + i, told[i].result);
            assertArrayEquals(pattern(10_000 + i), Files.readAllBytes(folder.resolve("file " + i)));
        }
    }

    /** A deadline ends it, or it completes: one of the two, once. */
    @Test
    void aDeadlineEndsItOnce() throws IOException {
        CompletionFile file = file(pattern(1 << 16));
        for (int i = 0; i < 50; i++) {
            Told told = end(file.read(direct(1 << 16)).timeoutNanos(1 + i * TimeUnit.MICROSECONDS.toNanos(10)));
            if (told.completions == 1) {
                assertEquals(1 << 16, told.result);
            } else {
                assertEquals(
                        java.net.SocketTimeoutException.class,
                        told.failures.get(0).getClass());
            }
        }
    }

    @Test
    void whatCanNotBeIsRefused() throws IOException {
        CompletionFile file = file(pattern(10));
        FileReadOperation read = file.read(direct(8));
        assertThrows(IllegalArgumentException.class, () -> read.position(-1));
        assertThrows(IllegalArgumentException.class, () -> file.write(direct(8)).position(Long.MIN_VALUE));
        assertThrows(IllegalArgumentException.class, () -> file.truncate(-1));
        assertThrows(IllegalArgumentException.class, () -> file.truncate(0).size(-1));
        assertThrows(IllegalArgumentException.class, () -> file.read(ByteBuffer.allocate(8)));
        assertThrows(ReadOnlyBufferException.class, () -> file.read(direct(8).asReadOnlyBuffer()));
        assertThrows(ReadOnlyBufferException.class, () -> read.buffer(direct(8).asReadOnlyBuffer()));
        assertThrows(NullPointerException.class, () -> file.read((ByteBuffer) null));
        assertThrows(NullPointerException.class, () -> read.buffer(null));
        assertThrows(IllegalStateException.class, read::submit, "nobody would learn of its end");
        CompletionFile readOnly = port.openFile(folder.resolve("file"));
        assertThrows(NonWritableChannelException.class, () -> readOnly.write(direct(8)));
        assertThrows(NonWritableChannelException.class, () -> readOnly.truncate(0));
        CompletionFile writeOnly = port.openFile(folder.resolve("file"), WRITE);
        assertThrows(NonReadableChannelException.class, () -> writeOnly.read(direct(8)));
    }

    @Test
    void whatIsPendingIsNotChanged() throws IOException {
        CompletionFile file = file(pattern(10));
        FileReadOperation read = file.read(direct(8));
        Told told = submit(read);
        assertThrows(IllegalStateException.class, read::submit);
        assertThrows(IllegalStateException.class, () -> read.position(1));
        assertThrows(IllegalStateException.class, () -> read.buffer(direct(1)));
        turnUntil("the read", () -> told.count() == 1);
    }

    /** A place that no file system has: what the system says of it, with the path. */
    @Test
    @NotOnWine("a write that is refused at once sends a packet nevertheless")
    void aWriteBeyondEveryFileFailsWithItsPath() throws IOException {
        CompletionFile file = file(pattern(10));
        IOException failure = failure(file.write(direct(8)).position(Long.MAX_VALUE - 4));
        assertTrue(failure.getMessage().contains(folder.resolve("file").toString()), failure::toString);
        assertEquals(10, file.size());
    }

    @Test
    void itSaysWhatItIs() throws IOException {
        CompletionFile file = file(pattern(10));
        String name = "CompletionFile[" + folder.resolve("file");
        assertEquals(name + "]", file.toString());
        assertEquals("FileReadOperation[" + name + "]]", file.read(direct(1)).toString());
        assertEquals(1, file.alignment());
        file.close();
        assertEquals(name + ", closed]", file.toString());
    }
}
