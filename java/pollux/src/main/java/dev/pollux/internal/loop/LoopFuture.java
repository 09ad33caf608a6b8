package dev.pollux.internal.loop;

import java.util.concurrent.Callable;
import java.util.concurrent.Delayed;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RunnableScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A task of a {@link ScheduledTasks}: at once, after a delay, or again and again. */
final class LoopFuture<V> extends FutureTask<V> implements RunnableScheduledFuture<V> {
    static {
        // The first failure of a process links what it needs. Without memory for that, a future stays half ended for
        // ever.
        new FutureTask<>(() -> {
                    throw new IllegalStateException("an example");
                })
                .run();
    }

    final ScheduledTasks owner;
    private final Loop loop;
    private final long periodNanos; // positive: at a fixed rate; negative: after a fixed delay; 0: once
    private final TimerWork timer; // null for a task without a delay
    private volatile long deadlineNanos;

    // Guarded by the pending futures that it is one of.
    LoopFuture<?> previousPending;
    LoopFuture<?> nextPending;
    boolean isPending;

    LoopFuture(ScheduledTasks owner, Loop loop, Callable<V> task, boolean isDelayed, long periodNanos) {
        super(task);
        this.owner = owner;
        this.loop = loop;
        this.periodNanos = periodNanos;
        timer = isDelayed ? loop.newTimer(this) : null;
    }

    void schedule(long delayNanos) {
        deadlineNanos = System.nanoTime() + Math.min(Math.max(delayNanos, 0), Timers.MAX_DELAY_NANOS);
        scheduleAtDeadline();
    }

    @Override
    public void run() {
        if (periodNanos == 0) {
            super.run();
        } else if (owner.isShutdown()) {
            cancel(false);
        } else if (runAndReset()) {
            if (owner.isShutdown()) {
                cancel(false);
            } else {
                scheduleAgain();
            }
        }
    }

    private void scheduleAgain() {
        try {
            if (periodNanos < 0) {
                schedule(-periodNanos);
            } else {
                deadlineNanos += periodNanos;
                scheduleAtDeadline();
            }
        } catch (Throwable e) { // no memory: it does not end in silence
            setException(e);
            throw e;
        }
    }

    private void scheduleAtDeadline() {
        timer.scheduleAt(deadlineNanos);
        if (isDone()) { // cancelled meanwhile, by a cancel that did not see the timer scheduled
            timer.cancel();
        }
    }

    void fail(Throwable cause) {
        setException(cause);
    }

    boolean isDelayed() {
        return timer != null;
    }

    @Override
    protected void done() {
        if (timer != null) {
            timer.cancel();
        }
        owner.done(this);
    }

    @Override
    public V get() throws InterruptedException, ExecutionException {
        checkMayWait();
        return super.get();
    }

    @Override
    public V get(long timeout, TimeUnit unit) throws InterruptedException, ExecutionException, TimeoutException {
        checkMayWait();
        return super.get(timeout, unit);
    }

    private void checkMayWait() {
        if (!isDone()) {
            owner.checkMayWait("a future that is not done");
        }
    }

    @Override
    public boolean isPeriodic() {
        return periodNanos != 0;
    }

    @Override
    public long getDelay(TimeUnit unit) {
        return timer == null ? 0 : unit.convert(deadlineNanos - System.nanoTime(), TimeUnit.NANOSECONDS);
    }

    @Override
    public int compareTo(Delayed other) {
        return Long.compare(getDelay(TimeUnit.NANOSECONDS), other.getDelay(TimeUnit.NANOSECONDS));
    }

    @Override
    public String toString() {
        return super.toString() + " on " + loop;
    }
}
