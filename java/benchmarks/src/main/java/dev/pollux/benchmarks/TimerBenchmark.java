package dev.pollux.benchmarks;

import dev.pollux.Dispatcher;
import dev.pollux.Timer;
import java.io.IOException;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Timers as connections have them, while others are pending: due within 30 to 60 s. One thread, no loop turns. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class TimerBenchmark {
    private static final long DELAY_NANOS = TimeUnit.SECONDS.toNanos(60);

    /** How many timers are pending. */
    @Param({"1", "1000000"})
    public int pending;

    private Dispatcher loop;
    private Timer[] timers;
    private Timer one;
    private int next;

    @Setup
    public void open() throws IOException {
        loop = Dispatcher.open();
        Random random = new Random(1);
        timers = new Timer[pending];
        for (int i = 0; i < pending; i++) {
            timers[i] = loop.schedule(DELAY_NANOS / 2 + random.nextLong(DELAY_NANOS / 2), () -> {});
        }
        one = loop.timer(() -> {});
    }

    /** A timeout set, and taken back. */
    @Benchmark
    public void addAndCancel() {
        one.schedule(DELAY_NANOS / 2 + (next += 7919 * 1000 & 0xFFFFF));
        one.cancel();
    }

    /** One connection after the other, at random in memory, puts its idle timeout off. */
    @Benchmark
    public void putOff() {
        next = next * 1664525 + 1013904223;
        timers[(int) ((next & 0xFFFFFFFFL) * pending >>> 32)].schedule(DELAY_NANOS);
    }

    @TearDown
    public void close() {
        loop.close();
    }
}
