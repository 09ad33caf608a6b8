package dev.pollux.examples.proxy;

import dev.pollux.Dispatcher;
import dev.pollux.LoopTimer;
import dev.pollux.completion.CompletionDispatcher;
import dev.pollux.completion.CompletionSocket;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;

/**
 * A client's connection and the server's on a completion port: what {@link TcpLink} is on a readiness port. Only what is whole
 * ends in order. Everything else is a reset to both.
 */
final class CompletionLink {
    private final CompletionSocket client;
    private final CompletionSocket server;
    private final CompletionPipe toServer;
    private final CompletionPipe toClient;
    private final LoopTimer idle;
    private final long idleNanos;
    private long activeNanos = System.nanoTime();

    private CompletionLink(Dispatcher loop, CompletionSocket client, CompletionSocket server, long idleNanos) {
        this.client = client;
        this.server = server;
        this.idleNanos = idleNanos;
        toServer = new CompletionPipe(this, client, server);
        toClient = new CompletionPipe(this, server, client);
        idle = loop.timer(this::checkIdle);
    }

    /** Connects a client to the server. */
    static void open(CompletionDispatcher loop, CompletionSocket client, InetSocketAddress upstream, long idleNanos)
            throws IOException {
        setUp(client);
        loop.port()
                .connect(upstream, (connect, none) -> {
                    try {
                        setUp(connect.socket());
                        new CompletionLink(loop, client, connect.socket(), idleNanos).start();
                    } catch (Throwable e) {
                        client.close();
                        throw e;
                    }
                })
                .onFailure((connect, failure) -> client.close())
                .submit();
    }

    private static void setUp(CompletionSocket socket) throws IOException {
        socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
        socket.setOption(StandardSocketOptions.SO_LINGER, 0); // a close is a reset, until all was written
    }

    private void start() {
        toServer.start();
        toClient.start();
        idle.schedule(idleNanos);
    }

    void active() {
        activeNanos = System.nanoTime();
    }

    /** One timer a connection: it looks when the last byte came, instead of being scheduled again with each. */
    private void checkIdle() {
        long leftNanos = idleNanos - (System.nanoTime() - activeNanos);
        if (leftNanos > 0) {
            idle.schedule(leftNanos);
        } else {
            reset();
        }
    }

    void closeIfDone() {
        if (toServer.isFinished() && toClient.isFinished()) {
            endInOrder(client);
            endInOrder(server);
            reset(); // which it is no more
        }
    }

    private static void endInOrder(CompletionSocket socket) {
        try {
            socket.setOption(StandardSocketOptions.SO_LINGER, -1);
        } catch (IOException e) {
            // It has failed since, and its peer learns of that.
        }
    }

    /** Closes both connections. The peers see a reset, unless all that there was to be sent was sent. */
    void reset() {
        idle.cancel();
        client.close();
        server.close();
    }
}
