package dev.pollux.netty.suite;

import dev.pollux.binding.BindingRegistry;
import dev.pollux.netty.PolluxIoHandler;
import dev.pollux.netty.PolluxServerSocketChannel;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.concurrent.GlobalEventExecutor;
import io.netty.util.internal.PlatformDependent;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.InputStream;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;

/**
 * An HTTP server of Netty's own codec on Pollux, as a program that tells what it holds: whoever loads it from outside compares before
 * and after (module wine does). It prints {@code ready PORT BINDING JDK}, answers each byte by a line of numbers, and ends with its
 * input. Its argument is the class that counts the process's handles.
 */
public final class HttpServerFacts {
    private static final int THREADS = 2;
    private static final int MAX_REQUEST = 1 << 16;

    private HttpServerFacts() {}

    private static final class Hello extends SimpleChannelInboundHandler<FullHttpRequest> {
        @Override
        protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
            ByteBuf body = Unpooled.copiedBuffer("hello " + request.uri() + "\n", StandardCharsets.US_ASCII);
            FullHttpResponse response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK, body);
            response.headers().set(HttpHeaderNames.CONTENT_TYPE, "text/plain");
            response.headers().setInt(HttpHeaderNames.CONTENT_LENGTH, body.readableBytes());
            var written = context.write(response);
            if (!HttpUtil.isKeepAlive(request)) {
                written.addListener(ChannelFutureListener.CLOSE);
            }
        }

        @Override
        public void channelReadComplete(ChannelHandlerContext context) {
            context.flush();
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            context.close(); // a client that ends its load cuts its connections
        }
    }

    /** Runs until the input ends. */
    public static void main(String[] args) throws Exception {
        IntSupplier handles =
                (IntSupplier) Class.forName(args[0]).getDeclaredConstructor().newInstance();
        EventLoopGroup group = new MultiThreadIoEventLoopGroup(THREADS, PolluxIoHandler.newFactory());
        ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
        try {
            Channel listener = new ServerBootstrap()
                    .group(group)
                    .channel(PolluxServerSocketChannel.class)
                    .childHandler(new ChannelInitializer<Channel>() {
                        @Override
                        protected void initChannel(Channel channel) {
                            connections.add(channel);
                            channel.pipeline()
                                    .addLast(new HttpServerCodec(), new HttpObjectAggregator(MAX_REQUEST), new Hello());
                        }
                    })
                    .bind(InetAddress.getByName("127.0.0.1"), 0)
                    .sync()
                    .channel();
            System.out.println("ready " + ((java.net.InetSocketAddress) listener.localAddress()).getPort() + " "
                    + BindingRegistry.chosen() + " " + System.getProperty("java.version"));
            // Without a buffer: System.in asks how much is available, which Wine can't tell of a pipe.
            InputStream questions = new FileInputStream(FileDescriptor.in);
            while (questions.read() >= 0) {
                System.gc(); // what nobody holds any longer is not held
                System.out.println(handles.getAsInt() + " " + connections.size() + " " + nativeBytes());
            }
        } finally {
            group.shutdownGracefully(0, 10, TimeUnit.SECONDS).sync();
        }
    }

    /** Of direct buffers, which the operations' blocks are, and of Netty's. */
    private static long nativeBytes() {
        return PlatformDependent.usedDirectMemory()
                + ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                        .filter(pool -> pool.getName().equals("direct"))
                        .mapToLong(BufferPoolMXBean::getMemoryUsed)
                        .sum();
    }
}
