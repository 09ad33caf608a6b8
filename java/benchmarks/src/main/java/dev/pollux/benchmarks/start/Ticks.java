package dev.pollux.benchmarks.start;

/** How late the ticks of a timer of a fixed rate were. */
final class Ticks {
    private final long[] lateNanos;
    private int count;
    private long dueNanos;

    Ticks(int limit) {
        lateNanos = new long[limit];
    }

    void begin() {
        dueNanos = System.nanoTime() + FirstTickServer.PERIOD_NANOS;
    }

    /** {@return how long it is until the next is due} */
    long nanosToNext() {
        return dueNanos - System.nanoTime();
    }

    /** {@return true if it was the last} */
    boolean tick() {
        lateNanos[count++] = System.nanoTime() - dueNanos;
        dueNanos += FirstTickServer.PERIOD_NANOS;
        return count == lateNanos.length;
    }

    /** {@return the first one's lateness, and the greatest of all, in nanoseconds} */
    String tell() {
        long greatest = 0;
        for (long nanos : lateNanos) {
            greatest = Math.max(greatest, nanos);
        }
        return "late " + lateNanos[0] + " " + greatest;
    }
}
