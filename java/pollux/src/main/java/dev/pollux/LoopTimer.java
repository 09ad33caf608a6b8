package dev.pollux;

/**
 * A task for later, and for later again: reusable, so that a timeout a connection is one object for the connection's life.
 * Made by {@link Dispatcher#timer}. All methods may be called from any thread.
 *
 * <p>Time is {@link System#nanoTime()}'s. On Linux it stands still while the machine is suspended (CLOCK_MONOTONIC,
 * clock_gettime(2)), so a timer is late by that time. For one that is not, register a {@link dev.pollux.linux.TimerFd} of
 * {@link dev.pollux.linux.TimerFd.Clock#BOOTTIME}.
 */
public final class LoopTimer {
    final Runnable task;
    private final Timers timers;

    // Guarded by the timers.
    long deadlineNanos;
    long sequence;
    int place = Timers.NOT_SCHEDULED;
    LoopTimer previous; // in a slot of the wheel
    LoopTimer next;

    LoopTimer(Timers timers, Runnable task) {
        this.timers = timers;
        this.task = task;
    }

    /**
     * Has the task run once, on the dispatcher's thread, after a delay, in place of the time it was scheduled for, if it
     * was. Never runs early. Allocates nothing.
     *
     * @param delayNanos the delay. 0 or less runs it in the loop's next turn
     * @throws java.util.concurrent.RejectedExecutionException if the dispatcher is closed
     */
    public void schedule(long delayNanos) {
        timers.schedule(this, delayNanos);
    }

    /** As {@link #schedule}, at a time of {@link System#nanoTime}. */
    void scheduleAt(long deadlineNanos) {
        timers.scheduleAt(this, deadlineNanos);
    }

    /**
     * Takes the schedule back.
     *
     * @return true if the task was scheduled and now will not run, or false if it was not, or has begun
     */
    public boolean cancel() {
        return timers.cancel(this);
    }

    /** {@return true if the task is scheduled and has not begun, and false once the dispatcher is closed} */
    public boolean isScheduled() {
        return timers.isScheduled(this);
    }
}
