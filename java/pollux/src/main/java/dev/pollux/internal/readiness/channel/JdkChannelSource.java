package dev.pollux.internal.readiness.channel;

import dev.pollux.Backend;
import dev.pollux.Connection;
import dev.pollux.internal.readiness.AbstractPollable;
import dev.pollux.readiness.ChannelSource;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SocketChannel;
import java.util.Objects;

/** A channel of the JDK's, as the program hands it in. */
public class JdkChannelSource extends AbstractPollable implements ChannelSource, ChannelPollable {
    private final ChannelHold hold;

    private JdkChannelSource(ChannelHold hold) {
        this.hold = hold;
    }

    /** One that is a {@link Connection}, too, if the channel is one. */
    public static JdkChannelSource of(SelectableChannel channel, ChannelHolds holds) {
        ChannelHold hold = holds.of(Objects.requireNonNull(channel));
        return channel instanceof SocketChannel its ? new OfConnection(its, hold) : new JdkChannelSource(hold);
    }

    private static final class OfConnection extends JdkChannelSource implements Connection {
        private final SocketChannel socket;

        OfConnection(SocketChannel socket, ChannelHold hold) {
            super(hold);
            this.socket = socket;
        }

        @Override
        public SocketAddress remoteAddress() throws IOException {
            return socket.getRemoteAddress();
        }
    }

    @Override
    public SelectableChannel channel() {
        return hold.channel();
    }

    @Override
    public Backend backend() {
        return hold.backend();
    }

    @Override
    public boolean isOpen() {
        return hold.channel().isOpen();
    }

    @Override
    public ChannelHold hold() {
        return hold;
    }

    @Override
    public boolean isForeign() {
        return true;
    }

    @Override
    public void closeSource() {
        hold.close();
    }

    @Override
    public String toString() {
        return "ChannelSource[" + hold.channel() + "]";
    }
}
