package dev.pollux.examples.proxy;

import dev.pollux.LoopTimer;
import dev.pollux.readiness.ReadinessDispatcher;
import dev.pollux.readiness.StreamSocket;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;

/**
 * A client's connection and the server's, each of which writes what the other reads.
 *
 * <p>Only what is whole ends in order. From the beginning SO_LINGER is 0, by which a close is a reset, and it is turned off
 * when both streams have ended and all was written. So a reset of one end goes on to the other, and an I/O error, a time-out or
 * the end of this process is one to both: nobody takes a part for the whole. As in TCP, a reset overtakes what is on its way.
 */
final class TcpLink {
    private final TcpSide client;
    private final TcpSide server;
    private final LoopTimer idle;
    private final long idleNanos;
    private long activeNanos = System.nanoTime();

    private TcpLink(
            ReadinessDispatcher loop, StreamSocket client, StreamSocket server, ByteBuffer buffer, long idleNanos) {
        this.client = new TcpSide(this, client, buffer);
        this.server = new TcpSide(this, server, buffer);
        this.idleNanos = idleNanos;
        idle = loop.timer(this::checkIdle);
    }

    static void open(
            ReadinessDispatcher loop, StreamSocket client, StreamSocket server, ByteBuffer buffer, long idleNanos)
            throws IOException {
        TcpLink link = new TcpLink(loop, client, server, buffer, idleNanos);
        try {
            link.client.open(loop, link.server);
            link.server.open(loop, link.client);
        } catch (Throwable e) {
            link.reset();
            throw e;
        }
        link.idle.schedule(idleNanos);
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

    /** Before anything can go wrong with the connection. */
    static void resetUnlessEnded(StreamSocket socket) throws IOException {
        socket.setOption(StandardSocketOptions.SO_LINGER, 0);
    }

    void closeIfDone() {
        if (client.isFinished() && server.isFinished()) {
            endInOrder(client.socket());
            endInOrder(server.socket());
            reset(); // which it is no more
        }
    }

    private static void endInOrder(StreamSocket socket) {
        try {
            socket.setOption(StandardSocketOptions.SO_LINGER, -1);
        } catch (IOException e) {
            // It has failed since, and its peer learns of that.
        }
    }

    /** Closes both connections. The peers see a reset, unless all that there was to be sent was sent. */
    void reset() {
        idle.cancel();
        client.socket().close();
        server.socket().close();
    }
}
