package dev.pollux.examples.load;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;

/**
 * Loads a server and tells how it did. Runs on java.nio's Selector and not on Pollux, so that it is the same client for
 * every server.
 */
public final class LoadClient {
    private static final long START_DELAY_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private LoadClient() {}

    /**
     * Connects, loads, and waits for the last reply.
     *
     * @param plan what to do
     * @param onConnected called with the number of connections that were established, before the load begins
     * @return what it has come to
     * @throws IOException if the client itself failed. What the server does wrong is in the result
     */
    public static LoadResult run(LoadPlan plan, IntConsumer onConnected) throws IOException, InterruptedException {
        List<LoadWorker> workers = new ArrayList<>();
        for (int i = 0; i < plan.threads(); i++) {
            workers.add(new LoadWorker(plan, i));
        }
        ExecutorService threads = Executors.newFixedThreadPool(plan.threads(), task -> {
            Thread thread = new Thread(task, "load");
            thread.setDaemon(true);
            return thread;
        });
        try {
            List<Callable<Integer>> connects = new ArrayList<>();
            workers.forEach(worker -> connects.add(worker::connect));
            onConnected.accept(
                    all(threads, connects).stream().mapToInt(Integer::intValue).sum());
            long startNanos = System.nanoTime() + START_DELAY_NANOS;
            List<Callable<LoadTally>> loads = new ArrayList<>();
            workers.forEach(worker -> loads.add(() -> worker.run(startNanos)));
            return LoadResult.of(plan, all(threads, loads));
        } finally {
            threads.shutdownNow();
        }
    }

    private static <T> List<T> all(ExecutorService threads, List<Callable<T>> tasks)
            throws IOException, InterruptedException {
        List<T> results = new ArrayList<>();
        for (Future<T> future : threads.invokeAll(tasks)) {
            try {
                results.add(future.get());
            } catch (ExecutionException e) {
                throw new IOException("the client failed: " + e.getCause(), e.getCause());
            }
        }
        return results;
    }
}
