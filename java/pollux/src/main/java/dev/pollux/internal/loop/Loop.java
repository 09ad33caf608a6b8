package dev.pollux.internal.loop;

import dev.pollux.Backend;
import dev.pollux.Dispatcher;
import dev.pollux.DispatcherCounters;
import dev.pollux.LoopTimer;
import dev.pollux.internal.socket.Refusals;
import java.io.IOException;
import java.nio.channels.Channel;
import java.nio.channels.ClosedChannelException;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The one loop, over a port of either kind: who runs it, how it ends, and what it lends to others. What it does in a turn is
 * {@link Turns}'.
 */
public abstract class Loop implements Dispatcher {
    private final LoopSettings settings;
    final LoopPort port;
    final CallbackWatch watch;
    final TaskQueue tasks;
    final Timers timers;
    final Turns turns;
    private final PendingFutures futures = new PendingFutures();
    private final CompletableFuture<Void> end = new CompletableFuture<>();
    private final CompletionStage<Void> closedStage =
            end.minimalCompletionStage(); // which keeps each that is made of it
    private final Object runLock = new Object(); // held while the loop turns

    private volatile boolean stopping;
    private volatile boolean closed; // set under this object's lock
    private volatile Throwable failure; // what the loop died of; written before closed
    private boolean tornDown; // guarded by runLock
    private volatile boolean halfTornDown; // the last attempt threw something: another close goes on
    private volatile Thread loopThread; // changed under this object's lock

    /** Takes a port over, to close too: at once, if this fails. */
    protected Loop(LoopSettings settings, LoopPort port) {
        this.settings = settings;
        this.port = port;
        try {
            watch = new CallbackWatch(port.counters, settings, this);
            Waker waker = new Waker();
            tasks = new TaskQueue(waker);
            timers = new Timers(waker);
            turns = new Turns(settings, port, watch, tasks, timers);
            if (settings.errorHandler != null) { // else the port keeps its own
                port.failures.handler(settings.errorHandler);
            }
            if (settings.waitStrategy != null) {
                port.waitStrategy = settings.waitStrategy;
            }
            port.watch = watch;
        } catch (Throwable e) {
            port.close();
            throw e;
        }
    }

    /** What ends the wait for a task, and for a timer. */
    private final class Waker implements Timers.Loop, Runnable {
        @Override
        public void run() {
            port.wakeup();
        }

        @Override
        public boolean looksAnyway() {
            return isLoopThread();
        }

        @Override
        public void wakeup() {
            port.wakeup();
        }

        @Override
        public boolean isInside() {
            return Thread.holdsLock(runLock);
        }

        @Override
        public RejectedExecutionException rejection() {
            return Loop.this.rejection();
        }
    }

    @Override
    public final void run() throws IOException {
        boolean interrupted = false;
        enter();
        try {
            synchronized (runLock) {
                try {
                    while (!stopping) {
                        turns.turn(-1);
                        interrupted |= Thread.interrupted(); // a selector does not wait on an interrupted thread
                    }
                } catch (Throwable e) {
                    died(e);
                    throw e;
                } finally {
                    stopped();
                }
            }
        } finally {
            leave();
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public final int runOnce(long timeoutNanos) throws IOException {
        enter();
        try {
            synchronized (runLock) {
                if (closed) {
                    ClosedChannelException refusal = Refusals.closed(this);
                    refusal.initCause(failure);
                    throw refusal;
                }
                try {
                    return turns.turn(timeoutNanos);
                } catch (Throwable e) {
                    died(e);
                    throw e;
                } finally {
                    tearDownIfClosed();
                }
            }
        } finally {
            leave();
        }
    }

    private synchronized void enter() {
        if (loopThread != null) {
            throw new IllegalStateException(this + " is turning already, on thread " + loopThread.getName());
        }
        loopThread = Thread.currentThread();
    }

    private synchronized void leave() {
        loopThread = null;
    }

    private void stopped() {
        synchronized (this) {
            stopping = closed;
        }
        tearDownIfClosed();
    }

    private void died(Throwable cause) {
        synchronized (this) {
            if (closed) {
                return;
            }
            failure = cause;
            tasks.close();
            timers.beginClose();
            closed = true;
            stopping = true;
        }
    }

    /** For a close by a task or callback of the loop's own, and for its death. */
    private void tearDownIfClosed() {
        if (closed) {
            tearDown();
        }
    }

    @Override
    public final void stop() {
        stopping = true;
        port.wakeup();
    }

    @Override
    public final void wakeup() {
        port.wakeup();
    }

    @Override
    public final void execute(Runnable task) {
        if (!tasks.add(Objects.requireNonNull(task))) {
            throw rejection();
        }
    }

    final RejectedExecutionException rejection() {
        return failure == null
                ? new RejectedExecutionException(this + " is closed")
                : new RejectedExecutionException(this + " has died: " + failure, failure);
    }

    @Override
    public final ScheduledExecutorService asScheduledExecutor() {
        return new ScheduledTasks(this, futures);
    }

    @Override
    public final LoopTimer timer(Runnable task) {
        return newTimer(Objects.requireNonNull(task));
    }

    final TimerWork newTimer(Runnable task) {
        return timers.timer(task);
    }

    @Override
    public final LoopTimer schedule(long delayNanos, Runnable task) {
        LoopTimer timer = timer(task);
        timer.schedule(delayNanos);
        return timer;
    }

    @Override
    public final Backend backend() {
        return port.backend();
    }

    @Override
    public final String name() {
        return settings.name;
    }

    @Override
    public final String describe() {
        return port.describe() + ", " + port.waitStrategy + " waits";
    }

    @Override
    public final DispatcherCounters counters() {
        return port.counters.read(port, tasks, timers, watch.isTimed());
    }

    @Override
    public final int sourceCount() {
        return port.sourceCount();
    }

    /** As {@link #sourceCount}, perhaps with some that were closed; it looks at none of them. */
    public final int roughSourceCount() {
        return port.roughSourceCount();
    }

    /** Tells the error handler of a failure. */
    public final void report(Channel source, Throwable thrown) {
        port.failures.tell(source, thrown);
    }

    /** Counts connections that were closed unserved; the loop's thread only. */
    public final void turnedAway(int count) {
        port.counters.add(LoopCounters.TURNED_AWAY, count);
    }

    @Override
    public final boolean isLoopThread() {
        return loopThread == Thread.currentThread();
    }

    @Override
    public final CompletionStage<Void> closed() {
        return closedStage;
    }

    @Override
    public final boolean awaitClosed(long timeoutNanos) throws InterruptedException, ExecutionException {
        if (isLoopThread()) {
            throw new IllegalStateException(this + " can't wait for its own end");
        }
        try {
            end.get(timeoutNanos, TimeUnit.NANOSECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        }
    }

    @Override
    public final boolean isClosed() {
        return closed;
    }

    @Override
    public final void close() {
        synchronized (this) {
            if (closed && !halfTornDown) {
                return;
            }
            tasks.close(); // first: whoever sees it closed and runs the last tasks leaves none behind
            timers.beginClose();
            closed = true;
        }
        stop();
        if (!isLoopThread()) { // else it tears itself down when its turn ends
            synchronized (runLock) {
                tearDown();
            }
        }
    }

    private void tearDown() {
        if (tornDown) {
            return;
        }
        tornDown = true;
        boolean done = false;
        try {
            tearDownEach();
            done = true;
        } finally {
            tornDown = done;
            halfTornDown = !done;
        }
    }

    private void tearDownEach() {
        try {
            turns.runAllTasks();
        } finally {
            try {
                timers.close();
            } finally {
                try {
                    futures.endAll(failure);
                } finally {
                    try {
                        port.closeWithSources(failure);
                    } finally {
                        try {
                            closeRest();
                        } finally {
                            watch.close();
                            tellEnd();
                        }
                    }
                }
            }
        }
    }

    /** Closes what else the loop has. */
    protected void closeRest() {}

    private void tellEnd() {
        if (failure == null) {
            end.complete(null);
        } else {
            end.completeExceptionally(failure);
        }
    }

    @Override
    public final String toString() {
        return "Dispatcher[" + settings.name + ", " + port.backend()
                + (failure != null ? ", dead]" : closed ? ", closed]" : "]");
    }
}
