package dev.pollux;

/**
 * A task for later, and for later again. It is reusable, so that a connection's timeout is one object for the connection's
 * life. {@link Dispatcher#timer} makes it. All methods may be called from any thread.
 *
 * <pre>{@code
 * LoopTimer idle = loop.timer(socket::close);
 * idle.schedule(TimeUnit.SECONDS.toNanos(30)); // and again with each message
 * }</pre>
 *
 * <p>Time is {@link System#nanoTime()}'s. On Linux it stands still while the machine is suspended (CLOCK_MONOTONIC,
 * clock_gettime(2)). A timer is late by that time. A {@link dev.pollux.linux.TimerFd} of {@link
 * dev.pollux.linux.TimerFd.Clock#BOOTTIME} that is registered with the loop is not.
 */
public interface LoopTimer {

    /**
     * Has the task run once, on the loop's thread, after a delay. If it was scheduled already, the new time replaces the old.
     * It never runs early. Allocates nothing.
     *
     * @param delayNanos the delay. 0 or less runs it in the loop's next turn
     * @throws java.util.concurrent.RejectedExecutionException if the dispatcher is closed
     */
    void schedule(long delayNanos);

    /**
     * Takes the schedule back.
     *
     * @return true if the task was scheduled and now will not run, and false if it was not scheduled, or has begun
     */
    boolean cancel();

    /** {@return true if the task is scheduled and has not begun, and false once the dispatcher is closed} */
    boolean isScheduled();
}
