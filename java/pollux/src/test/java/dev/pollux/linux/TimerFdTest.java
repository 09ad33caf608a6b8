package dev.pollux.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@LinuxTest
class TimerFdTest {
    private static final long HOUR_NANOS = 3_600_000_000_000L;

    @ParameterizedTest
    @EnumSource
    void expiresNoEarlierThanAsked(TimerFd.Clock clock) throws IOException {
        try (TimerFd timer = TimerFd.create(clock)) {
            assertEquals(0, timer.take());
            assertEquals(0, timer.remainingNanos());
            long start = System.nanoTime();
            timer.arm(15_000_000, 0);
            assertEquals(Epoll.IN, Ready.await(timer, Epoll.IN));
            assertTrue(System.nanoTime() - start >= 15_000_000);
            assertEquals(1, timer.take());
            assertEquals(0, timer.take());
            assertEquals(0, timer.remainingNanos());
            assertEquals(0x80800, OpenDescriptors.flags(timer.fd()) & 0x80800, "CLOEXEC and NONBLOCK");
        }
    }

    /** The kernel says it (proc(5)): all of them run alike as long as the machine is awake. */
    @ParameterizedTest
    @EnumSource
    void goesByTheClockThatWasAskedFor(TimerFd.Clock clock) throws IOException {
        try (TimerFd timer = TimerFd.create(clock)) {
            String info = Files.readString(Path.of("/proc/self/fdinfo/" + timer.fd()));
            int id =
                    switch (clock) {
                        case REALTIME -> 0;
                        case MONOTONIC -> 1;
                        case BOOTTIME -> 7;
                    };
            assertTrue(info.contains("clockid: " + id + "\n"), info);
        }
    }

    @Test
    void zeroFiresAtOnce() throws IOException {
        try (TimerFd timer = TimerFd.create(TimerFd.Clock.MONOTONIC)) {
            timer.arm(0, 0);
            Ready.await(timer, Epoll.IN);
            assertEquals(1, timer.take());
        }
    }

    @Test
    void negativeIsRefused() throws IOException {
        try (TimerFd timer = TimerFd.create(TimerFd.Clock.MONOTONIC)) {
            assertThrows(IllegalArgumentException.class, () -> timer.arm(-1, 0));
            assertThrows(IllegalArgumentException.class, () -> timer.arm(0, -1));
            assertThrows(IllegalArgumentException.class, () -> timer.armAt(Long.MIN_VALUE, 0));
            assertEquals(0, timer.remainingNanos());
        }
    }

    @Test
    void intervalGoesOnUntilDisarmed() throws IOException {
        try (TimerFd timer = TimerFd.create(TimerFd.Clock.MONOTONIC)) {
            long start = System.nanoTime();
            timer.arm(1_000_000, 2_000_000);
            long expirations = 0;
            while (expirations < 5) {
                Ready.await(timer, Epoll.IN);
                expirations += timer.take();
            }
            long took = System.nanoTime() - start;
            long seen = expirations;
            assertTrue(took >= 1_000_000 + 2_000_000 * (seen - 1), () -> seen + " times in " + took + " ns");
            timer.disarm();
            assertEquals(0, timer.remainingNanos());
            timer.take();
            assertEquals(0, timer.take());
        }
    }

    @Test
    void absoluteTimes() throws IOException {
        try (TimerFd timer = TimerFd.create(TimerFd.Clock.REALTIME)) {
            timer.armAt(0, 0);
            Ready.await(timer, Epoll.IN);
            assertEquals(1, timer.take());
            timer.armAt(1_000_000_000, 0); // a second after the epoch
            Ready.await(timer, Epoll.IN);
            assertEquals(1, timer.take());
            timer.armAt((System.currentTimeMillis() + 3_600_000) * 1_000_000, 0);
            long remaining = timer.remainingNanos();
            assertTrue(remaining <= HOUR_NANOS && remaining > HOUR_NANOS / 2, () -> remaining + " ns");
            assertEquals(0, timer.take());
        }
    }

    @Test
    void remainingCountsDownAndArmingReplaces() throws IOException {
        try (TimerFd timer = TimerFd.create(TimerFd.Clock.MONOTONIC)) {
            timer.arm(HOUR_NANOS, 0);
            long first = timer.remainingNanos();
            assertTrue(first <= HOUR_NANOS && first > HOUR_NANOS / 2, () -> first + " ns");
            assertTrue(timer.remainingNanos() <= first);
            timer.arm(2 * HOUR_NANOS, 1);
            assertTrue(timer.remainingNanos() > HOUR_NANOS);
            timer.disarm();
            assertEquals(0, timer.remainingNanos());
        }
    }

    /** A tv_nsec of a second or more is invalid, and the kernel refuses the whole call then. */
    @Test
    void nanosecondsStayUnderASecond() throws IOException {
        ByteBuffer memory = ByteBuffer.allocate(16).order(ByteOrder.nativeOrder());
        long[] all = {0, 1, 999_999_999, 1_000_000_000, 1_000_000_001, 1_999_999_999, Long.MAX_VALUE};
        try (TimerFd timer = TimerFd.create(TimerFd.Clock.MONOTONIC)) {
            for (long nanos : all) {
                TimerFd.putTime(memory, 0, nanos, Long.MAX_VALUE);
                assertEquals(nanos / 1_000_000_000, memory.getLong(0));
                assertEquals(nanos % 1_000_000_000, memory.getLong(8));
                timer.arm(nanos, nanos);
                timer.armAt(nanos, 0);
            }
            for (long nanos : new long[] {999_999_999_999L, Long.MAX_VALUE}) {
                timer.arm(nanos, 0);
                long remaining = timer.remainingNanos();
                assertTrue(remaining > nanos / 2 && remaining <= nanos, () -> nanos + ": " + remaining);
            }
        }
    }

    @Test
    void closed() throws IOException {
        TimerFd timer = TimerFd.create(TimerFd.Clock.MONOTONIC);
        timer.close();
        assertThrows(ClosedChannelException.class, () -> timer.arm(1, 0));
        assertThrows(ClosedChannelException.class, () -> timer.armAt(1, 0));
        assertThrows(ClosedChannelException.class, timer::disarm);
        assertThrows(ClosedChannelException.class, timer::take);
        assertThrows(ClosedChannelException.class, timer::remainingNanos);
    }
}
