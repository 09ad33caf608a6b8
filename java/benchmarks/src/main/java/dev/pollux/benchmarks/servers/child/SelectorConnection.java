package dev.pollux.benchmarks.servers.child;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;

/** One connection on the Selector: what {@link PolluxConnection} does. */
final class SelectorConnection {
    private final SocketChannel channel;
    private final ByteBuffer buffer;
    private final UnsentBuffers buffers;
    private final Exchange exchange;

    /** What the peer has not taken yet, or null while there is nothing. */
    private ByteBuffer unsent;

    SelectorConnection(SocketChannel channel, ByteBuffer buffer, UnsentBuffers buffers, Exchange exchange) {
        this.channel = channel;
        this.buffer = buffer;
        this.buffers = buffers;
        this.exchange = exchange;
    }

    void onReady(SelectionKey key) throws IOException {
        try {
            if (unsent == null) {
                serve(key);
            } else {
                sendRest(key);
            }
        } catch (IOException e) {
            close(); // reset by the peer
        }
    }

    private void serve(SelectionKey key) throws IOException {
        int count = channel.read(buffer.clear());
        if (count < 0) {
            close();
        } else if (count > 0) {
            ByteBuffer reply = exchange.reply(buffer.flip());
            if (reply.hasRemaining()) {
                channel.write(reply);
                if (reply.hasRemaining()) {
                    unsent = buffers.keep(reply);
                    key.interestOps(SelectionKey.OP_WRITE);
                }
            }
        }
    }

    private void sendRest(SelectionKey key) throws IOException {
        channel.write(unsent);
        if (!unsent.hasRemaining()) {
            giveBack();
            key.interestOps(SelectionKey.OP_READ);
        }
    }

    private void close() throws IOException {
        giveBack();
        channel.close();
    }

    private void giveBack() {
        buffers.giveBack(unsent);
        unsent = null;
    }
}
