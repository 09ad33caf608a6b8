package dev.pollux.completion;

import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.DELETE_ON_CLOSE;
import static java.nio.file.StandardOpenOption.DSYNC;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.SPARSE;
import static java.nio.file.StandardOpenOption.SYNC;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.pollux.Backend;
import dev.pollux.Background;
import dev.pollux.binding.Platform;
import dev.pollux.linux.Errno;
import dev.pollux.system.SystemCallException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What every completion backend keeps of how files are opened, and of files that are no ordinary ones. */
@Timeout(60)
@SuppressWarnings("try") // threads that are only waited for
public abstract class CompletionFileOpenContract extends CompletionFileFixture {
    @Test
    void whatIsThereIsReadWithoutAnyOption() throws IOException {
        Path path = Files.write(folder.resolve("päckchen"), pattern(10));
        assertEquals(10, result(port.openFile(path).read(direct(20))));
        assertThrows(NoSuchFileException.class, () -> port.openFile(folder.resolve("none")));
        assertThrows(NoSuchFileException.class, () -> port.openFile(folder.resolve("none"), CREATE));
        assertThrows(NoSuchFileException.class, () -> port.openFile(folder.resolve("none"), READ, WRITE));
        assertThrows(NullPointerException.class, () -> port.openFile(null));
    }

    @Test
    void aFileIsMade() throws IOException {
        Path path = folder.resolve("file");
        assertEquals(10, result(port.openFile(path, WRITE, CREATE).write(direct(pattern(10)))));
        assertEquals(10, port.openFile(path, WRITE, CREATE).size(), "what is there stays");
        assertThrows(FileAlreadyExistsException.class, () -> port.openFile(path, WRITE, CREATE_NEW));
        assertEquals(10, Files.size(path));
        assertEquals(10, port.openFile(path, READ, TRUNCATE_EXISTING).size(), "it is not to be written");
        assertEquals(0, port.openFile(path, WRITE, TRUNCATE_EXISTING).size());
        assertEquals(
                0,
                port.openFile(folder.resolve("new"), WRITE, CREATE_NEW, SPARSE).size());
    }

    @Test
    void aFileThatSyncsEachWrite() throws IOException {
        Path path = folder.resolve("file");
        assertEquals(10, result(port.openFile(path, WRITE, CREATE, DSYNC).write(direct(pattern(10)))));
        assertEquals(10, result(port.openFile(path, WRITE, CREATE, SYNC).write(direct(pattern(10)))));
        assertArrayEquals(pattern(10), Files.readAllBytes(path));
    }

    @Test
    void anOptionWithoutSenseIsNamed() {
        Path path = folder.resolve("file");
        for (OpenOption option : new OpenOption[] {APPEND, DELETE_ON_CLOSE}) {
            UnsupportedOperationException refusal =
                    assertThrows(UnsupportedOperationException.class, () -> port.openFile(path, WRITE, CREATE, option));
            assertTrue(refusal.getMessage().startsWith(option.toString()), refusal::getMessage);
        }
        assertThrows(NullPointerException.class, () -> port.openFile(path, WRITE, null));
        assertTrue(Files.notExists(path));
    }

    /** The builder's number holds: what is more waits, and is done. */
    @Test
    void oneThreadDoesAll() throws IOException {
        try (CompletionPort narrow = opened(builder().fileThreads(1))) {
            CompletionFile file = narrow.openFile(Files.write(folder.resolve("file"), pattern(1000)), READ, WRITE);
            int[] told = new int[1];
            for (int i = 0; i < 100; i++) {
                file.read(direct(1000), (operation, bytes) -> told[0] += (int) bytes)
                        .submit();
                file.syncData((operation, none) -> told[0]++).submit();
            }
            while (narrow.pendingOperations() > 0) {
                narrow.poll(TURN_NANOS);
            }
            assertEquals(100_100, told[0]);
        }
        assertThrows(IllegalArgumentException.class, () -> builder().fileThreads(0));
        assertThrows(IllegalArgumentException.class, () -> builder()
                .fileThreads(CompletionPortBuilder.MAX_FILE_THREADS + 1));
    }

    /** A read of it might never end: it is refused at once, also one that has a writer. */
    @Test
    void aFifoIsRefused() throws Exception {
        assumeTrue(!Platform.isWindows(), "Windows has no FIFOs in folders");
        Path fifo = folder.resolve("fifo");
        assertEquals(0, new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor());
        assertRefused(fifo, "it is a FIFO");
        assertRefused(Path.of("/dev/zero"), "it is a character device");
    }

    @Test
    void aFolderIsRefused() {
        assertRefused(folder, "it is a directory");
    }

    private void assertRefused(Path path, String why) {
        FileSystemException refusal = assertThrows(FileSystemException.class, () -> port.openFile(path));
        assertEquals(path.toString(), refusal.getFile());
        assertTrue(refusal.getReason().startsWith(why), refusal::getMessage);
    }

    @Test
    void nativeMemoryIsTransferred() throws IOException {
        CompletionFile file = port.openFile(folder.resolve("file"), READ, WRITE, CREATE);
        try {
            file.read(1, 1);
        } catch (UnsupportedOperationException e) {
            assumeTrue(false, "this backend takes " + e.getMessage());
        }
        NativeMemory memory = NativeMemory.of(direct(200));
        byte[] content = pattern(100);
        memory.buffer.put(0, content);
        FileWriteOperation write = file.write(memory.address, 100);
        assertEquals(100, result(write.position(3)));
        assertEquals(50, result(write.memory(memory.address + 50, 50).position(103)));
        memory.buffer.put(0, new byte[200]);
        FileReadOperation read = file.read(memory.address, 200).position(3);
        assertEquals(150, result(read));
        byte[] expected = Arrays.copyOf(content, 150);
        System.arraycopy(content, 50, expected, 100, 50);
        byte[] actual = new byte[150];
        memory.buffer.get(0, actual);
        assertArrayEquals(expected, actual);
        assertEquals(-1, result(read.position(153)));
        assertEquals(7, result(read.memory(memory.address, 7).position(0)));
        assertThrows(IllegalArgumentException.class, () -> file.read(0, 1));
        assertThrows(IllegalArgumentException.class, () -> file.write(memory.address, -1));
    }

    @Test
    void pastThePageCache() throws IOException {
        Path path = Files.write(folder.resolve("file"), pattern(100_000));
        CompletionFile file = openDirect(path);
        int block = file.alignment();
        assertTrue(block >= 512 && Integer.bitCount(block) == 1, () -> "alignment " + block);
        ByteBuffer buffer = direct(5 * block).alignedSlice(block).limit(4 * block);
        FileReadOperation read = file.read(buffer);
        assertEquals(4 * block, result(read));
        assertArrayEquals(Arrays.copyOf(pattern(100_000), 4 * block), bytes(buffer));
        buffer.clear().limit(4 * block);
        long last = 100_000 / block * block;
        assertEquals(100_000 - last, result(read.position(last)), "a short one at the end");
        buffer.clear().limit(block);
        assertEquals(-1, result(read.position(last + block)));
        assertEquals(block, result(file.write(buffer.clear().limit(block)).position(last)));
        assertEquals(last + block, file.size());

        buffer.clear().limit(block);
        assertUnaligned("position 1 ", read.position(1));
        read.position(0);
        buffer.limit(block - 1);
        assertUnaligned("length " + (block - 1) + " ", read);
        buffer.position(3).limit(3 + block);
        assertUnaligned("the buffer's position lies 3 bytes", read);
        buffer.clear().limit(block);
        assertEquals(block, result(read), "and works again");
    }

    private CompletionFile openDirect(Path path) throws IOException {
        assumeTrue(
                port.backend() == Backend.IOCP || !Platform.isWindows(),
                "the JDK's FileChannel with DIRECT leaves a handle of the file open on Windows, also after its close");
        try {
            return port.openFile(path, READ, WRITE, FileOption.DIRECT);
        } catch (FileSystemException e) {
            assumeTrue(false, "the file system of the temporary folder has no O_DIRECT: " + e.getMessage());
            throw e;
        }
    }

    private void assertUnaligned(String what, FileReadOperation read) {
        read.onCompletion((operation, bytes) -> {});
        IllegalArgumentException refusal = assertThrows(IllegalArgumentException.class, read::submit);
        assertTrue(refusal.getMessage().startsWith(what), refusal::getMessage);
    }

    /** What it holds is written, and the buffer's position tells how much. */
    @Test
    void aFullDiskHasItsCodeAndItsPath() throws Exception {
        assumeTrue(!Platform.isWindows(), "a disk that is small enough to be filled is mounted on Linux");
        Path disk = Files.createDirectory(folder.resolve("disk"));
        assumeTrue(
                run("mount", "-t", "tmpfs", "-o", "size=65536", "tmpfs", disk.toString()),
                "a disk that is small enough to be filled is mounted by root");
        try (CompletionPort here = opened(builder())) {
            Path path = disk.resolve("file");
            CompletionFile file = here.openFile(path, WRITE, CREATE);
            ByteBuffer buffer = direct(pattern(100_000));
            IOException[] failure = new IOException[1];
            FileWriteOperation write = file.write(buffer, (operation, bytes) -> {});
            write.onFailure((operation, told) -> failure[0] = told).submit();
            while (here.pendingOperations() > 0) {
                here.poll(TURN_NANOS);
            }
            assertTrue(failure[0].getMessage().contains(path.toString()), failure[0]::getMessage);
            SystemCallException cause = SystemCallException.of(failure[0]);
            assertTrue(cause == null || cause.code() == Errno.ENOSPC, failure[0]::toString);
            assertEquals(1 << 16, buffer.position());
            assertEquals(1 << 16, file.size());
        } finally {
            assertTrue(run("umount", disk.toString()));
        }
    }

    private static boolean run(String... command) throws Exception {
        try {
            return new ProcessBuilder(command).start().waitFor() == 0;
        } catch (IOException noSuchProgram) {
            return false;
        }
    }

    /** Two ports, two threads: each has what it has submitted, of one and the same file. */
    @Test
    void oneFileOfTwoPorts() throws Exception {
        Path path = Files.write(folder.resolve("file"), pattern(100_000));
        CompletionPort other = opened(builder());
        try (Background reads = Background.run(() -> {
            try (other) {
                readAll(other, path);
            }
        })) {
            readAll(port, path);
        }
    }

    private static void readAll(CompletionPort of, Path path) throws IOException {
        CompletionFile file = of.openFile(path);
        byte[] content = pattern(100_000);
        ByteBuffer buffer = direct(1000);
        int[] done = new int[1];
        file.read(buffer, (operation, bytes) -> {
                    assertEquals(-1, buffer.flip().mismatch(ByteBuffer.wrap(content, (int) operation.position(), (int)
                            bytes)));
                    buffer.clear();
                    done[0] += (int) bytes;
                    if (done[0] < content.length) {
                        operation.position(done[0]).submit();
                    }
                })
                .submit();
        while (of.pendingOperations() > 0) {
            of.poll(TURN_NANOS);
        }
        assertEquals(content.length, done[0]);
    }
}
