package dev.pollux.linux.uring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pollux.linux.CompletionQueue;
import dev.pollux.linux.Errno;
import dev.pollux.linux.IoUring;
import dev.pollux.linux.PipeEnd;
import dev.pollux.linux.ProvidedBuffers;
import dev.pollux.linux.SubmissionEntry;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each operation of files and pipes, against real ones. */
@RingTest
class FileOperationsTest {
    private static final int O_RDWR = 2;
    private static final int O_CREAT = 0x40;
    private static final int O_CLOEXEC = 0x80000;
    private static final int FALLOC_FL_KEEP_SIZE = 1;
    private static final int STATX_SIZE = 0x200;
    private static final int STATX_SIZE_AT = 40;

    @TempDir
    Path directory;

    private TestRing test;
    private Path path;
    private int fd;
    private final List<PipeEnd> pipes = new ArrayList<>();

    @BeforeEach
    void open() throws IOException {
        test = TestRing.open();
        path = directory.resolve("file");
        test.next()
                .openat(SubmissionEntry.AT_FDCWD, test.text(path.toString()), O_RDWR | O_CREAT | O_CLOEXEC, 0600)
                .userData(-1);
        fd = test.take(-1);
        assertTrue(fd >= 0, () -> "openat: " + fd);
    }

    @AfterEach
    void close() throws IOException {
        test.next().close(fd).userData(-1);
        assertEquals(0, test.take(-1));
        test.close();
        pipes.forEach(PipeEnd::close);
    }

    private PipeEnd[] pipe() throws IOException {
        PipeEnd[] both = PipeEnd.open();
        pipes.addAll(List.of(both));
        return both;
    }

    @Test
    void readsAndWritesAtPositions() throws IOException {
        test.next().write(fd, test.text("castor and pollux"), 17, 0).userData(1);
        assertEquals(17, test.take(1));
        test.next().write(fd, test.text("CASTOR"), 6, 0).userData(2);
        assertEquals(6, test.take(2));
        ByteBuffer memory = test.memory(32);
        test.next().read(fd, IoUring.addressOf(memory), 32, 7).userData(3);
        assertEquals(10, test.take(3), "short at the end");
        assertEquals("and pollux", TestRing.text(memory, 0, 10));
        test.next().read(fd, IoUring.addressOf(memory), 32, 17).userData(4);
        assertEquals(0, test.take(4), "the end");
        test.next().read(fd, IoUring.addressOf(memory), 6, -1).userData(5);
        assertEquals(6, test.take(5), "the file's own position");
        test.next().read(fd, IoUring.addressOf(memory), 3, -1).userData(6);
        assertEquals(3, test.take(6));
        assertEquals(" an", TestRing.text(memory, 0, 3));
        assertEquals("CASTOR and pollux", Files.readString(path));
    }

    @Test
    void gathersAndScatters() throws IOException {
        test.next()
                .writev(fd, test.iovecs(test.text("leda"), 4, test.text("castor"), 6), 2, 3)
                .userData(1);
        assertEquals(10, test.take(1));
        ByteBuffer memory = test.memory(16);
        long at = IoUring.addressOf(memory);
        test.next().readv(fd, test.iovecs(at, 4, at + 8, 6), 2, 3).userData(2);
        assertEquals(10, test.take(2));
        assertEquals("leda", TestRing.text(memory, 0, 4));
        assertEquals("castor", TestRing.text(memory, 8, 6));
    }

    @Test
    void registeredBuffersAreTransferredToAndFrom() throws IOException {
        ByteBuffer memory = test.memory(8192).put(100, "castor".getBytes());
        long at = IoUring.addressOf(memory);
        test.ring.registrations().buffers(new long[] {at}, new int[] {4096});
        test.next().writeFixed(fd, at + 100, 6, 0, 0).userData(1);
        assertEquals(6, test.take(1));
        test.next().readFixed(fd, at + 200, 6, 0, 0).userData(2);
        assertEquals(6, test.take(2));
        assertEquals("castor", TestRing.text(memory, 200, 6));
        test.next().readFixed(fd, at + 4092, 6, 0, 0).userData(3);
        assertEquals(-14, test.take(3), "EFAULT: not within the buffer");
    }

    @Test
    void aProvidedBufferIsReadInto() throws IOException {
        Files.writeString(path, "castor");
        TestRing.requiresProvidedBuffers();
        ProvidedBuffers buffers = test.ring.registrations().provideBuffers(5, 2, 16, 0);
        test.next().read(fd, buffers, 0, 2).userData(1);
        assertEquals(4, test.take(1));
        assertEquals("stor", TestRing.text(buffers.memory(), buffers.offset(test.buffer), 4));
    }

    @Test
    void syncsAndSizes() throws IOException {
        test.next().write(fd, test.text("castor"), 6, 0).link().userData(1);
        test.next().fsync(fd, true).userData(2);
        assertEquals(6, test.take(1));
        assertEquals(0, test.take(2));
        test.next().fsync(fd, false).userData(3);
        assertEquals(0, test.take(3));
        test.next().fallocate(fd, 0, 0, 100).userData(4);
        assertEquals(0, test.take(4));
        assertEquals(100, Files.size(path));
        test.next().fallocate(fd, FALLOC_FL_KEEP_SIZE, 0, 5L << 20).userData(5);
        assertEquals(0, test.take(5));
        assertEquals(100, Files.size(path));
        test.next().fadvise(fd, 0, 100, 0).userData(6);
        assertEquals(0, test.take(6));
        ByteBuffer statx = test.memory(256);
        test.next()
                .statx(SubmissionEntry.AT_FDCWD, test.text(path.toString()), 0, STATX_SIZE, IoUring.addressOf(statx))
                .userData(7);
        assertEquals(0, test.take(7));
        assertEquals(100, statx.getLong(STATX_SIZE_AT));
    }

    @Test
    void setsTheSize() throws IOException {
        test.requires(SubmissionEntry.OP_FTRUNCATE, "IORING_OP_FTRUNCATE");
        test.next().ftruncate(fd, 5L << 32).userData(1);
        assertEquals(0, test.take(1));
        assertEquals(5L << 32, Files.size(path));
        test.next().ftruncate(fd, 3).userData(2);
        assertEquals(0, test.take(2));
        assertEquals(3, Files.size(path));
    }

    @Test
    void whatIsMissingIsSaid() throws IOException {
        test.next()
                .openat(SubmissionEntry.AT_FDCWD, test.text(directory + "/none"), O_RDWR, 0)
                .userData(1);
        assertEquals(-Errno.ENOENT, test.take(1));
        test.next().openat(fd, test.text("under-a-file"), O_RDWR, 0).userData(2);
        assertEquals(-Errno.ENOTDIR, test.take(2));
        test.next().read(1 << 30, IoUring.addressOf(test.memory(8)), 8, 0).userData(3);
        assertEquals(-Errno.EBADF, test.take(3));
    }

    @Test
    void directDescriptorsHaveNoNumber() throws IOException {
        Files.writeString(path, "castor");
        test.ring.registrations().files(4);
        long name = test.text(path.toString());
        test.next()
                .openat(SubmissionEntry.AT_FDCWD, name, O_RDWR, 0)
                .directDescriptor(2)
                .userData(1);
        assertEquals(0, test.take(1));
        ByteBuffer memory = test.memory(16);
        test.next().read(2, IoUring.addressOf(memory), 16, 0).fixedFile().userData(2);
        assertEquals(6, test.take(2));
        assertEquals("castor", TestRing.text(memory, 0, 6));
        test.next()
                .openat(SubmissionEntry.AT_FDCWD, name, O_RDWR, 0)
                .directDescriptor()
                .userData(3);
        int slot = test.take(3);
        test.requires("IORING_FILE_INDEX_ALLOC");
        assertTrue(slot >= 0 && slot < 4 && slot != 2, () -> "slot " + slot);
        test.next().closeDirect(2).userData(4);
        assertEquals(0, test.take(4));
        test.next().read(2, IoUring.addressOf(memory), 16, 0).fixedFile().userData(5);
        assertEquals(-Errno.EBADF, test.take(5), "the slot is empty");
    }

    @Test
    void bytesMoveThroughPipes() throws IOException {
        Files.writeString(path, "castor and pollux");
        PipeEnd[] one = pipe();
        PipeEnd[] two = pipe();
        int from = one[0].fd();
        test.next().splice(fd, 7, one[1].fd(), -1, 10, 0).userData(1);
        assertEquals(10, test.take(1));
        test.next().tee(from, two[1].fd(), 10, 0).userData(2);
        assertEquals(10, test.take(2));
        ByteBuffer memory = test.memory(16);
        test.next().read(two[0].fd(), IoUring.addressOf(memory), 16, -1).userData(3);
        assertEquals(10, test.take(3));
        assertEquals("and pollux", TestRing.text(memory, 0, 10));
        test.next().splice(from, -1, fd, 0, 10, 0).userData(4);
        assertEquals(10, test.take(4));
        assertEquals("and pollux pollux", Files.readString(path));
    }

    @Test
    void aPipeIsReadAgainAndAgainByOneEntry() throws IOException {
        test.requires(SubmissionEntry.OP_READ_MULTISHOT, "IORING_OP_READ_MULTISHOT");
        PipeEnd[] pipe = pipe();
        TestRing.requiresProvidedBuffers();
        ProvidedBuffers buffers = test.ring.registrations().provideBuffers(0, 4, 16, 0);
        test.next().readMultishot(pipe[0].fd(), buffers).userData(1);
        for (int i = 0; i < 3; i++) {
            test.next().write(pipe[1].fd(), test.text("leda"), 4, -1).skipSuccess();
            assertEquals(4, test.take(1));
            assertTrue((test.flags & CompletionQueue.F_MORE) != 0);
            assertEquals("leda", TestRing.text(buffers.memory(), buffers.offset(test.buffer), 4));
        }
    }
}
