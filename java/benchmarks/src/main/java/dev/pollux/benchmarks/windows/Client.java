package dev.pollux.benchmarks.windows;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;

/**
 * Connections to one server, each of which sends its next message once the last one has come back. One thread on a Selector:
 * the same for every server.
 */
final class Client implements AutoCloseable {
    private static final int MESSAGE_BYTES = 64;
    private static final long STALL_MILLIS = 30_000;

    private final Selector selector = Selector.open();
    private final ByteBuffer message = ByteBuffer.allocateDirect(MESSAGE_BYTES);
    private boolean ending;
    private int underWay;
    private long roundTrips;

    /** A connection, with what it waits for. */
    private static final class Connection {
        private final ByteBuffer reply = ByteBuffer.allocateDirect(MESSAGE_BYTES);
        private long sent;
    }

    Client(InetSocketAddress server, int connections) throws IOException {
        for (int i = 0; i < connections; i++) {
            SocketChannel channel = SocketChannel.open(server);
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            channel.configureBlocking(false);
            channel.register(selector, SelectionKey.OP_READ, new Connection());
        }
    }

    /** {@return how many round trips a second} */
    double perSecond(long nanos) throws IOException {
        ending = false;
        roundTrips = 0;
        for (SelectionKey key : selector.keys()) {
            send(key);
        }
        long beginNanos = System.nanoTime();
        long elapsedNanos = 0;
        long counted = 0;
        while (underWay > 0) {
            if (selector.select(this::receive, STALL_MILLIS) == 0) {
                throw new IOException(underWay + " replies have not come for " + STALL_MILLIS + " ms");
            }
            if (!ending) {
                elapsedNanos = System.nanoTime() - beginNanos;
                counted = roundTrips;
                ending = elapsedNanos >= nanos;
            }
        }
        return counted * 1e9 / elapsedNanos;
    }

    /** {@return how many round trips the last measurement has made, with those at its end} */
    long roundTrips() {
        return roundTrips;
    }

    private void send(SelectionKey key) throws IOException {
        Connection connection = (Connection) key.attachment();
        message.clear().putLong(0, ++connection.sent);
        if (((SocketChannel) key.channel()).write(message) != MESSAGE_BYTES) {
            throw new IOException("a socket took less than a message");
        }
        underWay++;
    }

    private void receive(SelectionKey key) {
        Connection connection = (Connection) key.attachment();
        try {
            if (((SocketChannel) key.channel()).read(connection.reply) < 0) {
                throw new IOException("closed by the server");
            }
            if (connection.reply.hasRemaining()) {
                return;
            }
            if (connection.reply.clear().getLong(0) != connection.sent) {
                throw new IOException("not what was sent");
            }
            underWay--;
            roundTrips++;
            if (!ending) {
                send(key);
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() throws IOException {
        for (SelectionKey key : selector.keys()) {
            key.channel().close();
        }
        selector.close();
    }
}
