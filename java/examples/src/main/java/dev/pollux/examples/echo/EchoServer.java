package dev.pollux.examples.echo;

import dev.pollux.examples.server.LoopGroup;
import dev.pollux.examples.server.Mode;
import dev.pollux.examples.server.RunningLoops;
import dev.pollux.examples.server.Target;
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
     * @param threadCount how many threads
     * @param target what it is to run on
     * @return the running server
     * @throws IOException if the address is not available
     */
    public static RunningLoops start(InetSocketAddress address, int threadCount, Target target) throws IOException {
        return target.mode() == Mode.COMPLETION
                ? CompletionEcho.start(address, threadCount, target.backend())
                : LoopGroup.start(address, threadCount, target.backend(), EchoServer::setUp);
    }

    private static AcceptCallback setUp(ReadinessDispatcher loop) {
        EchoBuffers buffers = new EchoBuffers();
        return socket -> {
            socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
            loop.register(socket, Interest.READ, new EchoConnection(socket, buffers));
        };
    }
}
