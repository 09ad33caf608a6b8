package dev.pollux.netty.readme;

import dev.pollux.netty.EchoHandler;
import dev.pollux.netty.PolluxIoHandler;
import dev.pollux.netty.PolluxServerSocketChannel;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;

/** The README's lines for a user of Netty, as a program. */
final class NettyEcho implements AutoCloseable {
    private final EventLoopGroup group;
    private final Channel listener;

    NettyEcho(int port) throws InterruptedException {
        // README
        EventLoopGroup group = new MultiThreadIoEventLoopGroup(PolluxIoHandler.newFactory());
        ServerBootstrap bootstrap = new ServerBootstrap()
                .group(group)
                .channel(PolluxServerSocketChannel.class)
                .childHandler(new EchoHandler());
        // end
        this.group = group;
        listener = bootstrap.bind(port).sync().channel();
    }

    Channel listener() {
        return listener;
    }

    @Override
    public void close() {
        group.shutdownGracefully().syncUninterruptibly();
    }
}
