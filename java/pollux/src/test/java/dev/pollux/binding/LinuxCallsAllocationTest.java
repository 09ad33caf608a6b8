package dev.pollux.binding;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.management.ThreadMXBean;
import dev.pollux.Await;
import java.lang.management.ManagementFactory;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.Test;

/** A call allocates nothing once the JVM has compiled it. */
class LinuxCallsAllocationTest extends LinuxCallsContract {
    private static final int FIRST_CALLS = 100_000;
    private static final int FIRST_ROUNDS = 40;
    private static final int ROUNDS = 10;
    private static final int CALLS = 1_000_000;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /** The JVM compiles a call anew when it likes, so one round without garbage is enough. What always allocates does so in all. */
    private static void assertNoAllocation(IntUnaryOperator call) {
        for (int round = 0; round < FIRST_ROUNDS && allocated(call, FIRST_CALLS) != 0; round++) {
            Thread.onSpinWait();
        }
        long least = Long.MAX_VALUE;
        long startNanos = System.nanoTime();
        for (int round = 0;
                least != 0 && (round < ROUNDS || System.nanoTime() - startNanos < Await.LIMIT_NANOS); // a late compiler
                round++) {
            least = Math.min(least, allocated(call, CALLS));
        }
        assertEquals(0, least, "bytes allocated in a million calls, in the best of many rounds");
    }

    private static long allocated(IntUnaryOperator call, int calls) {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < calls; i++) {
            call.applyAsInt(i);
        }
        return THREADS.getCurrentThreadAllocatedBytes() - before;
    }

    @Test
    void eventfdWriteAndRead() {
        int fd = eventfd();
        int value = reserve(8);
        memory.putLong(value, 1);
        assertNoAllocation(i -> (int) (calls.write(fd, at(value), 8) + calls.read(fd, at(value), 8)));
        assertEquals(1, memory.getLong(value));
    }

    @Test
    void failure() {
        int fd = eventfd();
        int value = reserve(8);
        assertNoAllocation(i -> (int) calls.read(fd, at(value), 8));
        assertEquals(-EAGAIN, calls.read(fd, at(value), 8));
    }

    @Test
    void epollWait() {
        int epoll = opened(calls.epollCreate1(O_CLOEXEC));
        int events = reserve(16);
        assertNoAllocation(i -> calls.epollWait(epoll, at(events), 1, 0));
    }

    @Test
    void epollPwait2() {
        int epoll = opened(calls.epollCreate1(O_CLOEXEC));
        int events = reserve(16);
        int timespec = reserve(16);
        assertNoAllocation(i -> calls.epollPwait2(epoll, at(events), 1, at(timespec)));
    }

    @Test
    void variadicCall() {
        int fd = eventfd();
        assertNoAllocation(i -> calls.fcntl(fd, 3, 0));
    }

    @Test
    void sendAndReceive() {
        int[] fds = pair(SOCK_STREAM);
        int value = reserve(8);
        assertNoAllocation(
                i -> (int) (calls.send(fds[0], at(value), 8, 0) + calls.recvfrom(fds[1], at(value), 8, 0, 0, 0)));
    }

    /** Of seven arguments, with the call's number. */
    @Test
    void ioUringEnter() {
        assertNoAllocation(i -> calls.ioUringEnter(-1, 0, 1, 9, at(0), 24));
    }

    @Test
    void addressOf() {
        assertNoAllocation(i -> (int) calls.addressOf(memory));
    }
}
