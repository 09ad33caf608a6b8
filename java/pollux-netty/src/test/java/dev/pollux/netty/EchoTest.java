package dev.pollux.netty;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import java.net.InetSocketAddress;
import java.net.Socket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(OS.LINUX)
class EchoTest {
    @Test
    void whatIsSentComesBack() throws Exception {
        EventLoopGroup group = new MultiThreadIoEventLoopGroup(1, PolluxIoHandler.newFactory());
        try {
            Channel listener = new ServerBootstrap()
                    .group(group)
                    .channel(PolluxServerSocketChannel.class)
                    .childHandler(new ChannelInitializer<Channel>() {
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
                    .bind(0)
                    .sync()
                    .channel();
            try (Socket client = new Socket("localhost", ((InetSocketAddress) listener.localAddress()).getPort())) {
                byte[] sent = {1, 2, 3};
                client.getOutputStream().write(sent);
                assertArrayEquals(sent, client.getInputStream().readNBytes(3));
            }
        } finally {
            group.shutdownGracefully().sync();
        }
    }
}
