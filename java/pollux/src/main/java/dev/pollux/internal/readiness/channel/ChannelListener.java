package dev.pollux.internal.readiness.channel;

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
final class ChannelListener extends AbstractStreamListener implements ChannelPollable {
    private final ServerSocketChannel channel;
    private final ChannelHolds holds;
    private final ChannelHold hold;

    ChannelListener(ServerSocketChannel channel, ChannelHolds holds) {
        this.channel = channel;
        this.holds = holds;
        hold = holds.of(channel);
    }

    @Override
    public ChannelHold hold() {
        return hold;
    }

    @Override
    public Backend backend() {
        return hold.backend();
    }

    @Override
    public void bindTo(SocketAddress address, int backlog) throws IOException {
        try {
            channel.bind(address, backlog);
        } catch (IllegalArgumentException e) {
            throw ChannelRefusals.of(e, channel, address);
        } catch (SocketException e) {
            throw ChannelSocket.named(e, "bind", address);
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
            return new ChannelSocket(accepted, holds);
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
        throw Capability.EVENT_DETAIL.refusal(backend(), "takeError()");
    }

    @Override
    public int bytesToRead() throws IOException {
        throw Capability.BUFFERED_BYTES.refusal(backend(), "bytesToRead()");
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
        hold.close();
    }

    @Override
    public String toString() {
        return "StreamListener[" + channel + "]";
    }
}
