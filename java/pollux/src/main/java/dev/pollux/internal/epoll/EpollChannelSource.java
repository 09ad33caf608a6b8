package dev.pollux.internal.epoll;

import dev.pollux.Backend;
import dev.pollux.Connection;
import dev.pollux.internal.readiness.AbstractPollable;
import dev.pollux.linux.Descriptor;
import dev.pollux.readiness.ChannelSource;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SocketChannel;

/** A channel of the JDK, by its descriptor's number. */
class EpollChannelSource extends AbstractPollable implements ChannelSource, EpollSource {
    private final SelectableChannel channel;
    private final int number;

    private EpollChannelSource(SelectableChannel channel) throws IOException {
        this.channel = channel;
        number = ChannelDescriptor.of(channel);
    }

    /** One that is a {@link Connection}, too, if the channel is one. */
    static EpollChannelSource of(SelectableChannel channel) throws IOException {
        return channel instanceof SocketChannel its ? new OfConnection(its) : new EpollChannelSource(channel);
    }

    private static final class OfConnection extends EpollChannelSource implements Connection {
        private final SocketChannel socket;

        OfConnection(SocketChannel socket) throws IOException {
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
        return channel;
    }

    @Override
    public Backend backend() {
        return Backend.EPOLL;
    }

    @Override
    public boolean isOpen() {
        return channel.isOpen();
    }

    @Override
    public Descriptor descriptor() {
        return null;
    }

    @Override
    public int number() {
        return number;
    }

    @Override
    public boolean isForeign() {
        return true;
    }

    @Override
    public void closeSource() {
        try {
            channel.close();
        } catch (IOException e) {
            // The descriptor is given back whatever close(2) says.
        }
    }

    @Override
    public String toString() {
        return "ChannelSource[" + channel + "]";
    }
}
