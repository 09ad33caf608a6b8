package dev.pollux.benchmarks.servers.child;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.util.internal.PlatformDependent;
import java.io.IOException;
import java.net.SocketAddress;

/** On Netty: one event loop, one handler a connection, pooled direct buffers. */
final class NettyServer extends Server {
    private final NettyTransport transport;
    private final Kind kind;
    private final EventLoopGroup loop;
    private final Channel channel;
    private final String address;

    NettyServer(NettyTransport transport, Kind kind, String path) throws IOException {
        this.transport = transport;
        this.kind = kind;
        Throwable unavailable = transport.unavailable();
        if (unavailable != null) {
            throw new UnsupportedOperationException(unavailable.toString(), unavailable);
        }
        loop = new MultiThreadIoEventLoopGroup(1, transport.handlers());
        channel = kind == Kind.UDP ? bindDatagrams() : listen(path);
        address = kind == Kind.UNIX ? path : text(channel.localAddress());
    }

    private Channel listen(String path) {
        ServerBootstrap bootstrap = new ServerBootstrap()
                .group(loop)
                .channel(kind == Kind.UNIX ? transport.unix : transport.tcp)
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .childOption(ChannelOption.ALLOCATOR, PooledByteBufAllocator.DEFAULT)
                .childOption(ChannelOption.RECVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(BUFFER_BYTES))
                .childHandler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel connection) {
                        connection.pipeline().addLast(handlers());
                    }
                });
        if (kind != Kind.UNIX) {
            bootstrap.childOption(ChannelOption.TCP_NODELAY, true);
        }
        SocketAddress local = kind == Kind.UNIX ? transport.unixAddress(path) : anyPort();
        return bootstrap.bind(local).syncUninterruptibly().channel();
    }

    private ChannelHandler[] handlers() {
        return switch (kind) {
            case HTTP -> new ChannelHandler[] {new NettyPlaintext()};
            case HTTP1 -> new ChannelHandler[] {new HttpServerCodec(), new NettyHttp1()};
            case HTTP2 ->
                new ChannelHandler[] {Http2FrameCodecBuilder.forServer().build(), new NettyHttp2()};
            default -> new ChannelHandler[] {new NettyEcho()};
        };
    }

    private Channel bindDatagrams() {
        return new Bootstrap()
                .group(loop)
                .channel(transport.udp)
                .option(ChannelOption.ALLOCATOR, PooledByteBufAllocator.DEFAULT)
                .option(ChannelOption.RECVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(BUFFER_BYTES))
                .handler(new NettyDatagrams())
                .bind(anyPort())
                .syncUninterruptibly()
                .channel();
    }

    @Override
    String address() {
        return address;
    }

    @Override
    String description() {
        String version = ServerBootstrap.class.getPackage().getImplementationVersion();
        return "Netty" + (version == null ? "" : " " + version) + ", "
                + channel.getClass().getSimpleName() + ", " + (PlatformDependent.hasUnsafe() ? "with" : "without")
                + " Unsafe";
    }
}
