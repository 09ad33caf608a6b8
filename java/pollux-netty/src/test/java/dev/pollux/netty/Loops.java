package dev.pollux.netty;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.pollux.Backend;
import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** A group of event loops for one test, and its servers and clients. */
final class Loops implements AutoCloseable {
    final EventLoopGroup group;

    Loops(int threads) {
        this(PolluxIoHandler.newFactory(), threads);
    }

    Loops(IoHandlerFactory handlers, int threads) {
        group = new MultiThreadIoEventLoopGroup(threads, handlers);
    }

    /** On a backend. Leaves the test out where there is none. */
    Loops(Backend backend, int threads) {
        TransportScene.require(backend);
        group = new MultiThreadIoEventLoopGroup(threads, PolluxIoHandler.newFactory(backend));
    }

    ServerBootstrap server(Supplier<ChannelHandler> handlers) {
        return new ServerBootstrap()
                .group(group)
                .channel(PolluxServerSocketChannel.class)
                .childHandler(each(handlers));
    }

    Bootstrap client(Supplier<ChannelHandler> handlers) {
        return new Bootstrap().group(group).channel(PolluxSocketChannel.class).handler(each(handlers));
    }

    private static ChannelInitializer<Channel> each(Supplier<ChannelHandler> handlers) {
        return new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel channel) {
                channel.pipeline().addLast(handlers.get());
            }
        };
    }

    static Channel listen(ServerBootstrap server) throws InterruptedException {
        return server.bind(InetAddress.getLoopbackAddress(), 0).sync().channel();
    }

    static InetSocketAddress addressOf(Channel listener) {
        return (InetSocketAddress) listener.localAddress();
    }

    /**
     * Nobody listens there any more. A client may be given that very port as its own, and is connected to itself then. It often is
     * where few ports are free: after a crowd of connections, for instance. That shows it as well, for a port that
     * listens is nobody else's.
     */
    void assertNobodyListens(InetSocketAddress address) throws InterruptedException {
        ChannelFuture connect =
                client(ChannelInboundHandlerAdapter::new).connect(address).await();
        if (connect.isSuccess()) {
            assertEquals(address, connect.channel().localAddress(), () -> "somebody listens at " + address);
            connect.channel().close().sync();
        } else {
            assertInstanceOf(ConnectException.class, connect.cause());
        }
    }

    /**
     * All channels of the group are closed, and its threads have ended. The quiet period is a nanosecond. With none, a loop may end in
     * the turn in which it is told to. It then refuses what the closes of its channels leave for later.
     */
    @Override
    public void close() {
        group.shutdownGracefully(1, TimeUnit.SECONDS.toNanos(10), TimeUnit.NANOSECONDS)
                .syncUninterruptibly();
    }
}
