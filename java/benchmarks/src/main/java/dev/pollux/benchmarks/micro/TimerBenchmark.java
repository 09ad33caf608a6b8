package dev.pollux.benchmarks.micro;

import dev.pollux.LoopTimer;
import dev.pollux.benchmarks.Contestants;
import dev.pollux.readiness.ReadinessDispatcher;
import io.netty.channel.ManualIoEventLoop;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.agrona.DeadlineTimerWheel;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/**
 * Timers as connections have them, while others are pending: due within 30 to 60 s. All on the loop's thread, in whose turns
 * Pollux's batches run. A call of the method is {@value #BATCH} timers.
 *
 * <p>Each reads the clock for each timer, as its delay asks for. Agrona's caller does it, because its wheel knows no delays. That
 * wheel has ticks enough for its slots to stay short, as its documentation asks. It does not take part in {@link #putOff}: at a
 * benchmark's rate thousands would fall into one tick, which is not what it is made for. Netty has no way to put a timer off: it
 * is cancelled, and another made. Its hashed wheel is not here, because there the work is another thread's, 100 000 timers a tick.
 */
public class TimerBenchmark extends MicroBenchmark {
    /** How many timers a call of the method is about. */
    static final int BATCH = 1000;

    private static final long DELAY_NANOS = TimeUnit.SECONDS.toNanos(60);

    /** Who. */
    @Param({
        Contestants.POLLUX_FFM,
        Contestants.POLLUX_JNI,
        Contestants.POLLUX_NIO,
        Contestants.NETTY_EPOLL,
        Contestants.AGRONA
    })
    public String contestant;

    /** How many timers are pending. */
    @Param({"1", "1000000"})
    public int pending;

    private Loop loop;
    private int seed;
    private int fired;

    /** A loop's timers. Those pending are numbered. */
    private interface Loop {
        void add(int number, long delayNanos);

        /** Runs what calls the other methods, on the loop's thread. */
        void run(Runnable batch) throws IOException;

        void addAndCancel(long delayNanos);

        void putOff(int number, long delayNanos);

        /** Schedules one that counts. */
        void addDue(int index);

        /** Turns without waiting, and fires what is due. */
        void turn() throws IOException;

        void close() throws IOException;
    }

    @Setup
    public void open() throws IOException {
        if (Pollux.take(contestant)) {
            loop = new OfPollux();
        } else if (contestant.equals(Contestants.NETTY_EPOLL)) {
            loop = new OfNetty();
        } else {
            loop = new OfAgrona();
        }
        Random random = new Random(1);
        loop.run(() -> {
            for (int i = 0; i < pending; i++) {
                loop.add(i, DELAY_NANOS / 2 + random.nextLong(DELAY_NANOS / 2));
            }
        });
    }

    /** A timeout set, and taken back. */
    @Benchmark
    public void addAndCancel() throws IOException {
        loop.run(() -> {
            for (int i = 0; i < BATCH; i++) {
                loop.addAndCancel(DELAY_NANOS / 2 + (next() & 0xFFF_FFFF));
            }
        });
    }

    /** One connection after the other, at random in memory, puts its idle timeout off. */
    @Benchmark
    public void putOff() throws IOException {
        loop.run(() -> {
            for (int i = 0; i < BATCH; i++) {
                loop.putOff((int) ((next() & 0xFFFF_FFFFL) * pending >>> 32), DELAY_NANOS);
            }
        });
    }

    /** As many timers set, and fired in the loop's next turns. */
    @Benchmark
    public void fire() throws IOException {
        fired = 0;
        loop.run(() -> {
            for (int i = 0; i < BATCH; i++) {
                loop.addDue(i);
            }
        });
        while (fired < BATCH) {
            loop.turn();
        }
    }

    private int next() {
        return seed = seed * 1664525 + 1013904223;
    }

    @TearDown
    public void close() throws IOException {
        loop.close();
    }

    private final class OfPollux implements Loop {
        private final ReadinessDispatcher loop = ReadinessDispatcher.open();
        private final LoopTimer[] timers = new LoopTimer[pending];
        private final LoopTimer one = loop.timer(() -> {});
        private final LoopTimer[] due = new LoopTimer[BATCH];

        OfPollux() throws IOException {
            for (int i = 0; i < BATCH; i++) {
                due[i] = loop.timer(() -> fired++);
            }
        }

        @Override
        public void add(int number, long delayNanos) {
            timers[number] = loop.schedule(delayNanos, () -> {});
        }

        @Override
        public void run(Runnable batch) throws IOException {
            loop.execute(batch);
            loop.runOnce(0);
        }

        @Override
        public void addAndCancel(long delayNanos) {
            one.schedule(delayNanos);
            one.cancel();
        }

        @Override
        public void putOff(int number, long delayNanos) {
            timers[number].schedule(delayNanos);
        }

        @Override
        public void addDue(int index) {
            due[index].schedule(0);
        }

        @Override
        public void turn() throws IOException {
            loop.runOnce(0);
        }

        @Override
        public void close() {
            loop.close();
        }
    }

    private final class OfNetty implements Loop {
        private final ManualIoEventLoop loop =
                new ManualIoEventLoop(Thread.currentThread(), EpollIoHandler.newFactory());
        private final Future<?>[] timers = new Future<?>[pending];
        private final Runnable nothing = () -> {};
        private final Runnable count = () -> fired++;

        @Override
        public void add(int number, long delayNanos) {
            timers[number] = loop.schedule(nothing, delayNanos, TimeUnit.NANOSECONDS);
        }

        @Override
        public void run(Runnable batch) {
            batch.run(); // this is the loop's thread
            loop.runNow();
        }

        @Override
        public void addAndCancel(long delayNanos) {
            loop.schedule(nothing, delayNanos, TimeUnit.NANOSECONDS).cancel(false);
        }

        @Override
        public void putOff(int number, long delayNanos) {
            timers[number].cancel(false);
            add(number, delayNanos);
        }

        @Override
        public void addDue(int index) {
            loop.schedule(count, 0, TimeUnit.NANOSECONDS);
        }

        @Override
        public void turn() {
            loop.runNow();
        }

        @Override
        public void close() {
            NettyHandle.close(loop);
        }
    }

    /** Without a loop: the wheel alone, polled once a batch. */
    private final class OfAgrona implements Loop, DeadlineTimerWheel.TimerHandler {
        private static final long TICK_NANOS = 1 << 20;

        private final DeadlineTimerWheel wheel = pending == 1
                ? new DeadlineTimerWheel(TimeUnit.NANOSECONDS, System.nanoTime(), TICK_NANOS, 1 << 10)
                : new DeadlineTimerWheel(TimeUnit.NANOSECONDS, System.nanoTime(), TICK_NANOS, 1 << 16, 32); // 68 s
        private final long[] timers = new long[pending];

        @Override
        public void add(int number, long delayNanos) {
            timers[number] = wheel.scheduleTimer(System.nanoTime() + delayNanos);
        }

        @Override
        public void run(Runnable batch) {
            batch.run();
        }

        @Override
        public void addAndCancel(long delayNanos) {
            wheel.cancelTimer(wheel.scheduleTimer(System.nanoTime() + delayNanos));
        }

        @Override
        public void putOff(int number, long delayNanos) {
            wheel.cancelTimer(timers[number]);
            add(number, delayNanos);
        }

        @Override
        public void addDue(int index) {
            wheel.scheduleTimer(System.nanoTime());
        }

        @Override
        public void turn() {
            wheel.poll(System.nanoTime(), this, Integer.MAX_VALUE);
        }

        @Override
        public boolean onTimerExpiry(TimeUnit timeUnit, long now, long timerId) {
            fired++;
            return true;
        }

        @Override
        public void close() {
            wheel.clear();
        }
    }
}
