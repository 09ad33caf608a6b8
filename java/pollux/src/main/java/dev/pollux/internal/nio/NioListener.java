package dev.pollux.internal.nio;

import dev.pollux.Backend;
import dev.pollux.internal.readiness.AbstractStreamListener;
import dev.pollux.readiness.Capability;
import dev.pollux.readiness.StreamSocket;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketOption;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/** A listener on a {@link ServerSocketChannel}. */
final class NioListener extends AbstractStreamListener implements NioSource {
    private final ServerSocketChannel channel;
    private final NioKeys keys;

    NioListener(ServerSocketChannel channel) {
        this.channel = channel;
        keys = new NioKeys(channel);
    }

    @Override
    public NioKeys keys() {
        return keys;
    }

    @Override
    public Backend backend() {
        return Backend.NIO;
    }

    @Override
    public void bindTo(SocketAddress address, int backlog) throws IOException {
        try {
            channel.bind(address, backlog);
        } catch (IllegalArgumentException e) {
            throw NioRefusals.of(e, channel, address);
        } catch (SocketException e) {
            throw NioSocket.named(e, "bind", address);
        }
    }

    @Override
    public StreamSocket acceptOne() throws IOException {
        SocketChannel accepted = channel.accept();
        if (accepted == null) {
            return null;
        }
        try {
            accepted.configureBlocking(false);
            return new NioSocket(accepted);
        } catch (Throwable e) {
            accepted.close();
            throw e;
        }
    }

    @Override
    public SocketAddress boundAddress() throws IOException {
        return channel.getLocalAddress();
    }

    @Override
    public IOException takeError() throws IOException {
        throw Capability.EVENT_DETAIL.refusal(Backend.NIO, "takeError()");
    }

    @Override
    public int bytesToRead() throws IOException {
        throw Capability.BUFFERED_BYTES.refusal(Backend.NIO, "bytesToRead()");
    }

    @Override
    public <T> void setSystemOption(SocketOption<T> option, T value) throws IOException {
        channel.setOption(option, value);
    }

    @Override
    public <T> T getSystemOption(SocketOption<T> option) throws IOException {
        return channel.getOption(option);
    }

    @Override
    public boolean isOpen() {
        return channel.isOpen();
    }

    @Override
    public void closeSource() {
        keys.close();
    }

    @Override
    public String toString() {
        return "StreamListener[" + channel + "]";
    }
}
