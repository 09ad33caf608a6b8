package dev.pollux.benchmarks.windows;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/** On the JDK's Selector, without its set of selected keys. Messages are small, so that a write takes all of one. */
final class SelectorEcho extends EchoServer {
    private final Selector selector = Selector.open();
    private final ServerSocketChannel listener = ServerSocketChannel.open();
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);

    SelectorEcho() throws IOException {
        listener.bind(anyPort(), 1024);
        listener.configureBlocking(false);
        listener.register(selector, SelectionKey.OP_ACCEPT);
        address = (InetSocketAddress) listener.getLocalAddress();
        description = selector.getClass().getName();
        startThread(() -> {
            while (true) {
                selector.select(this::selected);
            }
        });
    }

    private void selected(SelectionKey key) {
        try {
            if (key.isAcceptable()) {
                accept();
            } else {
                echo((SocketChannel) key.channel());
            }
        } catch (IOException e) {
            key.cancel();
        }
    }

    private void accept() throws IOException {
        SocketChannel channel = listener.accept();
        if (channel != null) {
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            channel.register(selector, SelectionKey.OP_READ);
        }
    }

    private void echo(SocketChannel channel) throws IOException {
        if (channel.read(buffer.clear()) < 0) {
            channel.close();
            return;
        }
        channel.write(buffer.flip());
        if (buffer.hasRemaining()) {
            throw new IOException("more than this server is for");
        }
    }
}
