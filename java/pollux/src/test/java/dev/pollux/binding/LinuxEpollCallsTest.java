package dev.pollux.binding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

/** addressOf and the calls of epoll.c. */
class LinuxEpollCallsTest extends LinuxCallsContract {
    private static final int CTL_ADD = 1;
    private static final int CTL_DEL = 2;
    private static final int CTL_MOD = 3;
    private static final int IN = 1;
    private static final long TOKEN = 0x0123456789abcdefL;
    private static final int DATA = System.getProperty("os.arch").equals("amd64") ? 4 : 8;

    private int event(int interest) {
        int event = reserve(16);
        memory.putInt(event, interest).putLong(event + DATA, TOKEN);
        return event;
    }

    private int epoll() {
        return opened(calls.epollCreate1(O_CLOEXEC));
    }

    @Test
    void addressIsOfIndexZeroWhateverThePosition() {
        ByteBuffer buffer = ByteBuffer.allocateDirect(64);
        long address = calls.addressOf(buffer);
        assertTrue(address != 0);
        buffer.position(7).limit(9);
        assertEquals(address, calls.addressOf(buffer));
        assertEquals(address + 7, calls.addressOf(buffer.slice()));
        assertEquals(address, calls.addressOf(buffer.asReadOnlyBuffer()));
    }

    @Test
    void readyDescriptorIsReportedWithItsToken() {
        int epoll = epoll();
        int fd = eventfd();
        int events = reserve(32);
        assertEquals(0, calls.epollCtl(epoll, CTL_ADD, fd, at(event(IN))));
        assertEquals(0, calls.epollWait(epoll, at(events), 2, 0));
        signal(fd);
        assertEquals(1, calls.epollWait(epoll, at(events), 2, -1));
        assertEquals(IN, memory.getInt(events));
        assertEquals(TOKEN, memory.getLong(events + DATA));
        assertEquals(0, calls.epollCtl(epoll, CTL_MOD, fd, at(event(0))));
        assertEquals(0, calls.epollWait(epoll, at(events), 2, 0));
        assertEquals(0, calls.epollCtl(epoll, CTL_DEL, fd, 0));
        assertEquals(-ENOENT, calls.epollCtl(epoll, CTL_DEL, fd, 0));
    }

    @Test
    void pwait2WaitsInNanoseconds() {
        int epoll = epoll();
        int fd = eventfd();
        int events = reserve(32);
        int timespec = reserve(16);
        int supported = calls.epollPwait2(epoll, at(events), 2, at(timespec));
        assumeTrue(supported != -ENOSYS, "this kernel has no epoll_pwait2");
        assertEquals(0, supported);
        assertEquals(0, calls.epollCtl(epoll, CTL_ADD, fd, at(event(IN))));
        memory.putLong(timespec + 8, 300_000);
        long startNs = System.nanoTime();
        assertEquals(0, calls.epollPwait2(epoll, at(events), 2, at(timespec)));
        assertTrue(System.nanoTime() - startNs >= 300_000);
        signal(fd);
        assertEquals(1, calls.epollPwait2(epoll, at(events), 2, 0));
        assertEquals(TOKEN, memory.getLong(events + DATA));
        memory.putLong(timespec + 8, 1_000_000_000);
        assertEquals(-EINVAL, calls.epollPwait2(epoll, at(events), 2, at(timespec)));
        memory.putLong(timespec + 8, 0);
        assertEquals(-EBADF, calls.epollPwait2(-1, at(events), 2, at(timespec)));
    }

    @Test
    void errorsAreNegativeCodes() {
        int epoll = epoll();
        int fd = eventfd();
        assertEquals(-EINVAL, calls.epollCreate1(-1));
        assertEquals(-EBADF, calls.epollCtl(epoll, CTL_ADD, BAD_FD, at(event(IN))));
        assertEquals(0, calls.epollCtl(epoll, CTL_ADD, fd, at(event(IN))));
        assertEquals(-EEXIST, calls.epollCtl(epoll, CTL_ADD, fd, at(event(IN))));
        assertEquals(-EINVAL, calls.epollWait(epoll, at(reserve(16)), 0, 0));
    }
}
