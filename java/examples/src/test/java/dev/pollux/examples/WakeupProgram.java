package dev.pollux.examples;

import dev.pollux.Backend;
import dev.pollux.readiness.ReadinessDispatcher;
import java.io.File;
import java.util.concurrent.CountDownLatch;

/** Wakes a loop that is awake, and one that sleeps, between marks that are seen in a trace of its system calls. */
final class WakeupProgram {
    static final int AWAKE = 10_000;
    static final int ASLEEP = 100;

    private WakeupProgram() {}

    public static void main(String[] args) throws Exception {
        try (ReadinessDispatcher loop =
                ReadinessDispatcher.builder().backend(Backend.valueOf(args[0])).open()) {
            Thread thread = new Thread(() -> {
                try {
                    loop.run();
                } catch (java.io.IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            });
            thread.start();
            wakeAwake(loop, "warm-up");
            wakeAsleep(loop, thread, 3);
            wakeAwake(loop, "awake");
            mark("asleep-begin");
            wakeAsleep(loop, thread, ASLEEP);
            mark("asleep-end");
        }
    }

    /** A look for a file that is not there: a system call with a name. */
    private static void mark(String name) {
        if (new File("/wakeup-mark-" + name).exists()) {
            throw new IllegalStateException(name);
        }
    }

    private static void wakeAwake(ReadinessDispatcher loop, String name) throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch over = new CountDownLatch(1);
        loop.execute(() -> {
            begun.countDown();
            while (over.getCount() > 0) {
                Thread.onSpinWait();
            }
        });
        begun.await();
        mark(name + "-begin");
        for (int i = 0; i < AWAKE; i++) {
            loop.wakeup();
        }
        mark(name + "-end");
        long before = loop.counters().earlyReturns();
        over.countDown();
        while (loop.counters().earlyReturns() == before) {
            Thread.onSpinWait(); // for the return that they have brought: then it sleeps
        }
    }

    /** Each time it sleeps again. */
    private static void wakeAsleep(ReadinessDispatcher loop, Thread thread, int count) {
        for (int i = 0; i < count; i++) {
            while (!isInWait(thread)) {
                Thread.onSpinWait();
            }
            long before = loop.counters().earlyReturns();
            loop.wakeup();
            while (loop.counters().earlyReturns() == before) {
                Thread.onSpinWait();
            }
        }
    }

    private static boolean isInWait(Thread thread) {
        for (StackTraceElement element : thread.getStackTrace()) {
            if (element.getMethodName().equals("awaitEvents")
                    && element.getClassName().endsWith("Port")) {
                return true;
            }
        }
        return false;
    }
}
