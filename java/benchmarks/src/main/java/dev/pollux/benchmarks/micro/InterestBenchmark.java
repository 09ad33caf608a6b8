package dev.pollux.benchmarks.micro;

import dev.pollux.benchmarks.Contestants;
import dev.pollux.readiness.Interest;
import dev.pollux.readiness.ReadinessPort;
import dev.pollux.readiness.Registration;
import dev.pollux.readiness.TriggerMode;
import dev.pollux.readiness.UdpSocket;
import io.netty.channel.IoRegistration;
import io.netty.channel.ManualIoEventLoop;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollIoOps;
import io.netty.channel.unix.Socket;
import java.io.IOException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.function.Consumer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/**
 * Interest taken away and given back between two waits, as back-pressure does that is over at once: {@link #toggleAndTurn}
 * less {@link #turn}. Turns do not sleep. Each is told by its own call for that. What it makes of that call is what differs.
 */
public class InterestBenchmark extends MicroBenchmark {
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

    private Loop loop;

    private interface Loop {
        void toggle() throws IOException;

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
            loop = new OfJdk(contestant.equals(Contestants.JDK_CONSUMER));
        }
    }

    @Benchmark
    public void turn() throws IOException {
        loop.turn();
    }

    @Benchmark
    public void toggleAndTurn() throws IOException {
        loop.toggle();
        loop.turn();
    }

    @TearDown
    public void close() throws IOException {
        loop.close();
    }

    private static final class OfPollux implements Loop {
        private final ReadinessPort port = ReadinessPort.open();
        private final UdpSocket socket = port.openUdpSocket();
        private final Registration registration =
                port.register(socket, Interest.READ, TriggerMode.LEVEL, (registration, readiness) -> {});

        OfPollux() throws IOException {}

        @Override
        public void toggle() {
            registration.modify(Interest.NONE);
            registration.modify(Interest.READ);
        }

        @Override
        public void turn() throws IOException {
            port.poll(0);
        }

        @Override
        public void close() {
            socket.close();
            port.close();
        }
    }

    private static final class OfJdk implements Loop {
        private final Selector selector = Selector.open();
        private final boolean byConsumer;
        private final DatagramChannel channel = DatagramChannel.open();
        private final SelectionKey key;
        private final Consumer<SelectionKey> nothing = ready -> {};

        OfJdk(boolean byConsumer) throws IOException {
            this.byConsumer = byConsumer;
            channel.configureBlocking(false);
            key = channel.register(selector, SelectionKey.OP_READ);
        }

        @Override
        public void toggle() {
            key.interestOps(0);
            key.interestOps(SelectionKey.OP_READ);
        }

        @Override
        public void turn() throws IOException {
            if (byConsumer) {
                selector.selectNow(nothing);
            } else {
                selector.selectNow();
            }
        }

        @Override
        public void close() throws IOException {
            channel.close();
            selector.close();
        }
    }

    /** As its channels do it, which keep waiting for a hang-up. */
    private static final class OfNetty implements Loop {
        private static final EpollIoOps WITHOUT_READ = EpollIoOps.EPOLLRDHUP;
        private static final EpollIoOps WITH_READ = WITHOUT_READ.with(EpollIoOps.EPOLLIN);

        private final ManualIoEventLoop loop =
                new ManualIoEventLoop(Thread.currentThread(), EpollIoHandler.newFactory());
        private final Socket socket = Socket.newSocketDgram();
        private final IoRegistration registration = NettyHandle.register(loop, new NettyHandle(socket));

        OfNetty() {
            registration.submit(WITH_READ);
        }

        @Override
        public void toggle() {
            registration.submit(WITHOUT_READ);
            registration.submit(WITH_READ);
        }

        @Override
        public void turn() {
            loop.runNow();
        }

        @Override
        public void close() throws IOException {
            NettyHandle.close(loop);
            socket.close();
        }
    }
}
