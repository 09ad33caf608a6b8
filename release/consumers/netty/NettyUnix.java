package dev.consumer;

import dev.pollux.netty.PolluxIoHandler;
import dev.pollux.netty.PolluxServerDomainSocketChannel;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.unix.DomainSocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/** An echo server of Netty's on a Unix socket, which is a file of the current folder, asked once by a channel of the JDK's. */
public final class NettyUnix {
    private NettyUnix() {}

    public static void main(String[] arguments) throws Exception {
        EventLoopGroup group = new MultiThreadIoEventLoopGroup(1, PolluxIoHandler.newFactory());
        try {
            Channel server = new ServerBootstrap()
                    .group(group)
                    .channel(PolluxServerDomainSocketChannel.class)
                    .childHandler(new ChannelInitializer<>() {
                        @Override
                        protected void initChannel(Channel channel) {
                            channel.pipeline().addLast(new ChannelInboundHandlerAdapter() {
                                @Override
                                public void channelRead(ChannelHandlerContext context, Object message) {
                                    context.writeAndFlush(message);
                                }
                            });
                        }
                    })
                    .bind(new DomainSocketAddress("socket"))
                    .sync()
                    .channel();
            try (SocketChannel client = SocketChannel.open(UnixDomainSocketAddress.of("socket"))) {
                client.write(ByteBuffer.wrap("hello".getBytes(StandardCharsets.US_ASCII)));
                ByteBuffer answer = ByteBuffer.allocate(5);
                while (answer.hasRemaining() && client.read(answer) >= 0) {
                    // A stream may hand it over in pieces.
                }
                String echoed = new String(answer.array(), 0, answer.position(), StandardCharsets.US_ASCII);
                System.out.println(server.getClass().getName() + " echoed " + echoed);
                if (!echoed.equals("hello")) {
                    throw new IllegalStateException(echoed);
                }
            }
        } finally {
            group.shutdownGracefully().sync();
        }
    }
}
