package dev.pollux.binding;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files at positions. */
class LinuxFileCallsTest extends LinuxCallsContract {
    @TempDir
    Path directory;

    private int file() {
        return opened(calls.open(at(text(directory.resolve("file").toString())), O_RDWR | O_CREAT | O_CLOEXEC, 0600));
    }

    @Test
    void transfersAtPositions() {
        int fd = file();
        long far = 0x1_0000_0001L; // a long all the way
        int head = text("pol");
        int tail = text("lux");
        assertEquals(6, calls.pwritev(fd, at(iovecs(head, 3, tail, 3)), 2, far));
        assertEquals(far + 6, calls.lseek(fd, 0, 2));
        int first = reserve(2);
        int second = reserve(16);
        assertEquals(6, calls.preadv(fd, at(iovecs(first, 2, second, 16)), 2, far));
        assertEquals("po", textAt(first, 2));
        assertEquals("llux", textAt(second, 4));
        assertEquals(0, calls.preadv(fd, at(iovecs(first, 2)), 1, far + 6));
        assertEquals(-EINVAL, calls.preadv(fd, at(iovecs(first, 2)), 1, -1));
        assertEquals(-EINVAL, calls.pwritev(fd, at(iovecs(first, 2)), 1, -1));
        assertEquals(-EBADF, calls.preadv(BAD_FD, at(iovecs(first, 2)), 1, 0));
        assertEquals(-EBADF, calls.pwritev(BAD_FD, at(iovecs(first, 2)), 1, 0));
    }

    @Test
    void syncsAndTruncates() throws IOException {
        int fd = file();
        assertEquals(0, calls.fsync(fd));
        assertEquals(0, calls.fdatasync(fd));
        assertEquals(0, calls.ftruncate(fd, 0x1_0000_0001L));
        assertEquals(0x1_0000_0001L, Files.size(directory.resolve("file")));
        assertEquals(-EINVAL, calls.ftruncate(fd, -1));
        assertEquals(-EINVAL, calls.fsync(eventfd()));
        assertEquals(-EINVAL, calls.fdatasync(eventfd()));
        assertEquals(-EBADF, calls.fsync(BAD_FD));
        assertEquals(-EBADF, calls.fdatasync(BAD_FD));
        assertEquals(-EBADF, calls.ftruncate(BAD_FD, 0));
    }
}
