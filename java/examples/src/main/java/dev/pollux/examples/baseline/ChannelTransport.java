package dev.pollux.examples.baseline;

import dev.pollux.FileSource;
import dev.pollux.examples.http.Transport;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;

/** A connection on a bare Selector. */
final class ChannelTransport implements Transport {
    private final SocketChannel channel;
    private final SelectionKey key;

    ChannelTransport(SocketChannel channel, SelectionKey key) {
        this.channel = channel;
        this.key = key;
    }

    @Override
    public int read(ByteBuffer buffer) throws IOException {
        return channel.read(buffer);
    }

    @Override
    public int write(ByteBuffer buffer) throws IOException {
        return channel.write(buffer);
    }

    @Override
    public long send(FileSource file, long positionBytes, long countBytes) {
        throw new UnsupportedOperationException("the baseline serves no files");
    }

    @Override
    public void awaitReadable() {
        key.interestOps(SelectionKey.OP_READ);
    }

    @Override
    public void awaitWritable() {
        key.interestOps(SelectionKey.OP_WRITE);
    }

    @Override
    public void shutdownOutput() throws IOException {
        channel.shutdownOutput();
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            // Nothing is left to be done: the descriptor is gone either way.
        }
    }
}
