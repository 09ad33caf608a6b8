package dev.pollux.internal.nio;

import dev.pollux.binding.Platform;

/**
 * How long a selector is asked to wait at a time. When a signal interrupts its wait, the JDK waits again for what is left,
 * counting the time that has passed in whole milliseconds: signals that come faster than that stretch a wait without a limit.
 * So a wait is asked for in slices. They are long as long as the selector comes back in time, and short while it does not.
 */
public final class SelectSlices {
    private static final long NANOS_PER_MILLI = 1_000_000;
    private static final long LONGEST_MILLIS = 1000; // seldom enough to cost nothing

    /** Later by this, and by an eighth: that is not the scheduler's doing. */
    private static final long LATE_NANOS = 2 * NANOS_PER_MILLI;

    private static final int SHORTER = 8;

    private final long longestMillis;
    private long sliceMillis;

    /** Windows has no signals. */
    SelectSlices() {
        this(Platform.isWindows() ? Long.MAX_VALUE : LONGEST_MILLIS);
    }

    SelectSlices(long longestMillis) {
        this.longestMillis = longestMillis;
        sliceMillis = longestMillis;
    }

    /** {@return the milliseconds to wait next: rounded up, as a wait is never to end early} */
    public long nextMillis(long remainingNanos) {
        return Math.min((remainingNanos - 1) / NANOS_PER_MILLI + 1, sliceMillis);
    }

    /** Learns from a wait. One that something else has ended in time says nothing. */
    public void waited(long askedMillis, long tookNanos) {
        long lateNanos = tookNanos - askedMillis * NANOS_PER_MILLI;
        if (lateNanos > LATE_NANOS + askedMillis * NANOS_PER_MILLI / SHORTER) {
            sliceMillis = Math.max(1, askedMillis / SHORTER);
        } else if (lateNanos >= 0 && sliceMillis < longestMillis) {
            sliceMillis =
                    sliceMillis > longestMillis / 2 ? longestMillis : 2 * sliceMillis; // it may be the largest long
        }
    }
}
