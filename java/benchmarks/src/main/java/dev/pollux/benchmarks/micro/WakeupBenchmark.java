package dev.pollux.benchmarks.micro;

import dev.pollux.benchmarks.Contestants;
import dev.pollux.completion.CompletionPort;
import dev.pollux.readiness.ReadinessPort;
import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.function.Consumer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/**
 * A wakeup of a loop that is awake, called by its own thread as by a task that hands on work: its turn ends the wakeup, so what
 * it costs is {@link #wakeupAndTurn} less {@link #turn}. Turns do not sleep.
 *
 * <p>Netty is not among them: it does not wake a loop from the loop's own thread.
 */
public class WakeupBenchmark extends MicroBenchmark {
    /** Who. */
    @Param({
        Contestants.POLLUX_FFM,
        Contestants.POLLUX_JNI,
        Contestants.POLLUX_JNR,
        Contestants.POLLUX_NIO,
        Contestants.POLLUX_IO_URING,
        Contestants.POLLUX_EMULATED,
        Contestants.JDK_CONSUMER,
        Contestants.JDK_SELECT
    })
    public String contestant;

    private Port port;

    /** What waits, and is woken. */
    private interface Port extends AutoCloseable {
        void turn() throws IOException;

        void wakeup();

        @Override
        void close() throws IOException;
    }

    @Setup
    public void open() throws IOException {
        if (Pollux.take(contestant)) {
            port = new OfPollux(ReadinessPort.open());
        } else if (CompletionPorts.isOne(contestant)) {
            port = new OfCompletions(CompletionPorts.open(contestant));
        } else {
            port = new OfJdk(Selector.open(), contestant.equals(Contestants.JDK_CONSUMER));
        }
    }

    @Benchmark
    public void turn() throws IOException {
        port.turn();
    }

    @Benchmark
    public void wakeupAndTurn() throws IOException {
        port.wakeup();
        port.turn();
    }

    @TearDown
    public void close() throws IOException {
        port.close();
    }

    private record OfPollux(ReadinessPort port) implements Port {
        @Override
        public void turn() throws IOException {
            port.poll(0);
        }

        @Override
        public void wakeup() {
            port.wakeup();
        }

        @Override
        public void close() {
            port.close();
        }
    }

    private record OfCompletions(CompletionPort port) implements Port {
        @Override
        public void turn() throws IOException {
            port.poll(0);
        }

        @Override
        public void wakeup() {
            port.wakeup();
        }

        @Override
        public void close() {
            port.close();
        }
    }

    private record OfJdk(Selector selector, boolean byConsumer) implements Port {
        private static final Consumer<SelectionKey> NOTHING = key -> {};

        @Override
        public void turn() throws IOException {
            if (byConsumer) {
                selector.selectNow(NOTHING);
            } else {
                selector.selectNow();
            }
        }

        @Override
        public void wakeup() {
            selector.wakeup();
        }

        @Override
        public void close() throws IOException {
            selector.close();
        }
    }
}
