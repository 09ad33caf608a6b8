package dev.pollux.internal.completion.clock;

import dev.pollux.LoopTimer;
import dev.pollux.internal.loop.Timers;
import java.util.concurrent.TimeUnit;
import java.util.function.IntPredicate;

/**
 * One limit for much that is under way, most of which is over at once: a timer for each would cost more than it does. It ticks
 * only while something is under way, and has somebody look at all of that with each tick. What is watched notes the tick at its
 * beginning. It is too late after {@value #TICKS} whole ticks: never early, and up to an eighth of the limit late. All methods may
 * be called from any thread.
 */
public final class SlowClock {
    private static final int TICKS = 8;
    private static final long LEAST_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private final IntPredicate look;
    private final LoopTimer timer;
    private final long limitNanos;
    private final long tickNanos;
    private volatile int now;
    private volatile boolean ticking;

    /**
     * @param limitNanos how long each may take, or 0 if that is not limited: then nobody looks
     * @param look looks at all, by {@link #isLate}. It gets the present tick, and returns true if something is under way
     */
    public SlowClock(Timers timers, long limitNanos, IntPredicate look) {
        this.limitNanos = limitNanos;
        this.look = look;
        tickNanos = Math.max((limitNanos + TICKS - 1) / TICKS, LEAST_NANOS);
        timer = timers.timer(this::tick);
    }

    public long limitNanos() {
        return limitNanos;
    }

    /** {@return the present tick, to be noted before anybody can see that something is under way} */
    public int now() {
        return now;
    }

    /** Something is under way, as everybody can see by now. */
    public void watch() {
        if (!ticking) {
            begin();
        }
    }

    private void begin() {
        if (limitNanos == 0) {
            return;
        }
        ticking = true;
        try {
            timer.schedule(tickNanos);
        } catch (Throwable e) { // no memory: what is under way next begins it
            ticking = false;
        }
    }

    /** {@return true if what began at a tick is too late} */
    public static boolean isLate(int began, int now) {
        return now - began > TICKS;
    }

    private void tick() {
        int tick = now + 1;
        now = tick;
        ticking = false; // before it looks: either that sees what begins now, or what begins sees this
        boolean isMore = true; // should the look fail
        try {
            isMore = look.test(tick);
        } finally {
            if (isMore) {
                begin();
            }
        }
    }
}
