package dev.pollux.benchmarks.micro;

import dev.pollux.benchmarks.Contestants;
import dev.pollux.completion.CompletionPort;
import dev.pollux.readiness.ReadinessPort;
import io.netty.channel.ManualIoEventLoop;
import io.netty.channel.epoll.EpollIoHandler;
import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/**
 * A wakeup of a loop that sleeps: two threads, each in a wait of its own, wake each other in turn. A call of the method is
 * there and back, two wakeups. A thread goes on when it sees that it was called, whatever its wait returned for: one rule for
 * all, the C program too.
 *
 * <p>Netty's is its epoll on a loop that is turned by hand, as in {@link NettyLoop}, and woken by a task that does nothing: its
 * bare {@code wakeup} is lost if the loop is not asleep yet.
 */
public class PingPongBenchmark extends MicroBenchmark {
    /** Who. */
    @Param({
        Contestants.POLLUX_FFM,
        Contestants.POLLUX_JNI,
        Contestants.POLLUX_JNR,
        Contestants.POLLUX_NIO,
        Contestants.POLLUX_IO_URING,
        Contestants.POLLUX_EMULATED,
        Contestants.JDK_CONSUMER,
        Contestants.JDK_SELECT,
        Contestants.NETTY_EPOLL
    })
    public String contestant;

    private Side here;
    private Side there;
    private Thread answering;
    private volatile boolean ends;
    private volatile Throwable failure;

    /** What waits, on the one thread that made it, and is woken by the other. */
    private interface Port {
        void await() throws IOException;

        void wakeup();

        void close() throws IOException;
    }

    /** A thread's port, and how often it was called. */
    private static final class Side {
        private final AtomicLong calls = new AtomicLong();
        private final Port port;
        private long seen;

        Side(Port port) {
            this.port = port;
        }

        void call() {
            calls.lazySet(calls.getPlain() + 1); // one thread calls, in turn with this one
            port.wakeup();
        }

        void awaitCall() throws IOException {
            while (calls.get() == seen) {
                port.await();
            }
            seen++;
        }
    }

    @Setup
    public void open() throws IOException, InterruptedException {
        here = new Side(port());
        answering = new Thread(this::answer, "answering");
        answering.setDaemon(true);
        synchronized (this) {
            answering.start();
            while (there == null && failure == null) {
                wait();
            }
        }
    }

    private Port port() throws IOException {
        if (Pollux.take(contestant)) {
            return new OfPollux(ReadinessPort.open());
        }
        if (CompletionPorts.isOne(contestant)) {
            return new OfCompletions(CompletionPorts.open(contestant));
        }
        return switch (contestant) {
            case Contestants.JDK_CONSUMER -> new OfJdk(Selector.open(), true);
            case Contestants.JDK_SELECT -> new OfJdk(Selector.open(), false);
            case Contestants.NETTY_EPOLL ->
                new OfNetty(new ManualIoEventLoop(Thread.currentThread(), EpollIoHandler.newFactory()));
            default -> throw new IllegalArgumentException(contestant);
        };
    }

    private void answer() {
        try {
            Side own = new Side(port());
            synchronized (this) {
                there = own;
                notifyAll();
            }
            while (true) {
                own.awaitCall();
                if (ends) {
                    own.port.close();
                    return;
                }
                here.call();
            }
        } catch (IOException | RuntimeException e) {
            synchronized (this) {
                failure = e;
                notifyAll();
            }
            here.call();
        }
    }

    @Benchmark
    public void thereAndBack() throws IOException {
        there.call();
        here.awaitCall();
        if (failure != null) {
            throw new IllegalStateException("the other thread has failed", failure);
        }
    }

    @TearDown
    public void close() throws IOException, InterruptedException {
        ends = true;
        there.call();
        answering.join();
        here.port.close();
    }

    private record OfPollux(ReadinessPort port) implements Port {
        @Override
        public void await() throws IOException {
            port.poll(-1);
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
        public void await() throws IOException {
            port.poll(-1);
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
        public void await() throws IOException {
            if (byConsumer) {
                selector.select(NOTHING);
            } else {
                selector.select();
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

    private record OfNetty(ManualIoEventLoop loop) implements Port {
        private static final Runnable NOTHING = () -> {};

        @Override
        public void await() {
            loop.run(0); // waits
        }

        @Override
        public void wakeup() {
            loop.execute(NOTHING);
        }

        @Override
        public void close() {
            NettyHandle.close(loop);
        }
    }
}
