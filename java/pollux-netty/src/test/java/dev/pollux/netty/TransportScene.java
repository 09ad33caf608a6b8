package dev.pollux.netty;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.pollux.Backend;
import dev.pollux.completion.CompletionPort;
import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Event loops on one backend, with a listener, and what the tests of all backends share. */
final class TransportScene implements AutoCloseable {
    static final long PATIENCE_SECONDS = 60;

    final EventLoopGroup group;
    final BlockingQueue<Channel> accepted = new LinkedBlockingQueue<>();

    TransportScene(Backend backend, int loops) {
        require(backend);
        group = new MultiThreadIoEventLoopGroup(loops, PolluxIoHandler.newFactory(backend));
    }

    /** Leaves a test out where there is no such backend. */
    static void require(Backend backend) {
        assumeTrue(isHere(backend), () -> backend + " is not available here");
    }

    private static boolean isHere(Backend backend) {
        boolean isWindows = System.getProperty("os.name").startsWith("Windows");
        if (isWindows != (backend == Backend.IOCP)) {
            return false;
        }
        if (backend == Backend.EPOLL) {
            return true;
        }
        try (CompletionPort port = CompletionPort.builder().backend(backend).open()) {
            return port.isOpen();
        } catch (UnsupportedOperationException | IOException e) {
            return false;
        }
    }

    ServerBootstrap server(Supplier<ChannelHandler> handler) {
        return new ServerBootstrap()
                .group(group)
                .channel(PolluxServerSocketChannel.class)
                .childHandler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        accepted.add(channel);
                        channel.pipeline().addLast(handler.get());
                    }
                });
    }

    static InetSocketAddress listen(ServerBootstrap server) throws Exception {
        Channel listener =
                server.bind(InetAddress.getLoopbackAddress(), 0).sync().channel();
        return (InetSocketAddress) listener.localAddress();
    }

    Bootstrap client(ChannelHandler handler) {
        return new Bootstrap().group(group).channel(PolluxSocketChannel.class).handler(handler);
    }

    static Socket connect(InetSocketAddress address) throws IOException {
        Socket socket = new Socket(address.getAddress(), address.getPort());
        socket.setSoTimeout((int) TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
        return socket;
    }

    Channel nextAccepted() throws InterruptedException {
        Channel channel = accepted.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        assertTrue(channel != null, "no connection was accepted");
        return channel;
    }

    /** Bytes that differ from place to place, and from one message to the next. */
    static byte[] pattern(int length, int seed) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) (i * 31 + (i >>> 8) * 7 + seed);
        }
        return bytes;
    }

    static void assertReleased(ByteBuf buffer) {
        assertEquals(0, buffer.refCnt(), "a buffer is still kept");
    }

    /** Ends the loops, with their channels. */
    void end() {
        assertTrue(
                group.shutdownGracefully(10, 10_000, TimeUnit.MILLISECONDS)
                        .awaitUninterruptibly(PATIENCE_SECONDS, TimeUnit.SECONDS),
                "the loops did not end");
    }

    @Override
    public void close() {
        end();
    }
}
