package dev.pollux.examples.proxy;

import dev.pollux.examples.server.CompletionLoops;
import dev.pollux.examples.server.LoopGroup;
import dev.pollux.examples.server.Mode;
import dev.pollux.examples.server.RunningLoops;
import dev.pollux.examples.server.Target;
import dev.pollux.readiness.AcceptCallback;
import dev.pollux.readiness.ReadinessDispatcher;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;

/**
 * Carries bytes between clients and a server, both ways, as fast as the slower end takes them. A half-close goes on as a
 * half-close, and a reset as a reset. Where the server can't be reached the client's connection is reset.
 */
public final class TcpProxy {
    private static final int BUFFER_BYTES = 64 * 1024;

    private TcpProxy() {}

    /**
     * Starts one.
     *
     * @param address port 0 lets the system choose one
     * @param upstream the server
     * @param threadCount how many loops
     * @param target what it is to run on
     * @param idleNanos a connection without a byte for so long is reset
     * @return the running proxy
     * @throws IOException if the address is not available
     */
    public static RunningLoops start(
            InetSocketAddress address, InetSocketAddress upstream, int threadCount, Target target, long idleNanos)
            throws IOException {
        if (target.mode() == Mode.COMPLETION) {
            return CompletionLoops.start(
                    address,
                    threadCount,
                    target.backend(),
                    loop -> client -> CompletionLink.open(loop, client, upstream, idleNanos));
        }
        return LoopGroup.start(address, threadCount, target.backend(), loop -> setUp(loop, upstream, idleNanos));
    }

    private static AcceptCallback setUp(ReadinessDispatcher loop, InetSocketAddress upstream, long idleNanos) {
        ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES); // holds nothing between two events
        return client -> {
            client.setOption(StandardSocketOptions.TCP_NODELAY, true);
            TcpLink.resetUnlessEnded(client);
            loop.connect(upstream, (server, failure) -> {
                if (failure != null) {
                    client.close();
                    return;
                }
                try {
                    server.setOption(StandardSocketOptions.TCP_NODELAY, true);
                    TcpLink.resetUnlessEnded(server);
                    TcpLink.open(loop, client, server, buffer, idleNanos);
                } catch (Throwable e) {
                    client.close();
                    throw e;
                }
            });
        };
    }
}
