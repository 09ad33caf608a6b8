package dev.pollux.examples.demo;

import dev.pollux.examples.baseline.SelectorLoop;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;

/** A connection of the baseline that echoes. The counterpart of {@link PolluxEcho}, step for step. */
final class SelectorEcho implements SelectorLoop.Handler {
    private final SelectorUnderTest server;
    private final SocketChannel channel;
    private ByteBuffer unsent; // made when it is first needed

    private SelectorEcho(SelectorUnderTest server, SocketChannel channel) {
        this.server = server;
        this.channel = channel;
    }

    static void open(SelectorUnderTest server, SocketChannel channel) throws IOException {
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        server.loop.register(channel, SelectionKey.OP_READ, new SelectorEcho(server, channel));
        server.connections++;
    }

    @Override
    public void onReady(SelectionKey key) throws IOException {
        try {
            if (key.isWritable()) {
                sendRest(key);
            } else {
                echo(key);
            }
        } catch (IOException e) {
            close(); // reset by the peer, as any peer may
        }
    }

    private void echo(SelectionKey key) throws IOException {
        ByteBuffer buffer = server.buffer.clear();
        if (channel.read(buffer) < 0) {
            close();
            return;
        }
        buffer.flip();
        if (!server.repliesWhenWritable) {
            channel.write(buffer);
        }
        if (buffer.hasRemaining()) {
            if (unsent == null) {
                unsent = ByteBuffer.allocateDirect(LoopUnderTest.BUFFER_BYTES);
            }
            unsent.clear().put(buffer).flip();
            key.interestOps(SelectionKey.OP_WRITE);
        }
    }

    private void sendRest(SelectionKey key) throws IOException {
        channel.write(unsent);
        if (!unsent.hasRemaining()) {
            key.interestOps(SelectionKey.OP_READ);
        }
    }

    private void close() throws IOException {
        server.connections--;
        channel.close();
    }
}
