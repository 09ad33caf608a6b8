package dev.pollux.internal.loop;

import dev.pollux.LoopTimer;

/** A timer: a node of the heap or of the wheel, whichever has it now. */
public final class TimerWork implements LoopTimer {
    public final Runnable task;
    private final Timers timers;

    // Guarded by the timers.
    public long deadlineNanos;
    long sequence;
    int place = Timers.NOT_SCHEDULED;
    TimerWork previous; // in a slot of the wheel
    TimerWork next;

    TimerWork(Timers timers, Runnable task) {
        this.timers = timers;
        this.task = task;
    }

    @Override
    public void schedule(long delayNanos) {
        timers.schedule(this, delayNanos);
    }

    /** As {@link #schedule}, at a time of {@link System#nanoTime}. */
    public void scheduleAt(long deadlineNanos) {
        timers.scheduleAt(this, deadlineNanos);
    }

    @Override
    public boolean cancel() {
        return timers.cancel(this);
    }

    @Override
    public boolean isScheduled() {
        return timers.isScheduled(this);
    }
}
