package dev.pollux.benchmarks.micro;

import dev.pollux.benchmarks.Contestants;
import dev.pollux.readiness.Interest;
import dev.pollux.readiness.Readiness;
import dev.pollux.readiness.ReadinessCallback;
import dev.pollux.readiness.ReadinessDispatcher;
import dev.pollux.readiness.Registration;
import dev.pollux.readiness.StreamListener;
import dev.pollux.readiness.StreamSocket;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.IoEvent;
import io.netty.channel.IoRegistration;
import io.netty.channel.ManualIoEventLoop;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollIoOps;
import io.netty.channel.unix.Socket;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/**
 * A message of 64 bytes: two TCP sockets of one loop, on one thread, send it to and fro, so for each there are a wait, a read
 * and a write, and nothing else. Both ends are the contestant's own, or the peer's cost would be in all of them. The buffer is a
 * direct one everywhere. A call of the method is {@value #MESSAGES_EACH_CALL} messages.
 *
 * <p>Netty's is its socket and its epoll without a channel, by the buffer's address, as its own channels do it.
 */
public class MessageBenchmark extends MicroBenchmark {
    /** How many messages a call of the method sends. */
    static final int MESSAGES_EACH_CALL = 64;

    private static final int MESSAGE_BYTES = 64;
    private static final InetSocketAddress ANY_PORT = new InetSocketAddress(loopback(), 0);

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
        /** Turns until so many more messages have come. */
        void run(int messages) throws IOException;

        void close() throws IOException;
    }

    private static InetAddress loopback() {
        return new InetSocketAddress("127.0.0.1", 0).getAddress();
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
    public void messages() throws IOException {
        loop.run(MESSAGES_EACH_CALL);
    }

    @TearDown
    public void close() throws IOException {
        loop.close();
    }

    private static void check(int count) throws IOException {
        if (count != MESSAGE_BYTES) {
            throw new IOException("a message of " + count + " bytes");
        }
    }

    /** By {@link ReadinessDispatcher#run()}, which the last message ends: the next run finds it there. */
    private static final class OfPollux implements Loop, ReadinessCallback {
        private final ReadinessDispatcher loop = ReadinessDispatcher.open();
        private final ByteBuffer buffer = ByteBuffer.allocateDirect(MESSAGE_BYTES);
        private int left;
        private int open;

        OfPollux() throws IOException {
            StreamListener listener = loop.listen(ANY_PORT, this::add);
            loop.connect(listener.localAddress(), (socket, failure) -> {
                if (failure != null) {
                    throw failure;
                }
                add(socket);
                check(socket.write(buffer.clear()));
            });
            while (open < 2) {
                loop.runOnce(-1);
            }
        }

        private void add(StreamSocket socket) throws IOException {
            socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
            loop.register(socket, Interest.READ, this);
            open++;
        }

        @Override
        public void onReady(Registration registration, Readiness readiness) throws IOException {
            StreamSocket socket = (StreamSocket) registration.source();
            check(socket.read(buffer.clear()));
            check(socket.write(buffer.flip()));
            if (--left == 0) {
                loop.stop();
            }
        }

        @Override
        public void run(int messages) throws IOException {
            left = messages;
            loop.run();
        }

        @Override
        public void close() {
            loop.close();
        }
    }

    private static final class OfJdk implements Loop {
        private final Selector selector = Selector.open();
        private final boolean byConsumer;
        private final ByteBuffer buffer = ByteBuffer.allocateDirect(MESSAGE_BYTES);
        private int left;

        OfJdk(boolean byConsumer) throws IOException {
            this.byConsumer = byConsumer;
            try (ServerSocketChannel listener = ServerSocketChannel.open().bind(ANY_PORT)) {
                SocketChannel one = SocketChannel.open(listener.getLocalAddress());
                add(one);
                add(listener.accept());
                check(one.write(buffer.clear()));
            }
        }

        private void add(SocketChannel channel) throws IOException {
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            channel.configureBlocking(false);
            channel.register(selector, SelectionKey.OP_READ);
        }

        private void onReady(SelectionKey key) {
            SocketChannel channel = (SocketChannel) key.channel();
            try {
                check(channel.read(buffer.clear()));
                check(channel.write(buffer.flip()));
                left--;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void run(int messages) throws IOException {
            left = messages;
            if (byConsumer) {
                while (left > 0) {
                    selector.select(this::onReady);
                }
            } else {
                while (left > 0) {
                    selector.select();
                    for (SelectionKey key : selector.selectedKeys()) {
                        onReady(key);
                    }
                    selector.selectedKeys().clear();
                }
            }
        }

        @Override
        public void close() throws IOException {
            for (SelectionKey key : selector.keys()) {
                key.channel().close();
            }
            selector.close();
        }
    }

    private static final class OfNetty implements Loop {
        private final ManualIoEventLoop loop =
                new ManualIoEventLoop(Thread.currentThread(), EpollIoHandler.newFactory());
        private final ByteBuf buffer = PooledByteBufAllocator.DEFAULT.directBuffer(MESSAGE_BYTES, MESSAGE_BYTES);
        private final long address = buffer.memoryAddress();
        private final Socket one = Socket.newSocketStream();
        private final Socket other;
        private int left;

        OfNetty() throws IOException {
            Socket listener = Socket.newSocketStream();
            listener.bind(ANY_PORT);
            listener.listen(1);
            one.connect(listener.localAddress());
            other = new Socket(listener.accept(new byte[128]));
            listener.close();
            add(one);
            add(other);
            check(one.sendAddress(address, 0, MESSAGE_BYTES));
        }

        private void add(Socket socket) throws IOException {
            socket.setTcpNoDelay(true);
            NettyHandle.register(loop, new Handle(socket)).submit(EpollIoOps.EPOLLIN.with(EpollIoOps.EPOLLRDHUP));
        }

        @Override
        public void run(int messages) {
            left = messages;
            while (left > 0) {
                loop.run(0); // waits
            }
        }

        @Override
        public void close() throws IOException {
            NettyHandle.close(loop);
            one.close();
            other.close();
            buffer.release();
        }

        private final class Handle extends NettyHandle {
            private final Socket socket;

            Handle(Socket socket) {
                super(socket);
                this.socket = socket;
            }

            @Override
            public void handle(IoRegistration registration, IoEvent event) {
                try {
                    check(socket.recvAddress(address, 0, MESSAGE_BYTES));
                    check(socket.sendAddress(address, 0, MESSAGE_BYTES));
                    left--;
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }
}
