package dev.pollux;

import dev.pollux.internal.loop.LoopPort;
import dev.pollux.readiness.ReadinessDispatcher;
import dev.pollux.readiness.ReadinessDispatcherBuilder;
import java.io.IOException;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/**
 * Several loops, each a {@link ReadinessDispatcher} with a thread of its own: what a server has that needs more than one processor.
 * A connection lives on one of them; {@link #listen} spreads them.
 *
 * <p>When one loop dies, all are closed, for a server that answers on half of its loops helps nobody: {@link #await} tells
 * the cause. All methods may be called from any thread.
 */
public final class DispatcherGroup implements AutoCloseable {
    /** The most loops that a group can have: each has a thread and descriptors. */
    public static final int MAX_LOOPS = 1024;

    private final List<ReadinessDispatcher> loops;
    private final List<LoopRun> runs;
    private final ThreadFactory threadFactory; // null for the group's own
    private final String name;
    private final CountDownLatch ended;
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();

    // Guarded by this.
    private boolean started;
    private boolean closed;

    private DispatcherGroup(Builder builder, List<ReadinessDispatcher> loops) {
        this.loops = List.copyOf(loops);
        runs = this.loops.stream().map(LoopRun::new).toList();
        name = builder.name;
        threadFactory = builder.threadFactory;
        ended = new CountDownLatch(loops.size());
    }

    /**
     * {@return a builder of a group}
     *
     * @param loopCount how many loops, 1 to {@link #MAX_LOOPS}. The processors are a good number for loops that never block
     */
    public static Builder builder(int loopCount) {
        return new Builder(loopCount);
    }

    /** What a group can be told before it is opened. */
    public static final class Builder {
        private final int loopCount;
        private String name = "loop";
        private ThreadFactory threadFactory;
        private Consumer<ReadinessDispatcherBuilder> settings = builder -> {};

        private Builder(int loopCount) {
            if (loopCount < 1 || loopCount > MAX_LOOPS) {
                throw new IllegalArgumentException(
                        "a group of " + loopCount + " loops is not within 1 and " + MAX_LOOPS);
            }
            this.loopCount = loopCount;
        }

        /**
         * Sets what the loops and their threads are called, with a number after it: {@code loop} by default.
         *
         * @param newName the name
         * @return this
         */
        public Builder name(String newName) {
            name = Objects.requireNonNull(newName, "name");
            return this;
        }

        /**
         * Sets what makes the threads: to bind them to processors, say. It names them, too.
         *
         * @param factory the factory
         * @return this
         */
        public Builder threadFactory(ThreadFactory factory) {
            threadFactory = Objects.requireNonNull(factory, "threadFactory");
            return this;
        }

        /**
         * Sets what each loop is told before it is opened.
         *
         * @param newSettings called once a loop
         * @return this
         */
        public Builder settings(Consumer<ReadinessDispatcherBuilder> newSettings) {
            settings = Objects.requireNonNull(newSettings, "settings");
            return this;
        }

        /**
         * Opens the loops, which do not run yet.
         *
         * @return the group
         * @throws IOException if the system refuses. Then none is open
         * @throws UnsupportedOperationException if the backend is not available
         */
        public DispatcherGroup open() throws IOException {
            List<ReadinessDispatcher> loops = new ArrayList<>();
            try {
                for (int i = 0; i < loopCount; i++) {
                    ReadinessDispatcherBuilder builder =
                            ReadinessDispatcher.builder().name(name + "-" + i);
                    settings.accept(builder);
                    loops.add(builder.open());
                }
                return new DispatcherGroup(this, loops);
            } catch (Throwable e) {
                closeEach(loops, e);
                throw e;
            }
        }
    }

    /** Closes all, whatever one of them throws. Returns the first that was thrown. */
    private static Throwable closeEach(List<ReadinessDispatcher> loops, Throwable known) {
        Throwable thrown = known;
        for (ReadinessDispatcher loop : loops) {
            try {
                loop.close();
            } catch (Throwable e) {
                thrown = LoopPort.first(thrown, e);
            }
        }
        return thrown;
    }

    /**
     * Starts the threads. If one can't be started, or the thread factory fails, the group is closed.
     *
     * @return this
     * @throws IllegalStateException if they were started, or the group is closed
     * @throws NullPointerException if the thread factory returns null
     */
    public DispatcherGroup start() {
        Throwable failed;
        synchronized (this) {
            if (closed || started) {
                throw new IllegalStateException(this + (closed ? " is closed" : " was started"));
            }
            started = true;
            failed = startThreads();
            if (failed != null) {
                closed = true;
                runs.forEach(LoopRun::giveUp);
            }
        }
        if (failed != null) {
            closeEach(loops, failed); // not under the lock: it waits for loops, whose callbacks may close this group
            LoopPort.<RuntimeException>rethrow(failed);
        }
        return this;
    }

    /** Returns why it did not: there is no memory for one more, say, or the factory has started it itself. */
    private Throwable startThreads() {
        try {
            List<Thread> threads = new ArrayList<>();
            for (LoopRun run : runs) {
                Thread thread = threadFactory == null
                        ? new Thread(run, name + "-" + threads.size())
                        : threadFactory.newThread(run);
                threads.add(Objects.requireNonNull(thread, "the thread factory has made none"));
            }
            threads.forEach(Thread::start);
            return null;
        } catch (Throwable e) {
            return e;
        }
    }

    /** What a loop's thread runs: once, or never if the group was closed before. */
    private final class LoopRun implements Runnable {
        private final ReadinessDispatcher loop;
        private final AtomicBoolean taken = new AtomicBoolean();

        LoopRun(ReadinessDispatcher loop) {
            this.loop = loop;
        }

        @Override
        public void run() {
            if (taken.compareAndSet(false, true)) {
                DispatcherGroup.this.run(loop);
            }
        }

        /** If it has not begun, it never will. */
        void giveUp() {
            if (taken.compareAndSet(false, true)) {
                ended.countDown();
            }
        }
    }

    private void run(ReadinessDispatcher loop) {
        try {
            while (!loop.isClosed()) { // a stop is not the end of a group's loop
                loop.run();
            }
        } catch (Throwable e) {
            failure.compareAndSet(null, e);
        } finally {
            ended.countDown();
            // One that has died; or was closed by itself. Not by this thread: a close waits for the other loops.
            for (ReadinessDispatcher other : loops) {
                if (other != loop && !other.isClosed()) {
                    try {
                        closeFromItsOwnThread(other);
                    } catch (Throwable e) { // no memory: the others are closed all the same
                        failure.compareAndSet(null, e);
                    }
                }
            }
        }
    }

    private static void closeFromItsOwnThread(ReadinessDispatcher loop) {
        try {
            loop.execute(loop::close);
        } catch (java.util.concurrent.RejectedExecutionException e) {
            // It is closed already.
        }
    }

    /** {@return the loops, in order} */
    public List<ReadinessDispatcher> loops() {
        return loops;
    }

    /** {@return one of the loops, each in turn} */
    public ReadinessDispatcher next() {
        return loops.get(Math.floorMod(next.getAndIncrement(), loops.size()));
    }

    /**
     * Listens on an address and spreads the connections over the loops.
     *
     * @param address the local address, of TCP or of a Unix socket. Port 0 lets the system choose one
     * @param spread how
     * @param setup makes what takes each loop's connections
     * @return the listener. Closing it ends the accepting
     * @throws java.net.BindException if the address is in use or not this machine's
     * @throws UnsupportedOperationException if the system or the backend can't spread so
     * @throws IOException if the system refuses for another reason
     */
    public GroupListener listen(SocketAddress address, Spread spread, AcceptSetup setup) throws IOException {
        Objects.requireNonNull(setup, "setup");
        AbstractPollableSocket.checkAddress(address);
        return GroupListener.open(address, Objects.requireNonNull(spread, "spread"), loops, setup);
    }

    /** {@return the backend that the loops run on} */
    public Backend backend() {
        return loops.get(0).backend();
    }

    /** {@return in one line how many loops there are, and what they run on, and why} */
    public String describe() {
        return loops.get(0).describe() + (loops.size() == 1 ? "" : ", " + loops.size() + " loops");
    }

    /**
     * Waits until all loops have ended.
     *
     * @throws IOException if one has died, with what it died of
     * @throws InterruptedException if the thread is interrupted
     */
    public void await() throws IOException, InterruptedException {
        ended.await();
        throwFailure();
    }

    /**
     * Waits until all loops have ended.
     *
     * @param timeoutNanos how long at most
     * @return false if the time was up before
     * @throws IOException if one has died, with what it died of
     * @throws InterruptedException if the thread is interrupted
     */
    public boolean await(long timeoutNanos) throws IOException, InterruptedException {
        if (!ended.await(timeoutNanos, TimeUnit.NANOSECONDS)) {
            return false;
        }
        throwFailure();
        return true;
    }

    private void throwFailure() throws IOException {
        Throwable cause = failure.get();
        if (cause != null) {
            throw new IOException("a loop has died: " + cause, cause);
        }
    }

    /**
     * Closes all loops, as {@link ReadinessDispatcher#close()}, and waits for them. Called on one of their threads, it has them close
     * and does not wait. A second call does nothing.
     */
    @Override
    public void close() {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            if (!started) {
                runs.forEach(LoopRun::giveUp);
            }
        }
        boolean isOnLoop = loops.stream().anyMatch(ReadinessDispatcher::isLoopThread);
        List<ReadinessDispatcher> here = new ArrayList<>();
        for (ReadinessDispatcher loop : loops) {
            if (isOnLoop && !loop.isLoopThread()) {
                closeFromItsOwnThread(loop);
            } else {
                here.add(loop);
            }
        }
        Throwable thrown = closeEach(here, null);
        if (thrown != null) {
            LoopPort.<RuntimeException>rethrow(thrown);
        }
    }

    @Override
    public String toString() {
        return "DispatcherGroup[" + name + ", " + loops.size() + " loops, " + backend() + "]";
    }
}
