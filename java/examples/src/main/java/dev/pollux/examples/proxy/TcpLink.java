package dev.pollux.examples.proxy;

import dev.pollux.Dispatcher;
import dev.pollux.StreamSocket;
import dev.pollux.Timer;
import java.io.IOException;
import java.nio.ByteBuffer;

/** A client's connection and the server's, each of which writes what the other reads. */
final class TcpLink {
    private final TcpSide client;
    private final TcpSide server;
    private final Timer idle;
    private final long idleNanos;
    private long activeNanos = System.nanoTime();

    private TcpLink(Dispatcher loop, StreamSocket client, StreamSocket server, ByteBuffer buffer, long idleNanos) {
        this.client = new TcpSide(this, client, buffer);
        this.server = new TcpSide(this, server, buffer);
        this.idleNanos = idleNanos;
        idle = loop.timer(this::checkIdle);
    }

    static void open(Dispatcher loop, StreamSocket client, StreamSocket server, ByteBuffer buffer, long idleNanos)
            throws IOException {
        TcpLink link = new TcpLink(loop, client, server, buffer, idleNanos);
        try {
            link.client.open(loop, link.server);
            link.server.open(loop, link.client);
        } catch (IOException | RuntimeException e) {
            link.close();
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
            close();
        }
    }

    void closeIfDone() {
        if (client.isFinished() && server.isFinished()) {
            close();
        }
    }

    void close() {
        idle.cancel();
        client.socket().close();
        server.socket().close();
    }
}
