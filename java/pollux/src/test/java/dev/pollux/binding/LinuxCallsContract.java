package dev.pollux.binding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/**
 * What the tests of the calls share: the binding under test, the descriptors they open, which are closed after each, and
 * memory that C can reach, its offsets handed out as a test asks for them.
 */
abstract class LinuxCallsContract {
    static final int ENOENT = 2;
    static final int EBADF = 9;
    static final int EAGAIN = 11;
    static final int EEXIST = 17;
    static final int EINVAL = 22;
    static final int ENOTTY = 25;
    static final int ESPIPE = 29;
    static final int EPIPE = 32;
    static final int ENOSYS = 38;
    static final int EDESTADDRREQ = 89;
    static final int ENOPROTOOPT = 92;
    static final int EOPNOTSUPP = 95;
    static final int EAFNOSUPPORT = 97;
    static final int EISCONN = 106;
    static final int ENOTCONN = 107;

    /** Beyond every limit: a closed descriptor's number would be given to someone else. */
    static final int BAD_FD = 1 << 30;

    static final int O_RDWR = 2;
    static final int O_CREAT = 0x40;
    static final int O_NONBLOCK = 0x800;
    static final int O_CLOEXEC = 0x80000;
    static final int AF_UNIX = 1;
    static final int AF_INET = 2;
    static final int SOCK_STREAM = 1;
    static final int SOCK_DGRAM = 2;
    static final int SOCKADDR_IN = 16;

    final ByteBuffer memory = ByteBuffer.allocateDirect(4096).order(ByteOrder.nativeOrder());
    LinuxCalls calls;

    private final Deque<Integer> opened = new ArrayDeque<>();
    private long base;
    private int used;

    @BeforeEach
    final void load() {
        calls = TestBinding.linux();
        base = calls.addressOf(memory);
    }

    @AfterEach
    final void closeAll() {
        while (!opened.isEmpty()) {
            calls.close(opened.pop());
        }
    }

    /** Room in the memory, aligned as any C type needs it. */
    final int reserve(int bytes) {
        int offset = used;
        used += (bytes + 15) & -16;
        return offset;
    }

    final long at(int offset) {
        return base + offset;
    }

    final int text(String text) {
        byte[] bytes = (text + "\0").getBytes(StandardCharsets.UTF_8);
        int offset = reserve(bytes.length);
        memory.put(offset, bytes);
        return offset;
    }

    final String textAt(int offset, int length) {
        byte[] bytes = new byte[length];
        memory.get(offset, bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** A descriptor that a call gave, closed after the test. */
    final int opened(int fd) {
        assertTrue(fd >= 0, () -> "the call failed with " + fd);
        opened.push(fd);
        return fd;
    }

    final int eventfd() {
        return opened(calls.eventfd(0, O_NONBLOCK | O_CLOEXEC));
    }

    final void signal(int eventFd) {
        int one = reserve(8);
        memory.putLong(one, 1);
        assertEquals(8, calls.write(eventFd, at(one), 8));
    }

    /** Two connected non-blocking sockets. */
    final int[] pair(int type) {
        int fds = reserve(8);
        assertEquals(0, calls.socketpair(AF_UNIX, type | O_NONBLOCK | O_CLOEXEC, 0, at(fds)));
        return new int[] {opened(memory.getInt(fds)), opened(memory.getInt(fds + 4))};
    }

    /** A sockaddr_in of 127.0.0.1, port 0. */
    final int loopback() {
        int address = reserve(SOCKADDR_IN);
        memory.putShort(address, (short) AF_INET);
        memory.put(address + 4, new byte[] {127, 0, 0, 1});
        return address;
    }

    /** A socklen_t, whose value the kernel reads and writes. */
    final int length(int value) {
        int offset = reserve(4);
        memory.putInt(offset, value);
        return offset;
    }

    final int iovecs(int... offsetsAndLengths) {
        int iovecs = reserve(8 * offsetsAndLengths.length);
        for (int i = 0; i < offsetsAndLengths.length; i += 2) {
            memory.putLong(iovecs + 8 * i, at(offsetsAndLengths[i]));
            memory.putLong(iovecs + 8 * i + 8, offsetsAndLengths[i + 1]);
        }
        return iovecs;
    }
}
