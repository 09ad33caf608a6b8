package dev.pollux.binding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** bufferOf and the calls of uring.c. */
class LinuxUringCallsTest extends LinuxCallsContract {
    private static final int EPERM = 1;
    private static final int ENXIO = 6;
    private static final int EFAULT = 14;
    private static final int PROT_READ_WRITE = 3;
    private static final int MAP_SHARED = 1;
    private static final int MAP_PRIVATE_ANONYMOUS = 0x22;
    private static final long OFFSET_OF_ENTRIES = 0x1000_0000L;
    private static final int ENTER_GETEVENTS = 1;
    private static final int ENTER_EXT_ARG = 8;
    private static final int REGISTER_PROBE = 8;
    private static final int UNREGISTER_FILES = 3;
    private static final int ETIME = 62;
    private static final long TOKEN = 0x0123456789abcdefL;

    @TempDir
    Path directory;

    private int parameters;

    private int ring() {
        parameters = reserve(120);
        int ring = calls.ioUringSetup(4, at(parameters));
        assumeTrue(ring != -ENOSYS && ring != -EPERM, "this kernel has no rings, or forbids them");
        return opened(ring);
    }

    private ByteBuffer mapped(int ring, long offset, int length) {
        long address = calls.mmap(0, length, PROT_READ_WRITE, MAP_SHARED, ring, offset);
        assertTrue(address > 0, () -> "mmap: " + address);
        return calls.bufferOf(address, length).order(ByteOrder.nativeOrder());
    }

    @Test
    void mappedMemoryIsReachedByABuffer() {
        int length = 3 * 4096;
        long address = calls.mmap(0, length, PROT_READ_WRITE, MAP_PRIVATE_ANONYMOUS, -1, 0);
        assertTrue(address > 0, () -> "mmap: " + address);
        ByteBuffer mapped = calls.bufferOf(address, length).order(ByteOrder.nativeOrder());
        assertTrue(mapped.isDirect());
        assertEquals(length, mapped.capacity());
        assertEquals(0, mapped.position());
        assertEquals(length, mapped.limit());
        assertEquals(address, calls.addressOf(mapped));
        mapped.putLong(length - 8, TOKEN);
        assertEquals(
                TOKEN,
                calls.bufferOf(address + length - 8, 8)
                        .order(ByteOrder.nativeOrder())
                        .getLong(0));
        assertEquals(0, calls.munmap(address, length));
        assertEquals(-EINVAL, calls.munmap(1, 4096));
        assertEquals(-EINVAL, calls.mmap(0, 0, PROT_READ_WRITE, MAP_PRIVATE_ANONYMOUS, -1, 0));
        assertEquals(-EBADF, calls.mmap(0, 4096, PROT_READ_WRITE, MAP_SHARED, BAD_FD, 0));
    }

    /** The sixth argument of mmap has 64 bits: an offset beyond 4 GiB of a file that is shorter. */
    @Test
    void offsetsAreLong() {
        String path = directory.resolve("file").toString();
        int file = opened(calls.open(at(text(path)), O_RDWR | O_CREAT | O_CLOEXEC, 0600));
        int one = reserve(8);
        memory.putLong(one, TOKEN);
        assertEquals(5L << 32, calls.lseek(file, 5L << 32, 0));
        assertEquals(8, calls.write(file, at(one), 8));
        long address = calls.mmap(0, 4096, PROT_READ_WRITE, MAP_SHARED, file, 5L << 32);
        assertTrue(address > 0, () -> "mmap: " + address);
        assertEquals(
                TOKEN, calls.bufferOf(address, 8).order(ByteOrder.nativeOrder()).getLong(0));
        assertEquals(0, calls.munmap(address, 4096));
    }

    @Test
    void anOperationIsSubmittedAndCompletes() {
        int ring = ring();
        int afterCompletions = memory.getInt(parameters + 80 + 20) + memory.getInt(parameters + 4) * 16;
        int queuesLength = Math.max(afterCompletions, memory.getInt(parameters + 40 + 24) + 4 * Integer.BYTES);
        ByteBuffer queues = mapped(ring, 0, queuesLength);
        ByteBuffer entries = mapped(ring, OFFSET_OF_ENTRIES, 4 * 64);
        entries.putLong(32, TOKEN); // the rest is 0: IORING_OP_NOP
        queues.putInt(memory.getInt(parameters + 40 + 24), 0);
        queues.putInt(memory.getInt(parameters + 40 + 4), 1);
        assertEquals(1, calls.ioUringEnter(ring, 1, 1, ENTER_GETEVENTS, 0, 0));
        assertEquals(1, queues.getInt(memory.getInt(parameters + 80 + 4)));
        int completion = memory.getInt(parameters + 80 + 20);
        assertEquals(TOKEN, queues.getLong(completion));
        assertEquals(0, queues.getInt(completion + 8));
        calls.munmap(calls.addressOf(queues), queuesLength);
        calls.munmap(calls.addressOf(entries), 4 * 64);
    }

    /** All six arguments of io_uring_enter arrive. */
    @Test
    void aWaitHasATimeout() {
        int ring = ring();
        int argument = reserve(24);
        int timespec = reserve(16);
        memory.putLong(argument + 16, at(timespec));
        memory.putLong(timespec + 8, 300_000);
        long start = System.nanoTime();
        assertEquals(-ETIME, calls.ioUringEnter(ring, 0, 1, ENTER_GETEVENTS | ENTER_EXT_ARG, at(argument), 24));
        assertTrue(System.nanoTime() - start >= 300_000);
        assertEquals(-EINVAL, calls.ioUringEnter(ring, 0, 1, ENTER_GETEVENTS | ENTER_EXT_ARG, at(argument), 23));
    }

    @Test
    void registrationsAreMade() {
        int ring = ring();
        int probe = reserve(16 + 64 * 8);
        assertEquals(0, calls.ioUringRegister(ring, REGISTER_PROBE, at(probe), 64));
        assertTrue(memory.get(probe) > 25, "the last operation");
        assertEquals(-ENXIO, calls.ioUringRegister(ring, UNREGISTER_FILES, 0, 0));
    }

    @Test
    void errorsAreNegativeCodes() {
        int ring = ring();
        assertEquals(-EINVAL, calls.ioUringSetup(0, at(parameters)));
        assertEquals(-EFAULT, calls.ioUringSetup(4, 8));
        assertEquals(-EBADF, calls.ioUringEnter(BAD_FD, 0, 0, 0, 0, 0));
        assertEquals(-EINVAL, calls.ioUringEnter(ring, 0, 0, 1 << 31, 0, 0));
        assertEquals(-EOPNOTSUPP, calls.ioUringEnter(eventfd(), 0, 0, 0, 0, 0));
        assertEquals(-EINVAL, calls.ioUringRegister(ring, 9999, 0, 0));
    }
}
