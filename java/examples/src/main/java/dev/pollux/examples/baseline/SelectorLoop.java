package dev.pollux.examples.baseline;

import java.io.IOException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * An event loop on a bare {@link Selector}: what Pollux's ReadinessDispatcher is compared with. It is written as well as Java allows:
 *
 * <ul>
 *   <li>{@code select(Consumer)}, so that no set of keys is filled and emptied.
 *   <li>it sleeps until the next timer, rounded up to the Selector's whole milliseconds, because rounding down would spin.
 *   <li>tasks come through the JDK's lock-free queue.
 *   <li>a flag tells whether the loop sleeps, so a wakeup of a loop that is awake makes no system call.
 *   <li>timers are reused, in a heap. Nothing is allocated but the queue's nodes, and what the Selector itself allocates.
 * </ul>
 *
 * <p>Channels and timers are changed only from the loop's thread. {@link #execute} and {@link #close} may be called from any thread.
 */
public final class SelectorLoop implements Executor, AutoCloseable {
    private static final long NANOS_A_MILLISECOND = TimeUnit.MILLISECONDS.toNanos(1);

    private final Selector selector = Selector.open();
    private final SelectorTasks tasks;
    private final SelectorTimers timers = new SelectorTimers();
    private final AtomicBoolean asleep = new AtomicBoolean();
    private final Consumer<SelectionKey> deliver = SelectorLoop::deliver;
    private final Thread thread = new Thread(this::run, "selector-loop");
    private volatile boolean stopping;

    /** What a key has attached. */
    public interface Handler {
        /** Takes what the key is ready for. If it throws, the channel is closed. */
        void onReady(SelectionKey key) throws IOException;
    }

    /** Opens a loop, which does not run yet. */
    public SelectorLoop() throws IOException {
        this(new SelectorTasks());
    }

    SelectorLoop(SelectorTasks tasks) throws IOException {
        this.tasks = tasks;
    }

    /** Starts the loop's thread. */
    public void start() {
        thread.start();
    }

    /** Registers a channel, in non-blocking mode. Only from the loop's thread, or before it starts. */
    public SelectionKey register(SelectableChannel channel, int interestOps, Handler handler) throws IOException {
        channel.configureBlocking(false);
        return channel.register(selector, interestOps, handler);
    }

    /** Makes a timer, which is not scheduled yet. Its task runs on the loop's thread. */
    public SelectorTimers.Timer timer(Runnable task) {
        return timers.timer(task);
    }

    /** Has a task run on the loop's thread. From any thread. */
    @Override
    public void execute(Runnable task) {
        tasks.add(task);
        wakeup();
    }

    /** Of several threads that find it asleep, one makes the system call. */
    private void wakeup() {
        if (asleep.get() && asleep.compareAndSet(true, false)) {
            selector.wakeup();
        }
    }

    private void run() {
        try (selector) {
            while (!stopping) {
                await();
                tasks.run();
                timers.fire();
            }
            for (SelectionKey key : selector.keys()) {
                key.channel().close();
            }
        } catch (IOException e) {
            throw new IllegalStateException("the selector failed", e);
        }
    }

    private void await() throws IOException {
        long nanos = timers.nanosUntilNext();
        if (nanos == 0 || !tasks.isEmpty()) {
            selector.selectNow(deliver);
            return;
        }
        asleep.set(true);
        if (!tasks.isEmpty() || stopping) { // added before the flag was seen: nobody wakes the loop for it
            selector.selectNow(deliver);
        } else if (nanos < 0) {
            selector.select(deliver);
        } else {
            selector.select(deliver, (nanos + NANOS_A_MILLISECOND - 1) / NANOS_A_MILLISECOND);
        }
        asleep.set(false);
    }

    private static void deliver(SelectionKey key) {
        try {
            ((Handler) key.attachment()).onReady(key);
        } catch (IOException | RuntimeException e) {
            try {
                key.channel().close();
            } catch (IOException suppressed) {
                // The descriptor is gone either way.
            }
        }
    }

    /** Ends the loop after the turn it is in, and closes its channels. From any thread but the loop's. */
    @Override
    public void close() {
        stopping = true;
        wakeup();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
