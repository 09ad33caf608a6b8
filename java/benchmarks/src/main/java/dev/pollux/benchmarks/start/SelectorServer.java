package dev.pollux.benchmarks.start;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.function.Consumer;

/** On the JDK's Selector as one writes it who cares: its timer ends each wait in time, as far as milliseconds go. */
final class SelectorServer implements FirstTickServer.Server, Consumer<SelectionKey> {
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final Selector selector = Selector.open();
    private final ServerSocketChannel listener = ServerSocketChannel.open();
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(FirstTickServer.BUFFER_BYTES);

    SelectorServer() throws IOException {
        listener.bind(FirstTickServer.anyPort(), FirstTickServer.BACKLOG);
        listener.configureBlocking(false);
        listener.register(selector, SelectionKey.OP_ACCEPT);
    }

    @Override
    public int port() throws IOException {
        return ((InetSocketAddress) listener.getLocalAddress()).getPort();
    }

    @Override
    public void run(Ticks ticks) throws IOException {
        ticks.begin();
        while (true) {
            long nanos = ticks.nanosToNext();
            if (nanos > 0) {
                selector.select(this, (nanos - 1) / NANOS_PER_MILLI + 1);
            } else {
                selector.selectNow(this);
            }
            while (ticks.nanosToNext() <= 0) {
                if (ticks.tick()) {
                    return;
                }
            }
        }
    }

    @Override
    public void accept(SelectionKey key) {
        try {
            if (key.channel() instanceof SocketChannel channel) {
                echo(channel);
            } else {
                acceptAll();
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private void acceptAll() throws IOException {
        for (SocketChannel channel = listener.accept(); channel != null; channel = listener.accept()) {
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            channel.register(selector, SelectionKey.OP_READ);
        }
    }

    private void echo(SocketChannel channel) throws IOException {
        int count = channel.read(buffer.clear());
        if (count < 0) {
            channel.close();
        } else if (count > 0) {
            channel.write(buffer.flip());
        }
    }
}
