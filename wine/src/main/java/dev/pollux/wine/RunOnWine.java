package dev.pollux.wine;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

/**
 * Runs the tests of every module in a Windows JVM under Wine, and the echo example, as far as this machine has what it
 * takes. Maven starts it. Some runs at a time share the machine, each in a Windows of its own, since most tests wait most of
 * the time. What is left out is said in one line.
 */
public final class RunOnWine {
    private final Queue<String> leftOut = new ConcurrentLinkedQueue<>();
    private final Map<Integer, WindowsJava> runtimes = new HashMap<>(); // under its own lock
    private volatile boolean passed = true;

    private RunOnWine() {}

    /**
     * Its settings are system properties, see the POM.
     *
     * @param arguments none
     * @throws Exception if something unforeseen fails
     */
    public static void main(String[] arguments) throws Exception {
        System.exit(new RunOnWine().main() ? 0 : 1);
    }

    private boolean main() throws IOException, InterruptedException {
        String system = System.getProperty("os.name");
        if (system.startsWith("Windows")) {
            System.out.println("Windows suite: nothing to add on Windows, where each module's own tests are the suite");
            return true;
        }
        try {
            runAll(Run.named(System.getProperty("pollux.wine.runs")));
        } catch (LeftOutException missing) {
            leftOut.add("all of it (" + missing.getMessage() + ")");
        } catch (BrokenException broken) {
            System.out.println("Windows suite FAILED: " + broken.getMessage());
            return false;
        }
        if (!leftOut.isEmpty()) {
            System.out.println("Left out of the Windows suite: " + String.join("; ", leftOut));
        }
        return passed && (leftOut.isEmpty() || !Boolean.getBoolean("pollux.wine.required"));
    }

    private void runAll(List<Run> runs) throws IOException, InterruptedException, LeftOutException {
        String machine = System.getProperty("os.name") + " on " + System.getProperty("os.arch");
        if (!machine.equals("Linux on amd64")) {
            throw new LeftOutException("Wine is used on Linux on amd64, this is " + machine);
        }
        Path proxy = ProxyLibrary.build();
        Queue<Run> waiting = new ConcurrentLinkedQueue<>(runs);
        int atATime = Math.min(runs.size(), Integer.getInteger("pollux.wine.atATime"));
        ExecutorService threads = Executors.newFixedThreadPool(atATime);
        try {
            List<Callable<Void>> all = IntStream.range(0, atATime)
                    .<Callable<Void>>mapToObj(i -> () -> runNext(i, waiting, proxy))
                    .toList();
            for (var one : threads.invokeAll(all)) {
                one.get();
            }
        } catch (ExecutionException failure) {
            rethrow(failure.getCause());
        } finally {
            threads.shutdown();
        }
    }

    /** One after another, until none waits. */
    private Void runNext(int number, Queue<Run> waiting, Path proxy)
            throws IOException, InterruptedException, LeftOutException {
        try (Wine wine = Wine.start(number)) {
            for (Run run = waiting.poll(); run != null; run = waiting.poll()) {
                try {
                    if (!passes(wine, runtime(run.feature(), proxy), run)) {
                        passed = false;
                    }
                } catch (LeftOutException missing) {
                    leftOut.add(run.name() + " (" + missing.getMessage() + ")");
                }
            }
        }
        return null;
    }

    private static void rethrow(Throwable failure) throws IOException, InterruptedException, LeftOutException {
        if (failure instanceof LeftOutException missing) {
            throw missing;
        }
        if (failure instanceof BrokenException broken) {
            throw broken;
        }
        throw new IOException("a run could not be made: " + failure.getMessage(), failure);
    }

    private static boolean passes(Wine wine, WindowsJava java, Run run)
            throws IOException, InterruptedException, LeftOutException {
        int seconds = Integer.getInteger("pollux.wine.seconds");
        return switch (run.kind()) {
            case TESTS -> new Suite(wine, java, run).passes(System.getProperty("pollux.wine.tests"), seconds);
            case COMPARE -> new CompareRun(wine, java, run).passes();
            case HTTP -> new HttpRun(wine, java, run).passes(seconds);
            case ECHO -> new EchoRun(wine, java, run).passes(seconds);
        };
    }

    private WindowsJava runtime(int feature, Path proxy) throws IOException, InterruptedException, LeftOutException {
        synchronized (runtimes) {
            WindowsJava java = runtimes.get(feature);
            if (java == null) {
                java = WindowsJava.get(feature, proxy);
                runtimes.put(feature, java);
            }
            return java;
        }
    }
}
