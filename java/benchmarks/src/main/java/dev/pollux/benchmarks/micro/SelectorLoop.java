package dev.pollux.benchmarks.micro;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.function.Consumer;

/**
 * The JDK's selector, its two ways. Each key has its callback attached, as the JDK's own HTTP server and most others do.
 * The selected set is iterated over and then cleared in one go, which is cheaper than to remove each.
 */
final class SelectorLoop implements DispatchLoop {
    /** What a key has attached. */
    private interface Handler {
        void onReady(SelectionKey key);
    }

    private final Selector selector = Selector.open();
    private final boolean byConsumer;

    SelectorLoop(boolean byConsumer) throws IOException {
        this.byConsumer = byConsumer;
    }

    @Override
    public void addReady(Count count) throws IOException {
        DatagramChannel channel = DatagramChannel.open(StandardProtocolFamily.INET);
        channel.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        channel.send(ByteBuffer.allocate(1), channel.getLocalAddress());
        add(channel, count);
    }

    @Override
    public void addIdle(Count count) throws IOException {
        add(DatagramChannel.open(StandardProtocolFamily.INET), count);
    }

    private void add(SelectableChannel channel, Count count) throws IOException {
        channel.configureBlocking(false);
        channel.register(selector, SelectionKey.OP_READ, new Counter(count));
    }

    @Override
    public void run(Count count, long events) throws IOException {
        long last = count.events + events;
        if (byConsumer) {
            Consumer<SelectionKey> deliver = SelectorLoop::deliver;
            while (count.events < last) {
                selector.select(deliver);
            }
        } else {
            while (count.events < last) {
                selector.select();
                for (SelectionKey key : selector.selectedKeys()) {
                    deliver(key);
                }
                selector.selectedKeys().clear();
            }
        }
    }

    private static void deliver(SelectionKey key) {
        ((Handler) key.attachment()).onReady(key);
    }

    @Override
    public void close() throws IOException {
        for (SelectionKey key : selector.keys()) {
            key.channel().close();
        }
        selector.close();
    }

    /** One each key, as a server has one each connection. */
    private record Counter(Count count) implements Handler {
        @Override
        public void onReady(SelectionKey key) {
            if (key.isReadable()) {
                count.events++;
            }
        }
    }
}
