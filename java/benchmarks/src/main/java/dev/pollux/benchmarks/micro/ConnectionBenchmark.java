package dev.pollux.benchmarks.micro;

import dev.pollux.benchmarks.Contestants;
import dev.pollux.readiness.ReadinessDispatcher;
import dev.pollux.readiness.StreamListener;
import dev.pollux.readiness.StreamSocket;
import io.netty.channel.IoEvent;
import io.netty.channel.IoRegistration;
import io.netty.channel.ManualIoEventLoop;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollIoOps;
import io.netty.channel.unix.Socket;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/**
 * A connection is made, accepted through the loop, and closed, on one thread. Over the loopback the handshake is done within
 * {@code connect}, so that needs no wait. Both ends are the contestant's own. The connecting end is closed first, and by a
 * reset. Otherwise the system would run out of ports.
 *
 * <p>The accepted end is made non-blocking, as a server needs it: by accept4(2) or, with the JDK, by a call of its own. Who has
 * a limit of how many connections a turn accepts asks the system again after the one: so does Pollux, and the JDK's and Netty's
 * servers that are well written. The C program does not.
 */
public class ConnectionBenchmark extends MicroBenchmark {
    private static final InetSocketAddress ANY_PORT = new InetSocketAddress("127.0.0.1", 0);

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
        void connectAcceptClose() throws IOException;

        void close() throws IOException;
    }

    @Setup
    public void open() throws IOException {
        if (Pollux.take(contestant)) {
            loop = new OfPollux();
        } else if (contestant.equals(Contestants.NETTY_EPOLL)) {
            System.setProperty(
                    "java.net.preferIPv4Stack", "true"); // which is how Netty is told; the others' is IPv4, too
            loop = new OfNetty();
        } else {
            loop = new OfJdk(contestant.equals(Contestants.JDK_CONSUMER));
        }
    }

    @Benchmark
    public void connectAcceptClose() throws IOException {
        loop.connectAcceptClose();
    }

    @TearDown
    public void close() throws IOException {
        loop.close();
    }

    private static final class OfPollux implements Loop {
        private final ReadinessDispatcher loop = ReadinessDispatcher.open();
        private final SocketAddress address;
        private StreamSocket accepted;

        OfPollux() throws IOException {
            StreamListener listener = loop.listen(ANY_PORT, socket -> accepted = socket);
            address = listener.localAddress();
        }

        @Override
        public void connectAcceptClose() throws IOException {
            StreamSocket peer = loop.port().connect(address);
            peer.setOption(StandardSocketOptions.SO_LINGER, 0);
            while (accepted == null) {
                loop.runOnce(-1);
            }
            peer.close();
            accepted.close();
            accepted = null;
        }

        @Override
        public void close() {
            loop.close();
        }
    }

    private static final class OfJdk implements Loop {
        private final Selector selector = Selector.open();
        private final boolean byConsumer;
        private final ServerSocketChannel listener = ServerSocketChannel.open();
        private final SocketAddress address;
        private SocketChannel accepted;

        OfJdk(boolean byConsumer) throws IOException {
            this.byConsumer = byConsumer;
            address = listener.bind(ANY_PORT).getLocalAddress();
            listener.configureBlocking(false);
            listener.register(selector, SelectionKey.OP_ACCEPT);
        }

        @Override
        public void connectAcceptClose() throws IOException {
            SocketChannel peer = SocketChannel.open();
            peer.configureBlocking(false);
            peer.connect(address);
            peer.setOption(StandardSocketOptions.SO_LINGER, 0);
            while (accepted == null) {
                turn();
            }
            peer.close();
            accepted.close();
            accepted = null;
        }

        private void turn() throws IOException {
            if (byConsumer) {
                selector.select(this::onReady);
            } else {
                selector.select();
                for (SelectionKey key : selector.selectedKeys()) {
                    onReady(key);
                }
                selector.selectedKeys().clear();
            }
        }

        private void onReady(SelectionKey key) {
            try {
                SocketChannel next;
                while ((next = ((ServerSocketChannel) key.channel()).accept()) != null) {
                    next.configureBlocking(false);
                    accepted = next;
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void close() throws IOException {
            listener.close();
            selector.close();
        }
    }

    private static final class OfNetty implements Loop {
        private final ManualIoEventLoop loop =
                new ManualIoEventLoop(Thread.currentThread(), EpollIoHandler.newFactory());
        private final Socket listener = Socket.newSocketStream();
        private final InetSocketAddress address;
        private final byte[] peerAddress = new byte[128];
        private Socket accepted;

        OfNetty() throws IOException {
            listener.bind(ANY_PORT);
            listener.listen(128);
            address = listener.localAddress();
            NettyHandle.register(loop, new NettyHandle(listener) {
                        @Override
                        public void handle(IoRegistration registration, IoEvent event) {
                            accept();
                        }
                    })
                    .submit(EpollIoOps.EPOLLIN);
        }

        private void accept() {
            try {
                int fd;
                while ((fd = listener.accept(peerAddress)) >= 0) {
                    accepted = new Socket(fd);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void connectAcceptClose() throws IOException {
            Socket peer = Socket.newSocketStream();
            peer.connect(address);
            peer.setSoLinger(0);
            while (accepted == null) {
                loop.run(0); // waits
            }
            peer.close();
            accepted.close();
            accepted = null;
        }

        @Override
        public void close() throws IOException {
            NettyHandle.close(loop);
            listener.close();
        }
    }
}
