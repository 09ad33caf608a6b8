package dev.pollux.internal.readiness;

import dev.pollux.Backend;
import dev.pollux.internal.loop.LoopPort;
import dev.pollux.readiness.AcceptSetup;
import dev.pollux.readiness.DispatcherGroup;
import dev.pollux.readiness.GroupListener;
import dev.pollux.readiness.ReadinessDispatcher;
import dev.pollux.readiness.Spread;
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

/** The loops of a group, and their threads. */
public final class GroupWork implements DispatcherGroup {
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

    GroupWork(String name, ThreadFactory threadFactory, List<ReadinessDispatcher> loops) {
        this.loops = List.copyOf(loops);
        runs = this.loops.stream().map(LoopRun::new).toList();
        this.name = name;
        this.threadFactory = threadFactory;
        ended = new CountDownLatch(loops.size());
    }

    /** Closes all, whatever one of them throws. Returns the first that was thrown. */
    static Throwable closeEach(List<ReadinessDispatcher> loops, Throwable known) {
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

    @Override
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
                GroupWork.this.run(loop);
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

    @Override
    public List<ReadinessDispatcher> loops() {
        return loops;
    }

    @Override
    public ReadinessDispatcher next() {
        return loops.get(Math.floorMod(next.getAndIncrement(), loops.size()));
    }

    @Override
    public GroupListener listen(SocketAddress address, Spread spread, AcceptSetup setup) throws IOException {
        Objects.requireNonNull(setup, "setup");
        AbstractPollableSocket.checkAddress(address);
        return GroupListenerWork.open(
                address,
                Objects.requireNonNull(spread, "spread"),
                loops.stream().map(ReadinessLoop.class::cast).toList(),
                setup);
    }

    @Override
    public Backend backend() {
        return loops.get(0).backend();
    }

    @Override
    public String describe() {
        return loops.get(0).describe() + (loops.size() == 1 ? "" : ", " + loops.size() + " loops");
    }

    @Override
    public void await() throws IOException, InterruptedException {
        ended.await();
        throwFailure();
    }

    @Override
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
