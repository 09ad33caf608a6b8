package dev.pollux.examples.demo;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** How late each of many ticks is, one a millisecond. One that comes late does not move those behind it. */
final class Ticks implements Runnable {
    private static final long PERIOD_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private final Histogram lateNanos = new Histogram(TimeUnit.MINUTES.toNanos(1), 3);
    private final CountDownLatch end = new CountDownLatch(1);
    private final int count;
    private final LoopUnderTest.Alarm alarm;
    private long dueNanos;

    private Ticks(LoopUnderTest loop, int count) {
        this.count = count;
        alarm = loop.alarm(this);
    }

    /** {@return in nanoseconds the lateness that half of the ticks keep below, and the one that 99 of 100 do} */
    static long[] measure(LoopUnderTest loop, int count) throws InterruptedException {
        Ticks ticks = new Ticks(loop, count);
        loop.execute(ticks::start);
        ticks.end.await();
        return new long[] {ticks.lateNanos.getValueAtPercentile(50), ticks.lateNanos.getValueAtPercentile(99)};
    }

    private void start() {
        dueNanos = System.nanoTime() + PERIOD_NANOS;
        alarm.schedule(PERIOD_NANOS);
    }

    @Override
    public void run() {
        long nowNanos = System.nanoTime();
        lateNanos.recordValue(Math.max(0, nowNanos - dueNanos));
        if (lateNanos.getTotalCount() == count) {
            end.countDown();
            return;
        }
        dueNanos += PERIOD_NANOS;
        alarm.schedule(dueNanos - nowNanos);
    }
}
