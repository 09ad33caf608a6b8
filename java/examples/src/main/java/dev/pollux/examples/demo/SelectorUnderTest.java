package dev.pollux.examples.demo;

import dev.pollux.examples.baseline.SelectorLoop;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/** The baseline. */
final class SelectorUnderTest extends LoopUnderTest {
    final SelectorLoop loop = new SelectorLoop();
    private final ServerSocketChannel listener = ServerSocketChannel.open();

    SelectorUnderTest() throws IOException {
        listener.bind(anyPort(), BACKLOG);
        loop.register(listener, SelectionKey.OP_ACCEPT, key -> acceptAll());
        loop.start();
    }

    private void acceptAll() throws IOException {
        for (SocketChannel channel = listener.accept(); channel != null; channel = listener.accept()) {
            SelectorEcho.open(this, channel);
        }
    }

    @Override
    InetSocketAddress address() throws IOException {
        return (InetSocketAddress) listener.getLocalAddress();
    }

    @Override
    String description() {
        return "java.nio Selector, without Pollux";
    }

    @Override
    public void execute(Runnable task) {
        loop.execute(task);
    }

    @Override
    Alarm alarm(Runnable task) {
        return loop.timer(task)::schedule;
    }

    @Override
    public void close() {
        loop.close();
    }
}
