package dev.pollux.linux;

import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A thread of a test, whose result or failure the test gets. */
public final class Task<T> {
    private static final AtomicInteger STARTED = new AtomicInteger();

    private final FutureTask<T> future;
    private final Thread thread;

    private Task(String name, Callable<T> body) {
        future = new FutureTask<>(body);
        // the kernel keeps 15 bytes of a name, by which NativeThread finds it
        thread = new Thread(future, name.substring(0, Math.min(8, name.length())) + STARTED.incrementAndGet());
        thread.setDaemon(true);
        thread.start();
    }

    public static <T> Task<T> start(String name, Callable<T> body) {
        return new Task<>(name, body);
    }

    /** Starts a thread that waits in epoll or io_uring, and returns once it sleeps there. */
    public static <T> Task<T> startAsleep(String name, Callable<T> body) throws IOException {
        Task<T> task = start(name, body);
        task.nativeThread().awaitAsleep();
        return task;
    }

    NativeThread nativeThread() throws IOException {
        return NativeThread.find(thread.getName());
    }

    /** One turn of a loop that waits without sleeping; fails once the test's time is up. */
    public static void spin() {
        if (Thread.interrupted()) {
            throw new AssertionError("the test's time is up");
        }
        Thread.yield();
    }

    boolean isDone() {
        return future.isDone();
    }

    public T get() throws Exception {
        try {
            return future.get(30, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Exception exception) {
                throw exception;
            }
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw e;
        }
    }
}
