package dev.pollux.internal.loop;

import java.util.concurrent.TimeUnit;

/**
 * Has a loop give back what it needed at the height of a load only: long arrays, and spare chunks. That is what it has not
 * used for a whole period, so a steady load keeps what it uses. As long as it has grown beyond the usual, the loop looks at the
 * clock now and then, and an idle one wakes once a period. The loop's own.
 */
public final class Surplus {
    /** An array of this many references is short enough to be kept. */
    public static final int KEPT_LENGTH = 1024;

    /** Long beside what it costs to grow again, which a load that comes and goes pays once a period at most. */
    private static final long PERIOD_NANOS = TimeUnit.SECONDS.toNanos(1);

    private static final int TURNS_A_LOOK = 64;

    private final TaskQueue tasks;
    private final Timers timers;
    private final LoopPort port;
    private boolean isAny; // at the end of the last turn
    private int turns;
    private long trimmedNanos = System.nanoTime();

    Surplus(TaskQueue tasks, Timers timers, LoopPort port) {
        this.tasks = tasks;
        this.timers = timers;
        this.port = port;
    }

    /** How long to wait, at most for so long, as the last turn has left it. */
    long nanosToWait(long timeoutNanos) {
        boolean isLong = timeoutNanos < 0 || timeoutNanos > PERIOD_NANOS;
        return isLong && isAny ? PERIOD_NANOS : timeoutNanos;
    }

    /** @param done how much there was to do */
    void endTurn(int done) {
        isAny = tasks.isGrown() || timers.isGrown() || port.isGrown();
        if (isAny && (done == 0 || ++turns >= TURNS_A_LOOK)) {
            turns = 0;
            long nowNanos = System.nanoTime();
            if (nowNanos - trimmedNanos >= PERIOD_NANOS) {
                trimmedNanos = nowNanos;
                trim();
            }
        }
    }

    /** The end of a period. */
    void trim() {
        try {
            tasks.trim();
            timers.trim();
            port.trim();
        } catch (OutOfMemoryError e) {
            // A shorter array takes memory, too: it is done when there is some.
        }
    }

    /** The length for an array of which no more than {@code most} elements were used in a period. */
    public static int trimmed(int length, int most) {
        int shorter = length;
        while (shorter > KEPT_LENGTH && most <= shorter / 4) {
            shorter /= 2;
        }
        return shorter;
    }
}
