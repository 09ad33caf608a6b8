package dev.pollux.internal.loop;

import dev.pollux.internal.text.Durations;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.RunnableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A dispatcher as a {@link ScheduledExecutorService}, with a life of its own. See {@link Loop#asScheduledExecutor}. */
final class ScheduledTasks extends AbstractExecutorService implements ScheduledExecutorService {
    private final Loop loop;
    private final PendingFutures futures;

    // Guarded by this.
    private int pendingCount;
    private volatile boolean isShutdown; // written under the lock

    ScheduledTasks(Loop loop, PendingFutures futures) {
        this.loop = loop;
        this.futures = futures;
    }

    void checkMayWait(String what) {
        if (loop.isLoopThread()) {
            throw new IllegalStateException(
                    loop + " would wait for itself: " + what + " can't be waited for on the loop's own thread");
        }
    }

    @Override
    public void execute(Runnable command) {
        Objects.requireNonNull(command);
        LoopFuture<?> future = command instanceof LoopFuture<?> ours ? ours : new Plain(command).future;
        add(future);
        try {
            loop.execute(future);
        } catch (Throwable e) { // it is closed, or there is no memory
            done(future);
            throw e;
        }
    }

    /** What it throws is the error handler's, as of every task of the loop's. */
    private final class Plain {
        final LoopFuture<Void> future;

        Plain(Runnable command) {
            future = new LoopFuture<>(
                    ScheduledTasks.this,
                    loop,
                    () -> {
                        try {
                            command.run();
                        } catch (Throwable e) {
                            loop.report(null, e);
                        }
                        return null;
                    },
                    false,
                    0);
        }
    }

    @Override
    protected <T> RunnableFuture<T> newTaskFor(Runnable runnable, T value) {
        return newTaskFor(Executors.callable(runnable, value));
    }

    @Override
    protected <T> RunnableFuture<T> newTaskFor(Callable<T> callable) {
        return new LoopFuture<>(this, loop, callable, false, 0);
    }

    @Override
    public ScheduledFuture<?> schedule(Runnable command, long delay, TimeUnit unit) {
        return schedule(Executors.callable(command), delay, unit);
    }

    @Override
    public <V> ScheduledFuture<V> schedule(Callable<V> callable, long delay, TimeUnit unit) {
        Objects.requireNonNull(callable);
        return scheduled(new LoopFuture<>(this, loop, callable, true, 0), unit.toNanos(delay));
    }

    @Override
    public ScheduledFuture<?> scheduleAtFixedRate(Runnable command, long initialDelay, long period, TimeUnit unit) {
        return periodic(command, unit.toNanos(initialDelay), positive(unit.toNanos(period)));
    }

    @Override
    public ScheduledFuture<?> scheduleWithFixedDelay(Runnable command, long initialDelay, long delay, TimeUnit unit) {
        return periodic(command, unit.toNanos(initialDelay), -positive(unit.toNanos(delay)));
    }

    private static long positive(long periodNanos) {
        if (periodNanos <= 0) {
            throw new IllegalArgumentException("a period of " + Durations.text(periodNanos));
        }
        return Math.min(periodNanos, Timers.MAX_DELAY_NANOS);
    }

    private ScheduledFuture<?> periodic(Runnable command, long delayNanos, long periodNanos) {
        return scheduled(new LoopFuture<>(this, loop, Executors.callable(command), true, periodNanos), delayNanos);
    }

    private <V> LoopFuture<V> scheduled(LoopFuture<V> future, long delayNanos) {
        add(future);
        if (loop.isClosed()) {
            done(future);
            throw loop.rejection();
        }
        try {
            future.schedule(delayNanos);
        } catch (Throwable e) { // closed meanwhile, or there is no memory
            done(future);
            throw e;
        }
        return future;
    }

    private void add(LoopFuture<?> future) {
        synchronized (this) {
            if (isShutdown) {
                throw new RejectedExecutionException("this view of " + loop + " is shut down");
            }
            pendingCount++;
            futures.add(future); // within: who shuts it down sees all that were accepted before
        }
    }

    void done(LoopFuture<?> future) {
        boolean wasPending = futures.remove(future);
        synchronized (this) {
            if (wasPending) {
                pendingCount--;
            }
            notifyAll();
        }
    }

    @Override
    public <T> List<Future<T>> invokeAll(Collection<? extends Callable<T>> tasks) throws InterruptedException {
        checkMayWait("invokeAll");
        return super.invokeAll(tasks);
    }

    @Override
    public <T> List<Future<T>> invokeAll(Collection<? extends Callable<T>> tasks, long timeout, TimeUnit unit)
            throws InterruptedException {
        checkMayWait("invokeAll");
        return super.invokeAll(tasks, timeout, unit);
    }

    @Override
    public <T> T invokeAny(Collection<? extends Callable<T>> tasks) throws InterruptedException, ExecutionException {
        checkMayWait("invokeAny");
        return super.invokeAny(tasks);
    }

    @Override
    public <T> T invokeAny(Collection<? extends Callable<T>> tasks, long timeout, TimeUnit unit)
            throws InterruptedException, ExecutionException, TimeoutException {
        checkMayWait("invokeAny");
        return super.invokeAny(tasks, timeout, unit);
    }

    @Override
    public void shutdown() {
        List<LoopFuture<?>> periodic = new ArrayList<>();
        synchronized (this) {
            isShutdown = true;
            for (LoopFuture<?> future : futures.of(this)) {
                if (future.isPeriodic()) {
                    periodic.add(future);
                }
            }
            notifyAll();
        }
        periodic.forEach(future -> future.cancel(false));
    }

    /** Cancels what has not begun. What is running runs on. */
    @Override
    public List<Runnable> shutdownNow() {
        List<LoopFuture<?>> all;
        synchronized (this) {
            isShutdown = true;
            all = futures.of(this);
            notifyAll();
        }
        List<Runnable> neverRun = new ArrayList<>();
        for (LoopFuture<?> future : all) {
            if (future.cancel(false)) {
                neverRun.add(future);
            }
        }
        return neverRun;
    }

    @Override
    public boolean isShutdown() {
        return isShutdown || loop.isClosed();
    }

    @Override
    public synchronized boolean isTerminated() {
        return isShutdown() && pendingCount == 0;
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
        if (!isTerminated()) {
            checkMayWait("the end of its tasks");
        }
        long startNanos = System.nanoTime();
        long limitNanos = unit.toNanos(timeout);
        synchronized (this) {
            while (!isTerminated()) {
                long remainingNanos = limitNanos - (System.nanoTime() - startNanos);
                if (remainingNanos <= 0) {
                    return false;
                }
                TimeUnit.NANOSECONDS.timedWait(this, Math.max(remainingNanos, 1_000_000));
            }
        }
        return true;
    }
}
