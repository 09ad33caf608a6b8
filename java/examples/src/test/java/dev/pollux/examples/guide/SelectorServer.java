package dev.pollux.examples.guide;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/** Sends back what it receives. */
final class SelectorServer implements AutoCloseable {
    private final Selector loop;
    private final ServerSocketChannel listener = ServerSocketChannel.open();

    SelectorServer(InetSocketAddress address) throws IOException {
        loop = Selector.open();
        listener.bind(address);
        listener.configureBlocking(false);
        listener.register(loop, SelectionKey.OP_ACCEPT);
    }

    InetSocketAddress address() throws IOException {
        return (InetSocketAddress) listener.getLocalAddress();
    }

    void run() throws IOException {
        while (listener.isOpen()) {
            loop.select();
            for (SelectionKey key : loop.selectedKeys()) {
                if (key.isValid() && key.isAcceptable()) {
                    accept();
                } else if (key.isValid()) {
                    echo((SocketChannel) key.channel(), (ByteBuffer) key.attachment(), key);
                }
            }
            loop.selectedKeys().clear();
        }
    }

    private void accept() throws IOException {
        SocketChannel channel = listener.accept();
        if (channel != null) {
            channel.configureBlocking(false);
            ByteBuffer buffer = ByteBuffer.allocateDirect(16 * 1024);
            channel.register(loop, SelectionKey.OP_READ, buffer);
        }
    }

    private void echo(SocketChannel channel, ByteBuffer buffer, SelectionKey key) throws IOException {
        int count = channel.read(buffer);
        channel.write(buffer.flip());
        if (count < 0 && !buffer.hasRemaining()) {
            channel.close();
            return;
        }
        key.interestOps(buffer.hasRemaining() ? SelectionKey.OP_WRITE : SelectionKey.OP_READ);
        buffer.compact();
    }

    @Override
    public void close() throws IOException {
        listener.close();
        loop.close();
    }
}
