package dev.pollux.examples.echo;

import dev.pollux.Backend;
import dev.pollux.examples.server.LoopGroup;
import dev.pollux.examples.server.RunningLoops;
import dev.pollux.readiness.AcceptCallback;
import dev.pollux.readiness.Interest;
import dev.pollux.readiness.ReadinessDispatcher;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;

/** A TCP server that sends back what it receives. */
public final class EchoServer {
    private EchoServer() {}

    /**
     * Starts one.
     *
     * @param address port 0 lets the system choose one
     * @param threadCount how many loops, or on iocp how many threads at the one port
     * @param backend null for the best of those that tell readiness, or iocp for a completion port
     * @return the running server
     * @throws IOException if the address is not available
     */
    public static RunningLoops start(InetSocketAddress address, int threadCount, Backend backend) throws IOException {
        return backend == Backend.IOCP
                ? IocpEchoServer.start(address, threadCount)
                : LoopGroup.start(address, threadCount, backend, EchoServer::setUp);
    }

    private static AcceptCallback setUp(ReadinessDispatcher loop) {
        EchoBuffers buffers = new EchoBuffers();
        return socket -> {
            socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
            loop.register(socket, Interest.READ, new EchoConnection(socket, buffers));
        };
    }
}
