package dev.pollux.benchmarks;

import dev.pollux.Dispatcher;
import dev.pollux.Interest;
import dev.pollux.Registration;
import dev.pollux.StreamListener;
import dev.pollux.Timer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** What a dispatcher does beside moving bytes: wakeups, tasks, timers, changes of interest. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public abstract class LoopBenchmark {
    private final Runnable nothing = () -> {};
    private Dispatcher loop;
    private Timer timer;
    private Registration registration;

    @Setup
    public void open() throws IOException {
        loop = Dispatcher.open();
        timer = loop.timer(nothing);
        StreamListener listener = loop.openListener();
        listener.bind(new InetSocketAddress("127.0.0.1", 0), 1);
        registration = loop.register(listener, Interest.READ, (r, readiness) -> {});
        loop.runOnce(0);
    }

    /** A wakeup of a loop that is awake. */
    @Benchmark
    public void wakeupAwake() {
        loop.wakeup();
    }

    /** A turn with nothing to do: the wait's own cost. */
    @Benchmark
    public void emptyTurn() throws IOException {
        loop.runOnce(0);
    }

    /** A task handed over and run, in a turn of its own. */
    @Benchmark
    public void taskAndTurn() throws IOException {
        loop.execute(nothing);
        loop.runOnce(0);
    }

    /** A timer put off again, as for an idle timeout. */
    @Benchmark
    public void rescheduleTimer() {
        timer.schedule(TimeUnit.SECONDS.toNanos(60));
    }

    /** An interest changed and changed back, and a turn: less {@link #emptyTurn}, the changes' cost. */
    @Benchmark
    public void toggleInterestAndTurn() throws IOException {
        registration.modify(Interest.NONE);
        registration.modify(Interest.READ);
        loop.runOnce(0);
    }

    @TearDown
    public void close() {
        loop.close();
    }

    /** On epoll, by the ffm binding. */
    @Fork(
            value = 1,
            jvmArgsAppend = {"-Ddev.pollux.backend=epoll", "-Ddev.pollux.binding=ffm"})
    public static class Ffm extends LoopBenchmark {}

    /** On epoll, by the jni binding. */
    @Fork(
            value = 1,
            jvmArgsAppend = {"-Ddev.pollux.backend=epoll", "-Ddev.pollux.binding=jni"})
    public static class Jni extends LoopBenchmark {}

    /** On epoll, by the jnr binding. */
    @Fork(
            value = 1,
            jvmArgsAppend = {"-Ddev.pollux.backend=epoll", "-Ddev.pollux.binding=jnr"})
    public static class Jnr extends LoopBenchmark {}

    /** On the selector. */
    @Fork(value = 1, jvmArgsAppend = "-Ddev.pollux.backend=nio")
    public static class Nio extends LoopBenchmark {}
}
