package dev.pollux.linux;

import static dev.pollux.linux.Linux.CALLS;

import dev.pollux.internal.text.Durations;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * A timer that can be polled (timerfd_create(2)): readable once it has expired. It never blocks.
 *
 * <p>All methods may be called from any thread.
 *
 * <pre>{@code
 * TimerFd timer = TimerFd.create(TimerFd.Clock.BOOTTIME);
 * epoll.add(timer, Epoll.IN, 2L);
 * timer.arm(1_000_000, 1_000_000);  // in a millisecond, and each millisecond after
 * long expirations = timer.take();  // once it is readable
 * }</pre>
 */
public final class TimerFd extends Descriptor {
    /** What a timer goes by (clock_gettime(2)). */
    public enum Clock {
        /** CLOCK_REALTIME: the time of day. It jumps when it is set. */
        REALTIME(0),
        /** CLOCK_MONOTONIC: runs evenly, not while the system is suspended. It is {@link System#nanoTime()}'s clock. */
        MONOTONIC(1),
        /** CLOCK_BOOTTIME: as MONOTONIC, and through suspension. */
        BOOTTIME(7);

        final int id;

        Clock(int id) {
            this.id = id;
        }
    }

    private static final long NANOS_PER_SECOND = 1_000_000_000;
    private static final int ABSTIME = 1;
    private static final int INTERVAL = 0; // it_interval's offset in struct itimerspec
    private static final int VALUE = 16; // it_value's

    private TimerFd(int fd) {
        super(fd);
    }

    /**
     * Opens a timer that is not armed: timerfd_create(2).
     *
     * @param clock what it goes by
     * @return the timer
     * @throws IOException if too many descriptors are open
     */
    public static TimerFd create(Clock clock) throws IOException {
        Linux.require();
        int fd = CALLS.timerfdCreate(clock.id, Linux.O_CLOEXEC | Linux.O_NONBLOCK);
        if (fd < 0) {
            throw Errors.of("timerfd_create", fd, "");
        }
        return owner(fd, TimerFd::new);
    }

    /**
     * Arms it, in place of what it was armed with: timerfd_settime(2).
     *
     * @param delayNanos until it expires first. 0 means at once (the system's 0, which disarms, is {@link #disarm()})
     * @param intervalNanos between expirations after that, or 0 for none
     * @throws IOException if it is closed
     */
    public void arm(long delayNanos, long intervalNanos) throws IOException {
        set(0, Math.max(1, checkNotNegative(delayNanos)), checkNotNegative(intervalNanos));
    }

    /**
     * Arms it for a time of its clock: timerfd_settime(2) with TFD_TIMER_ABSTIME.
     *
     * @param timeNanos the clock's time in nanoseconds. One that has passed expires at once
     * @param intervalNanos between expirations after that, or 0 for none
     * @throws IOException if it is closed
     */
    public void armAt(long timeNanos, long intervalNanos) throws IOException {
        set(ABSTIME, Math.max(1, checkNotNegative(timeNanos)), checkNotNegative(intervalNanos));
    }

    /**
     * Disarms it.
     *
     * @throws IOException if it is closed
     */
    public void disarm() throws IOException {
        set(0, 0, 0);
    }

    private void set(int flags, long valueNanos, long intervalNanos) throws IOException {
        int fd = acquire();
        try {
            ByteBuffer scratch = Scratch.get();
            putTime(scratch, Scratch.TIME + INTERVAL, intervalNanos, Long.MAX_VALUE);
            putTime(scratch, Scratch.TIME + VALUE, valueNanos, Long.MAX_VALUE);
            int result = CALLS.timerfdSettime(fd, flags, Scratch.at(scratch, Scratch.TIME), 0);
            if (result < 0) {
                throw Errors.of("timerfd_settime", result, fd);
            }
        } finally {
            release();
        }
    }

    /**
     * {@return the nanoseconds until the next expiration, or 0 if it is not armed: timerfd_gettime(2)}
     *
     * @throws IOException if it is closed
     */
    public long remainingNanos() throws IOException {
        int fd = acquire();
        try {
            ByteBuffer scratch = Scratch.get();
            int result = CALLS.timerfdGettime(fd, Scratch.at(scratch, Scratch.TIME));
            if (result < 0) {
                throw Errors.of("timerfd_gettime", result, fd);
            }
            long seconds = scratch.getLong(Scratch.TIME + VALUE);
            return seconds * NANOS_PER_SECOND + scratch.getLong(Scratch.TIME + VALUE + 8);
        } finally {
            release();
        }
    }

    /**
     * Takes the number of expirations since it was armed or last taken: read(2).
     *
     * @return the number, or 0 if it has not expired, that is, if it would block
     * @throws IOException any failure. ECANCELED does not occur, because the flag that brings it is not set
     */
    public long take() throws IOException {
        int fd = acquire();
        try {
            return EventFd.readCounter(fd);
        } finally {
            release();
        }
    }

    private static long checkNotNegative(long nanos) {
        if (nanos < 0) {
            throw new IllegalArgumentException("a negative time: " + Durations.text(nanos));
        }
        return nanos;
    }

    /** Writes a struct timespec: tv_nsec has to stay under a second, or the kernel says EINVAL. */
    static void putTime(ByteBuffer memory, int at, long nanos, long maxSeconds) {
        memory.putLong(at, Math.min(nanos / NANOS_PER_SECOND, maxSeconds));
        memory.putLong(at + 8, nanos % NANOS_PER_SECOND);
    }
}
