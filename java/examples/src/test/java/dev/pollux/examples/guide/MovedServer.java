package dev.pollux.examples.guide;

import dev.pollux.readiness.Interest;
import dev.pollux.readiness.ReadinessDispatcher;
import dev.pollux.readiness.Registration;
import dev.pollux.readiness.TriggerMode;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/** Sends back what it receives. */
final class MovedServer implements AutoCloseable {
    private final ReadinessDispatcher loop;
    private final ServerSocketChannel listener = ServerSocketChannel.open();

    MovedServer(InetSocketAddress address) throws IOException {
        loop = ReadinessDispatcher.open();
        listener.bind(address);
        listener.configureBlocking(false);
        loop.register(listener, Interest.READ, TriggerMode.LEVEL, (key, readiness) -> accept());
    }

    InetSocketAddress address() throws IOException {
        return (InetSocketAddress) listener.getLocalAddress();
    }

    void run() throws IOException {
        loop.run();
    }

    private void accept() throws IOException {
        SocketChannel channel = listener.accept();
        if (channel != null) {
            channel.configureBlocking(false);
            ByteBuffer buffer = ByteBuffer.allocateDirect(16 * 1024);
            loop.register(channel, Interest.READ, TriggerMode.LEVEL, (key, readiness) -> echo(channel, buffer, key));
        }
    }

    private void echo(SocketChannel channel, ByteBuffer buffer, Registration key) throws IOException {
        int count = channel.read(buffer);
        channel.write(buffer.flip());
        if (count < 0 && !buffer.hasRemaining()) {
            channel.close();
            return;
        }
        key.modify(buffer.hasRemaining() ? Interest.WRITE : Interest.READ);
        buffer.compact();
    }

    @Override
    public void close() throws IOException {
        listener.close();
        loop.close();
    }
}
