package dev.pollux.benchmarks.micro;

import dev.pollux.benchmarks.Contestants;
import java.io.IOException;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/**
 * From the wait through to the callback: descriptors that are ready always, level-triggered, so that each wait reports each
 * of them. The callback looks at its event and counts. A call of the method is some thousand events, whole turns.
 */
public class DispatchBenchmark extends MicroBenchmark {
    /** Who. */
    @Param({
        Contestants.POLLUX_FFM,
        Contestants.POLLUX_JNI,
        Contestants.POLLUX_JNR,
        Contestants.POLLUX_NIO,
        Contestants.JDK_CONSUMER,
        Contestants.JDK_SELECT,
        Contestants.NETTY_EPOLL
    })
    public String contestant;

    /** How many are ready. */
    @Param({"1", "64", "1000"})
    public int ready;

    /** How many are idle beside them. */
    @Param({"0", "10000"})
    public int idle;

    /** Some loops let their batch grow while it is too small for what is ready. */
    private static final int SETTLING_CALLS = 5;

    private final Count count = new Count();
    private DispatchLoop loop;
    private long runs;

    static DispatchLoop open(String contestant) throws IOException {
        if (Pollux.take(contestant)) {
            return new PolluxLoop();
        }
        return switch (contestant) {
            case Contestants.JDK_SELECT -> new SelectorLoop(false);
            case Contestants.JDK_CONSUMER -> new SelectorLoop(true);
            case Contestants.NETTY_EPOLL -> new NettyLoop();
            default -> throw new IllegalArgumentException(contestant);
        };
    }

    /** {@return how many events a call of {@link #events()} delivers} */
    static int eventsEachCall(int ready) {
        return ready * Math.max(1, 4096 / ready);
    }

    @Setup
    public void open() throws IOException {
        loop = open(contestant);
        for (int i = 0; i < idle; i++) {
            loop.addIdle(count);
        }
        for (int i = 0; i < ready; i++) {
            loop.addReady(count);
        }
        for (int i = 0; i < SETTLING_CALLS; i++) {
            loop.run(count, eventsEachCall(ready));
        }
        count.events = 0;
    }

    /** Some thousand events: {@link #eventsEachCall}. */
    @Benchmark
    public long events() throws IOException {
        runs++;
        loop.run(count, eventsEachCall(ready));
        return count.events;
    }

    /** Also that each turn has delivered what was ready, no more and no less. */
    @TearDown
    public void close() throws IOException {
        loop.close();
        if (count.events != runs * eventsEachCall(ready)) {
            throw new IllegalStateException(count.events + " events, not " + runs * eventsEachCall(ready));
        }
    }
}
