package dev.pollux.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pollux.Kernel;
import java.io.IOException;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How long waits take: never less than asked for, and asleep meanwhile. */
@LinuxTest
class EpollTimeoutTest {
    private final EpollEvents events = new EpollEvents(4);
    private Epoll epoll;

    @BeforeEach
    void open() throws IOException {
        epoll = Epoll.create();
    }

    @AfterEach
    void close() {
        epoll.close();
    }

    private void assertNotEarly(long timeoutNanos) throws IOException {
        long start = System.nanoTime();
        assertEquals(0, epoll.await(events, timeoutNanos));
        long took = System.nanoTime() - start;
        assertTrue(took >= timeoutNanos, () -> timeoutNanos + " ns were asked for, " + took + " ns it took");
    }

    @Test
    void zeroReturnsAtOnce() throws IOException {
        // A wait that slept at all, for a millisecond, say, would make this longer than any machine needs for it.
        long before = asleep();
        for (int i = 0; i < 2000; i++) {
            assertEquals(0, epoll.await(events, 0));
        }
        long times = asleep() - before;
        assertTrue(times < 1000, () -> "slept " + times + " times");
    }

    @Test
    void shortTimeoutsSleepOnceEach() throws IOException {
        assertNotEarly(100_000);
        long before = asleep();
        for (int i = 0; i < 200; i++) {
            assertNotEarly(100_000);
        }
        long times = asleep() - before;
        assertTrue(times >= 50 && times <= 450, () -> "200 waits slept " + times + " times: a spin, or split waits");
    }

    /** {@return how often the calling thread went to sleep} */
    static long asleep() throws IOException {
        return NativeThread.current().timesAsleep();
    }

    @Test
    void neverEarly() throws IOException {
        assertNotEarly(1);
        assertNotEarly(999);
        assertNotEarly(1_000_000);
        assertNotEarly(1_000_001);
        assertNotEarly(20_000_000);
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 300; i++) {
            long timeoutNanos = random.nextInt(1 << random.nextInt(10, 22)) + 1L;
            try {
                assertNotEarly(timeoutNanos);
            } catch (AssertionError e) {
                throw new AssertionError("seed " + seed, e);
            }
        }
    }

    @Test
    void overASecond() throws IOException {
        assertNotEarly(1_000_000_001);
    }

    @Test
    void longestTimeoutsEndByAnEvent() throws Exception {
        for (long timeoutNanos : new long[] {
            Long.MAX_VALUE, Long.MAX_VALUE - 1, Epoll.INFINITE, Long.MIN_VALUE, Integer.MAX_VALUE * 1_000_000_000L
        }) {
            try (EventFd wake = EventFd.create()) {
                epoll.add(wake, Epoll.IN, 1);
                Task<Integer> waiter = Task.startAsleep("epoll-longest", () -> epoll.await(events, timeoutNanos));
                assertFalse(waiter.isDone());
                wake.add(1);
                assertEquals(1, waiter.get());
            }
        }
    }

    @Test
    void eventEndsAWaitBeforeItsTime() throws Exception {
        try (EventFd wake = EventFd.create()) {
            epoll.add(wake, Epoll.IN, 42);
            Task<Integer> waiter = Task.startAsleep("epoll-event", () -> epoll.await(events, Ready.LONG_NANOS));
            wake.add(1);
            assertEquals(1, waiter.get());
            assertEquals(42, events.data(0));
        }
    }

    @Test
    void readyDescriptorNeedsNoTime() throws IOException {
        try (EventFd wake = EventFd.create()) {
            wake.add(1);
            epoll.add(wake, Epoll.IN, 42);
            for (long timeoutNanos : new long[] {0, 1, 100_000, Long.MAX_VALUE, -1}) {
                assertEquals(1, epoll.await(events, timeoutNanos));
            }
        }
    }

    @Test
    void theMethodIsNamed() {
        assertEquals(Kernel.isAtLeast(5, 11) ? "epoll_pwait2" : "epoll_wait with a timerfd", epoll.waitMethod());
    }
}
