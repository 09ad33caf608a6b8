package dev.pollux.binding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The calls of descriptor.c. */
class LinuxDescriptorCallsTest extends LinuxCallsContract {
    private static final int CLOCK_MONOTONIC = 1;
    private static final int EPERM = 1;
    private static final int ESRCH = 3;
    private static final int F_GETFD = 1;
    private static final int F_GETFL = 3;
    private static final int F_SETFL = 4;
    private static final int FD_CLOEXEC = 1;
    private static final long FIONREAD = 0x541b;

    @Test
    void eventfdCounts() {
        int count = reserve(8);
        int fd = opened(calls.eventfd(3, O_NONBLOCK | O_CLOEXEC));
        assertEquals(8, calls.read(fd, at(count), 8));
        assertEquals(3, memory.getLong(count));
        assertEquals(-EAGAIN, calls.read(fd, at(count), 8));
        memory.putLong(count, -1);
        assertEquals(-EINVAL, calls.write(fd, at(count), 8));
        assertEquals(-EINVAL, calls.eventfd(0, -1));
    }

    @Test
    void timerfdExpires() {
        int value = reserve(32);
        int old = reserve(32);
        int fd = opened(calls.timerfdCreate(CLOCK_MONOTONIC, O_CLOEXEC));
        memory.putLong(value + 16, 1000);
        assertEquals(0, calls.timerfdSettime(fd, 0, at(value), 0));
        assertEquals(0, calls.timerfdGettime(fd, at(old)));
        assertTrue(memory.getLong(old + 16) >= 900, () -> "seconds left: " + memory.getLong(old + 16));
        memory.putLong(value + 16, 0).putLong(value + 24, 1_000_000);
        memory.putLong(old + 16, 0);
        assertEquals(0, calls.timerfdSettime(fd, 0, at(value), at(old)));
        assertTrue(memory.getLong(old + 16) >= 900, () -> "seconds left: " + memory.getLong(old + 16));
        int expirations = reserve(8);
        assertEquals(8, calls.read(fd, at(expirations), 8));
        assertEquals(1, memory.getLong(expirations));
        memory.putLong(value + 24, 1_000_000_000);
        assertEquals(-EINVAL, calls.timerfdSettime(fd, 0, at(value), 0));
        assertEquals(-EINVAL, calls.timerfdCreate(-1, 0));
        assertEquals(-EINVAL, calls.timerfdGettime(eventfd(), at(old)));
    }

    @Test
    void pidfdIsOfAProcess() {
        int self = (int) ProcessHandle.current().pid();
        int fd = calls.pidfdOpen(self, 0);
        assumeTrue(fd != -ENOSYS && fd != -EPERM, "needs pidfd_open(2)");
        opened(fd);
        assertEquals(-EINVAL, calls.pidfdOpen(self, -1));
        assertEquals(-EINVAL, calls.pidfdOpen(-1, 0));
        assertEquals(-ESRCH, calls.pidfdOpen(Integer.MAX_VALUE, 0)); // beyond the most that kernel.pid_max can be
    }

    @Test
    void pipeCarriesBytes() {
        int fds = reserve(8);
        int available = reserve(4);
        int text = text("pollux");
        int received = reserve(16);
        assertEquals(0, calls.pipe2(at(fds), O_NONBLOCK | O_CLOEXEC));
        int in = opened(memory.getInt(fds));
        int out = opened(memory.getInt(fds + 4));
        assertEquals(6, calls.write(out, at(text), 6));
        assertEquals(0, calls.ioctl(in, FIONREAD, at(available)));
        assertEquals(6, memory.getInt(available));
        assertEquals(6, calls.read(in, at(received), 16));
        assertEquals("pollux", textAt(received, 6));
        assertEquals(-ESPIPE, calls.lseek(in, 0, 0));
        assertEquals(-EINVAL, calls.pipe2(at(fds), -1));
    }

    @Test
    void fileOpensWithFlagsAndMode(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("file");
        int fd = opened(calls.open(at(text(file.toString())), O_RDWR | O_CREAT | O_CLOEXEC, 0400));
        assertEquals("r--------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        assertEquals(FD_CLOEXEC, calls.fcntl(fd, F_GETFD, 0));
        assertEquals(0x1_0000_0001L, calls.lseek(fd, 0x1_0000_0001L, 0)); // a long all the way
        assertEquals(-EINVAL, calls.lseek(fd, -1, 0));
        assertEquals(-ENOENT, calls.open(at(text(directory.resolve("none").toString())), O_RDWR, 0));
    }

    @Test
    void fcntlSetsFlags() {
        int fd = eventfd();
        assertEquals(O_RDWR | O_NONBLOCK, calls.fcntl(fd, F_GETFL, 0));
        assertEquals(0, calls.fcntl(fd, F_SETFL, 0));
        assertEquals(O_RDWR, calls.fcntl(fd, F_GETFL, 0));
        assertEquals(-EINVAL, calls.fcntl(fd, -1, 0));
        assertEquals(-ENOTTY, calls.ioctl(fd, FIONREAD, at(reserve(4))));
    }

    @Test
    void descriptorThatIsNotOpenIsRefused() {
        int byteAddress = reserve(1);
        assertEquals(-EBADF, calls.close(BAD_FD));
        assertEquals(-EBADF, calls.read(BAD_FD, at(byteAddress), 1));
        assertEquals(-EBADF, calls.write(BAD_FD, at(byteAddress), 1));
        assertEquals(-EBADF, calls.fcntl(BAD_FD, F_GETFL, 0));
        assertEquals(-EBADF, calls.ioctl(BAD_FD, FIONREAD, at(byteAddress)));
    }
}
