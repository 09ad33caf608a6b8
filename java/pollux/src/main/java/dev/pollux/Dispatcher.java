package dev.pollux;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;

/**
 * A loop: one thread that waits on a port and calls the callbacks of what there is. It also runs tasks that other threads
 * hand it, and fires timers. A readiness program has a {@link dev.pollux.readiness.ReadinessDispatcher}, a completion program
 * a {@link dev.pollux.completion.CompletionDispatcher}. This is what both have.
 *
 * <p>The thread is the caller's: the one that calls {@link #run()}, or {@link #runOnce} again and again. Callbacks, tasks
 * and timers run on it, so they may not block. All methods may be called from any thread. What was accepted before {@link
 * #close()} and is still to be run or told is run and told on the thread that closes.
 *
 * <p>Each turn delivers a batch of events. Then it runs tasks that were there when it began to. Then it fires timers that were
 * due then. It has room for {@value DispatcherBuilder#DEFAULT_MAX_PER_TURN} of each, unless the builder is told otherwise.
 * What is left comes first in the next turn, so none of the three can starve the others. A timer fires at most once a turn.
 * The bounds are numbers, not times: a thousand callbacks of a millisecond each are a turn of a second.
 *
 * <p>What a burst of tasks, timers or writes has made grow is given back when it was not used for a second. Until that is
 * done, an idle loop wakes once a second.
 *
 * <pre>{@code
 * loop.execute(() -> connections.remove(id));              // from any thread, to run on the loop's
 * loop.schedule(1_000_000_000, () -> log("a second later"));
 * loop.run();                                              // until close()
 * }</pre>
 */
public interface Dispatcher extends Executor, AutoCloseable {

    /**
     * Turns the loop until {@link #stop()} or {@link #close()}. An interrupt of its thread does not end a wait. It is kept
     * until this method returns.
     *
     * <p>What callbacks, tasks, timers, listeners and the error handler throw does not end the loop, Errors included. A failure
     * of the port ends the loop for good. The dispatcher is closed then as by {@link #close()}, and whoever waits for it learns
     * the cause ({@link #closed()}).
     *
     * @throws IllegalStateException if it is turning already
     * @throws IOException if the port fails
     */
    void run() throws IOException;

    /**
     * Makes one turn of the loop: for a thread that has a loop of its own, such as a game's. With a timeout of 0 it costs one
     * system call and what the callbacks take. The builder's bounds limit their number.
     *
     * @param timeoutNanos how long to wait for something to do. 0 does not wait, a negative value waits for ever. It may
     *     return earlier with nothing done. Without memory for a turn it waits 10 ms, whatever the timeout, and does nothing
     * @return how many callbacks were called, tasks run and timers fired. 0 means that there was nothing to do. Otherwise
     *     there may be more
     * @throws IllegalStateException if it is turning already, on this thread or another
     * @throws ClosedChannelException if it is closed
     * @throws IOException if the port fails: then the loop has died, as in {@link #run()}
     */
    int runOnce(long timeoutNanos) throws IOException;

    /** Ends {@link #run()} after the turn it is in, or before its first. */
    void stop();

    /** Ends the wait under way, or the next one. Costs a system call only if the loop is really waiting. */
    void wakeup();

    /**
     * Has a task run on the loop's thread, in its next turn. Tasks of one thread run in their order.
     *
     * @param task what to run
     * @throws RejectedExecutionException if the dispatcher is closed. Its cause is what the loop died of, if it did
     */
    @Override
    void execute(Runnable task);

    /**
     * Makes a view of this dispatcher as a {@link ScheduledExecutorService}, each call another. Its tasks run on the loop's
     * thread. Shutting it down ends the view, not the dispatcher. As with a {@link
     * java.util.concurrent.ScheduledThreadPoolExecutor}, delayed tasks still run then, and periodic ones do not. When the
     * dispatcher closes, what is still scheduled is cancelled. When the loop dies, it fails with the cause.
     *
     * <p>A fixed rate that falls behind catches up, as there: no run is skipped. It has one run a turn of the loop, and each
     * late run waits for the timers that were due before it. So a task that always takes longer than its period delays the
     * others by one run of it, not more. It keeps the loop busy all the time, and lags behind further and further. Where the
     * missed runs have no worth, take {@code scheduleWithFixedDelay}.
     *
     * <p>What waits for the loop may not be called on the loop's thread. It fails there with an {@link IllegalStateException}
     * instead of blocking for ever. This concerns {@code invokeAll}, {@code invokeAny}, {@code awaitTermination}, and {@code
     * get} of a future that is not done.
     *
     * @return the view
     */
    ScheduledExecutorService asScheduledExecutor();

    /**
     * Makes a timer, which is not scheduled yet.
     *
     * @param task what it runs, on the loop's thread
     * @return the timer
     */
    LoopTimer timer(Runnable task);

    /**
     * Makes a timer and schedules it.
     *
     * @param delayNanos how long until it runs the task. It never runs early. The time that the machine is suspended does not count
     *     (see {@link LoopTimer})
     * @param task what it runs, on the loop's thread
     * @return the timer
     * @throws RejectedExecutionException if the dispatcher is closed
     */
    LoopTimer schedule(long delayNanos, Runnable task);

    /** {@return the backend that it runs on} */
    Backend backend();

    /** {@return its name: see {@link DispatcherBuilder#name}. {@code dispatcher} if it was given none} */
    String name();

    /** {@return in one line what it runs on, and why, which version of Pollux it is, and how it waits} */
    String describe();

    /** {@return what it has done until now} */
    DispatcherCounters counters();

    /**
     * {@return how many sockets and listeners are registered now, or open at its completion port} Those that were closed are
     * not among them, whoever closed them. It looks at each.
     */
    int sourceCount();

    /** {@return true if the caller is the thread that turns the loop now} */
    boolean isLoopThread();

    /**
     * {@return what completes when the dispatcher is closed and all is told} It completes normally after {@link #close()}. If
     * the loop has died, it completes exceptionally, with a {@link java.util.concurrent.CompletionException} whose cause is
     * what it died of. That happens on the thread that closes, or the loop's.
     */
    CompletionStage<Void> closed();

    /**
     * Waits until the dispatcher is closed and all is told.
     *
     * @param timeoutNanos how long at most
     * @return false if the time was up before
     * @throws ExecutionException with what the loop died of, if it did
     * @throws InterruptedException if the thread is interrupted
     * @throws IllegalStateException if it is called on the loop's own thread, which would wait for itself
     */
    boolean awaitClosed(long timeoutNanos) throws InterruptedException, ExecutionException;

    /** {@return true once it was closed, or has died} */
    boolean isClosed();

    /**
     * Closes the dispatcher. Ends {@link #run()} and waits for it, unless called from the loop itself. Then runs the tasks
     * that were accepted, closes its listeners, every socket that is registered with it, and its port. Connects under way fail
     * with a {@link ClosedChannelException}. Timers that are scheduled don't run, and futures of {@link
     * #asScheduledExecutor()} that are not done are cancelled. A second call does nothing.
     *
     * <p>From then on, what asks for something that is still to come is refused. {@link #execute}, {@link #schedule}, {@link
     * LoopTimer#schedule} and the methods of an {@link #asScheduledExecutor()} throw a {@link RejectedExecutionException}. What
     * polls, opens, listens, connects, registers, or moves a registration here throws a {@link ClosedChannelException}. A
     * registration of its own was closed with it: to move that one throws an {@link IllegalStateException}. {@link #run()}
     * returns at once. Questions are answered as before: no timer is scheduled, no source is registered. Another close,
     * {@link #stop()}, {@link #wakeup()}, and the close or cancel of what came from here, do nothing.
     *
     * <p>Callbacks, tasks and timers that run while another thread closes need not know. The timers that they schedule are
     * taken, and do not run.
     */
    @Override
    void close();
}
