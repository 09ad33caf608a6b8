package dev.pollux.frameworks.grpc;

import dev.pollux.netty.PolluxIoHandler;
import dev.pollux.netty.PolluxServerSocketChannel;
import dev.pollux.netty.PolluxSocketChannel;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.NettyServerBuilder;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import java.io.IOException;
import java.util.concurrent.TimeUnit;

/** A server of gRPC on Pollux, and a client. Its argument is the port, 8080 if there is none. */
public final class HelloServer {
    private final EventLoopGroup loops;
    private final Server server;

    HelloServer(int port) throws IOException {
        // guide: grpc
        EventLoopGroup loops = new MultiThreadIoEventLoopGroup(PolluxIoHandler.newFactory());
        Server server = NettyServerBuilder.forPort(port)
                .channelType(PolluxServerSocketChannel.class)
                .bossEventLoopGroup(loops) // all three, or none
                .workerEventLoopGroup(loops)
                .addService(Greeter.service())
                .build();
        // end
        this.loops = loops;
        this.server = server.start();
    }

    int port() {
        return server.getPort();
    }

    /** A client of this server's, on the same loops. */
    ManagedChannel client() {
        // guide: grpc-client
        ManagedChannel channel = NettyChannelBuilder.forAddress("localhost", port())
                .channelType(PolluxSocketChannel.class)
                .eventLoopGroup(loops)
                .usePlaintext()
                .build();
        // end
        return channel;
    }

    void close() throws InterruptedException {
        server.shutdown().awaitTermination(20, TimeUnit.SECONDS);
        loops.shutdownGracefully(0, 20, TimeUnit.SECONDS).sync();
    }

    /** Runs until the process ends. */
    public static void main(String[] args) throws IOException, InterruptedException {
        new HelloServer(args.length == 0 ? 8080 : Integer.parseInt(args[0])).server.awaitTermination();
    }
}
