package dev.pollux.internal.nio;

import dev.pollux.Backend;
import dev.pollux.Connection;
import dev.pollux.internal.readiness.AbstractPollable;
import dev.pollux.readiness.ChannelSource;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SocketChannel;
import java.util.Objects;

/** A channel of the JDK, in a selector. */
class NioChannelSource extends AbstractPollable implements ChannelSource, NioSource {
    private final NioKeys keys;

    private NioChannelSource(SelectableChannel channel) {
        keys = new NioKeys(Objects.requireNonNull(channel));
    }

    /** One that is a {@link Connection}, too, if the channel is one. */
    static NioChannelSource of(SelectableChannel channel) {
        return channel instanceof SocketChannel its ? new OfConnection(its) : new NioChannelSource(channel);
    }

    private static final class OfConnection extends NioChannelSource implements Connection {
        private final SocketChannel socket;

        OfConnection(SocketChannel socket) {
            super(socket);
            this.socket = socket;
        }

        @Override
        public SocketAddress remoteAddress() throws IOException {
            return socket.getRemoteAddress();
        }
    }

    @Override
    public SelectableChannel channel() {
        return keys.channel();
    }

    @Override
    public Backend backend() {
        return Backend.NIO;
    }

    @Override
    public boolean isOpen() {
        return keys.channel().isOpen();
    }

    @Override
    public NioKeys keys() {
        return keys;
    }

    @Override
    public boolean isForeign() {
        return true;
    }

    @Override
    public void closeSource() {
        keys.close();
    }

    @Override
    public String toString() {
        return "ChannelSource[" + keys.channel() + "]";
    }
}
