package dev.pollux.benchmarks.micro;

import dev.pollux.benchmarks.Contestants;
import dev.pollux.readiness.ReadinessDispatcher;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.nio.NioIoHandler;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.AgentRunner;
import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.ManyToOneConcurrentArrayQueue;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * Tasks that other threads hand to a running loop. JMH's threads are the producers ({@code -t}). The loop has a thread of its
 * own, and sleeps when it has nothing to do.
 *
 * <p>A producer stops while {@value #BACKLOG} of its tasks have not run yet, and yields: so the backlog, and with it what a
 * measurement can count that was not done, is bounded. Each producer hands over one task object again and again, which counts.
 *
 * <p>Netty's are its event loops as a server has them. Agrona has no loop that waits for I/O: this is its queue, emptied by one
 * of its agents with the idle strategy that it has for that. What it lacks beside the others is the wakeup.
 */
public class HandOverBenchmark extends MicroBenchmark {
    private static final int BACKLOG = 4096;

    /** Who. */
    @Param({
        Contestants.POLLUX_FFM,
        Contestants.POLLUX_JNI,
        Contestants.POLLUX_JNR,
        Contestants.POLLUX_NIO,
        Contestants.NETTY_EPOLL,
        Contestants.NETTY_NIO,
        Contestants.AGRONA
    })
    public String contestant;

    private Loop loop;

    /** What takes tasks. */
    private interface Loop extends Executor {
        void close() throws InterruptedException;
    }

    /** One thread that hands tasks over. */
    @State(Scope.Thread)
    public static class Producer {
        private final AtomicLong ran = new AtomicLong();
        private final Runnable task = () -> ran.lazySet(ran.getPlain() + 1); // on the loop's thread alone
        private long handedOver;
        private long knownToHaveRun;

        void awaitRoom() {
            if (handedOver - knownToHaveRun >= BACKLOG) {
                while (handedOver - (knownToHaveRun = ran.get()) >= BACKLOG) {
                    Thread.yield();
                }
            }
            handedOver++;
        }

        /** Also that each task was run. */
        @TearDown
        public void awaitRun() {
            while (ran.get() < handedOver) {
                Thread.yield();
            }
        }
    }

    @Setup
    public void open() throws IOException {
        if (Pollux.take(contestant)) {
            loop = new OfPollux();
        } else {
            loop = switch (contestant) {
                case Contestants.NETTY_EPOLL -> new OfNetty(EpollIoHandler.newFactory());
                case Contestants.NETTY_NIO -> new OfNetty(NioIoHandler.newFactory());
                case Contestants.AGRONA -> new OfAgrona();
                default -> throw new IllegalArgumentException(contestant);
            };
        }
    }

    @Benchmark
    public void handOver(Producer producer) {
        producer.awaitRoom();
        loop.execute(producer.task);
    }

    @TearDown
    public void close() throws InterruptedException {
        loop.close();
    }

    private static final class OfPollux implements Loop {
        private final ReadinessDispatcher loop = ReadinessDispatcher.open();
        private final Thread thread = new Thread(this::run, "loop");

        OfPollux() throws IOException {
            thread.start();
        }

        private void run() {
            try {
                loop.run();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void execute(Runnable task) {
            loop.execute(task);
        }

        @Override
        public void close() throws InterruptedException {
            loop.close();
            thread.join();
        }
    }

    private static final class OfNetty implements Loop {
        private final EventLoopGroup group;
        private final Executor loop;

        OfNetty(IoHandlerFactory factory) {
            group = new MultiThreadIoEventLoopGroup(1, factory);
            loop = group.next();
        }

        @Override
        public void execute(Runnable task) {
            loop.execute(task);
        }

        @Override
        public void close() throws InterruptedException {
            group.shutdownGracefully(0, 0, TimeUnit.SECONDS).sync();
        }
    }

    private static final class OfAgrona implements Loop, Agent {
        private final ManyToOneConcurrentArrayQueue<Runnable> queue = new ManyToOneConcurrentArrayQueue<>(8 * BACKLOG);
        private final AgentRunner runner =
                new AgentRunner(new BackoffIdleStrategy(), Throwable::printStackTrace, null, this);

        OfAgrona() {
            AgentRunner.startOnThread(runner);
        }

        @Override
        public void execute(Runnable task) {
            while (!queue.offer(task)) {
                Thread.yield();
            }
        }

        @Override
        public int doWork() {
            return queue.drain(Runnable::run, 1024); // as many as the others run in a turn
        }

        @Override
        public String roleName() {
            return "loop";
        }

        /** The others run what they were handed when they close. An agent stops where it is. */
        @Override
        public void close() {
            while (!queue.isEmpty()) {
                Thread.yield();
            }
            runner.close();
        }
    }
}
