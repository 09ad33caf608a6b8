package dev.pollux.benchmarks.micro;

import dev.pollux.benchmarks.Contestants;
import dev.pollux.readiness.Interest;
import dev.pollux.readiness.ReadinessCallback;
import dev.pollux.readiness.ReadinessPort;
import dev.pollux.readiness.TriggerMode;
import dev.pollux.readiness.UdpSocket;
import io.netty.channel.IoRegistration;
import io.netty.channel.ManualIoEventLoop;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollIoOps;
import io.netty.channel.unix.Socket;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.function.Consumer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/**
 * A UDP socket is opened, registered, and closed. Between, the loop turns once without waiting, so that the registration is
 * made: the JDK makes it, and ends it, in its next select. All sockets are of IPv4, or some would have a call more to make.
 */
public class ChurnBenchmark extends MicroBenchmark {
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
        void cycle() throws IOException;

        void close() throws IOException;
    }

    @Setup
    public void open() throws IOException {
        System.setProperty("java.net.preferIPv4Stack", "true"); // which is how Netty is told
        if (Pollux.take(contestant)) {
            loop = new OfPollux(ReadinessPort.open());
        } else if (contestant.equals(Contestants.NETTY_EPOLL)) {
            loop = new OfNetty(new ManualIoEventLoop(Thread.currentThread(), EpollIoHandler.newFactory()));
        } else {
            loop = new OfJdk(Selector.open(), contestant.equals(Contestants.JDK_CONSUMER));
        }
    }

    @Benchmark
    public void cycle() throws IOException {
        loop.cycle();
    }

    @TearDown
    public void close() throws IOException {
        loop.close();
    }

    private record OfPollux(ReadinessPort port) implements Loop {
        private static final ReadinessCallback NOTHING = (registration, readiness) -> {};

        @Override
        public void cycle() throws IOException {
            UdpSocket socket = port.openUdpSocket(StandardProtocolFamily.INET);
            port.register(socket, Interest.READ, TriggerMode.LEVEL, NOTHING);
            port.poll(0);
            socket.close();
        }

        @Override
        public void close() {
            port.close();
        }
    }

    private record OfJdk(Selector selector, boolean byConsumer) implements Loop {
        private static final Consumer<SelectionKey> NOTHING = key -> {};

        @Override
        public void cycle() throws IOException {
            DatagramChannel channel = DatagramChannel.open(StandardProtocolFamily.INET);
            channel.configureBlocking(false);
            channel.register(selector, SelectionKey.OP_READ, NOTHING);
            if (byConsumer) {
                selector.selectNow(NOTHING);
            } else {
                selector.selectNow();
            }
            channel.close();
        }

        @Override
        public void close() throws IOException {
            selector.close();
        }
    }

    private record OfNetty(ManualIoEventLoop loop) implements Loop {
        @Override
        public void cycle() throws IOException {
            Socket socket = Socket.newSocketDgram();
            IoRegistration registration = NettyHandle.register(loop, new NettyHandle(socket));
            registration.submit(EpollIoOps.EPOLLIN);
            loop.runNow();
            registration.cancel();
            socket.close();
        }

        @Override
        public void close() {
            NettyHandle.close(loop);
        }
    }
}
