package dev.pollux.examples.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/**
 * Threads that each hand the loop a task now and then. The loop either has nothing else to do, and sleeps, or it runs short
 * tasks of its own without a pause.
 */
final class Wakeups {
    private static final int LEAST_PAUSE_NANOS = 1_000_000;
    private static final int MORE_PAUSE_NANOS = 2_000_000;
    private static final long WORK_NANOS = 10_000;

    private final LoopUnderTest loop;
    private final Runnable work = this::work;
    private volatile boolean ending;

    private Wakeups(LoopUnderTest loop) {
        this.loop = loop;
    }

    /** {@return medians, in nanoseconds: how long the call took, and how long after its begin the task ran} */
    static long[] measure(LoopUnderTest loop, boolean busy, int threads, int millis) throws InterruptedException {
        Wakeups wakeups = new Wakeups(loop);
        if (busy) {
            loop.execute(wakeups.work);
        }
        List<Caller> callers = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            callers.add(wakeups.new Caller(i));
        }
        callers.forEach(Thread::start);
        TimeUnit.MILLISECONDS.sleep(millis);
        wakeups.ending = true;
        Histogram callNanos = newHistogram();
        Histogram untilRunNanos = newHistogram();
        for (Caller caller : callers) {
            caller.join();
            callNanos.add(caller.callNanos);
            untilRunNanos.add(caller.untilRunNanos);
        }
        if (callNanos.getTotalCount() == 0) {
            throw new IllegalStateException("no task was handed over in " + millis + " ms");
        }
        return new long[] {callNanos.getValueAtPercentile(50), untilRunNanos.getValueAtPercentile(50)};
    }

    private static Histogram newHistogram() {
        return new Histogram(TimeUnit.MINUTES.toNanos(1), 3);
    }

    private void work() {
        long endNanos = System.nanoTime() + WORK_NANOS;
        while (System.nanoTime() - endNanos < 0) {
            Thread.onSpinWait();
        }
        if (!ending) {
            loop.execute(work);
        }
    }

    /** Its task is one object, which tells when it ran. */
    private final class Caller extends Thread {
        final Histogram callNanos = newHistogram();
        final Histogram untilRunNanos = newHistogram();
        private final SplittableRandom random;
        private final Runnable task = this::ran;
        private volatile long ranNanos;
        private volatile boolean pending;

        Caller(int seed) {
            super("caller-" + seed);
            random = new SplittableRandom(seed);
        }

        private void ran() {
            ranNanos = System.nanoTime();
            pending = false;
        }

        @Override
        public void run() {
            while (!ending) {
                LockSupport.parkNanos(LEAST_PAUSE_NANOS + random.nextInt(MORE_PAUSE_NANOS));
                pending = true;
                long startNanos = System.nanoTime();
                loop.execute(task);
                long endNanos = System.nanoTime();
                callNanos.recordValue(endNanos - startNanos);
                while (pending) {
                    LockSupport.parkNanos(LEAST_PAUSE_NANOS / 10); // long enough not to disturb the loop
                }
                untilRunNanos.recordValue(ranNanos - startNanos);
            }
        }
    }
}
