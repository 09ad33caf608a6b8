package dev.pollux.examples.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Tasks that other threads hand over as fast as they can. Each thread stops while {@value #MOST_AHEAD} of its tasks have not
 * run, so that a queue's length is bounded, as in a program that answers.
 */
final class HandOver {
    private static final int MOST_AHEAD = 4096;

    private HandOver() {}

    /** {@return the nanoseconds until the last task has run, and the bytes that the loop and the callers allocated} */
    static long[] measure(LoopUnderTest loop, int threads, int tasks) throws InterruptedException {
        long allocatedBefore = allocatedByLoop(loop);
        CountDownLatch go = new CountDownLatch(1);
        List<Caller> callers = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            callers.add(new Caller(loop, tasks / threads, go));
        }
        callers.forEach(Thread::start);
        long startNanos = System.nanoTime();
        go.countDown();
        long allocated = 0;
        for (Caller caller : callers) {
            caller.join();
            allocated += caller.allocated;
        }
        long nanos = System.nanoTime() - startNanos;
        return new long[] {nanos, allocated + allocatedByLoop(loop) - allocatedBefore};
    }

    private static long allocatedByLoop(LoopUnderTest loop) throws InterruptedException {
        AtomicLong bytes = new AtomicLong();
        CountDownLatch told = new CountDownLatch(1);
        loop.execute(() -> {
            bytes.set(ProcessUsage.allocatedBytesOfThread());
            told.countDown();
        });
        told.await();
        return bytes.get();
    }

    private static final class Caller extends Thread {
        private final LoopUnderTest loop;
        private final int tasks;
        private final CountDownLatch go;
        private final AtomicLong ran = new AtomicLong();
        private final Runnable task = () -> ran.lazySet(ran.getPlain() + 1); // on the loop's thread alone
        long allocated;

        Caller(LoopUnderTest loop, int tasks, CountDownLatch go) {
            super("caller");
            this.loop = loop;
            this.tasks = tasks;
            this.go = go;
        }

        @Override
        public void run() {
            try {
                go.await();
            } catch (InterruptedException e) {
                return;
            }
            long before = ProcessUsage.allocatedBytesOfThread();
            long known = 0;
            for (int i = 0; i < tasks; i++) {
                if (i - known >= MOST_AHEAD) {
                    known = awaitRan(i - MOST_AHEAD + 1);
                }
                loop.execute(task);
            }
            awaitRan(tasks);
            allocated = ProcessUsage.allocatedBytesOfThread() - before;
        }

        private long awaitRan(long least) {
            long known;
            while ((known = ran.get()) < least) {
                Thread.yield();
            }
            return known;
        }
    }
}
