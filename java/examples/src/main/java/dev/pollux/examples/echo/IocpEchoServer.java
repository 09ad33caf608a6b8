package dev.pollux.examples.echo;

import dev.pollux.examples.server.PortThreads;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;

/** A TCP server that sends back what it receives, on a completion port. */
public final class IocpEchoServer {
    private IocpEchoServer() {}

    /**
     * Starts one.
     *
     * @param address port 0 lets the system choose one
     * @param threadCount how many threads poll the one port
     * @return the running server
     * @throws IOException if the address is not available
     * @throws UnsupportedOperationException if there is no completion port here
     */
    public static PortThreads start(InetSocketAddress address, int threadCount) throws IOException {
        IocpEchoBuffers buffers = new IocpEchoBuffers();
        return PortThreads.start(address, threadCount, socket -> {
            socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
            new IocpEchoConnection(socket, buffers).start();
        });
    }
}
