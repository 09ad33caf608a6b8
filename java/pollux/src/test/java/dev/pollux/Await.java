package dev.pollux;

import java.util.concurrent.TimeUnit;

/** Waits on conditions, with a limit that only a broken program reaches. */
public final class Await {
    public static final long LIMIT_NANOS = TimeUnit.SECONDS.toNanos(Long.getLong("dev.pollux.test.limitSeconds", 20));

    private Await() {}

    /** A condition; it may fail. */
    @FunctionalInterface
    public interface Condition {
        boolean holds() throws Exception;
    }

    /** An action; it may fail. */
    @FunctionalInterface
    public interface Action {
        void run() throws Exception;
    }

    /** Waits until a condition holds; fails with what was waited for. */
    public static void until(String what, Condition condition) {
        until(what, condition, Thread::yield);
    }

    /** Repeats an action until a condition holds. */
    public static void until(String what, Condition condition, Action action) {
        until(what, LIMIT_NANOS, condition, action);
    }

    /** The same, with a limit of its own. */
    public static void until(String what, long limitNanos, Condition condition, Action action) {
        long startNanos = System.nanoTime();
        try {
            while (!condition.holds()) {
                if (System.nanoTime() - startNanos > limitNanos) {
                    throw new AssertionError("waited in vain: " + what);
                }
                action.run();
            }
        } catch (AssertionError | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new AssertionError(what + ": " + e, e);
        }
    }

    /** Waits for a thread to end. */
    public static void end(Thread thread) {
        try {
            thread.join(TimeUnit.NANOSECONDS.toMillis(LIMIT_NANOS));
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted while waiting for " + thread.getName(), e);
        }
        if (thread.isAlive()) {
            AssertionError failure = new AssertionError(thread.getName() + " does not end");
            failure.setStackTrace(thread.getStackTrace());
            throw failure;
        }
    }
}
