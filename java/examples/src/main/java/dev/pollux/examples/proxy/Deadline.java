package dev.pollux.examples.proxy;

import dev.pollux.LoopTimer;
import dev.pollux.readiness.ReadinessDispatcher;

/** A timeout that is moved with nearly every event: the timer behind it looks at the time when it fires. */
final class Deadline {
    private final LoopTimer timer;
    private final Runnable action;
    private long deadlineNanos;
    private long firesNanos;
    private boolean scheduled;
    private boolean active;

    Deadline(ReadinessDispatcher loop, Runnable action) {
        this.action = action;
        timer = loop.timer(this::fire);
    }

    /** Has the action run when so long has passed, in place of what was set before. */
    void set(long delayNanos) {
        deadlineNanos = System.nanoTime() + delayNanos;
        active = true;
        if (!scheduled || deadlineNanos - firesNanos < 0) {
            schedule(delayNanos);
        }
    }

    void clear() {
        active = false;
    }

    void cancel() {
        active = false;
        scheduled = false;
        timer.cancel();
    }

    private void schedule(long delayNanos) {
        scheduled = true;
        firesNanos = deadlineNanos;
        timer.schedule(delayNanos);
    }

    private void fire() {
        scheduled = false;
        if (!active) {
            return;
        }
        long leftNanos = deadlineNanos - System.nanoTime();
        if (leftNanos > 0) {
            schedule(leftNanos);
        } else {
            active = false;
            action.run();
        }
    }
}
