package dev.pollux;

import java.io.IOException;
import java.nio.channels.SelectableChannel;
import java.util.Objects;

/**
 * A channel of the JDK's that is registered with a {@link ReadinessPort}: what {@link Registration#source()} returns then.
 * Its reads, writes and options are the channel's own.
 *
 * <p>The program may close the channel itself: that ends the registration, too.
 */
public final class ChannelSource extends Pollable {
    private final SelectableChannel channel;
    private final Backend backend;
    private final int number; // on epoll
    private final NioKeys keys; // on nio

    private ChannelSource(SelectableChannel channel, Backend backend, int number, NioKeys keys) {
        this.channel = channel;
        this.backend = backend;
        this.number = number;
        this.keys = keys;
    }

    static ChannelSource onEpoll(SelectableChannel channel) throws IOException {
        return new ChannelSource(channel, Backend.EPOLL, ChannelDescriptor.of(channel), null);
    }

    static ChannelSource onNio(SelectableChannel channel) {
        return new ChannelSource(Objects.requireNonNull(channel), Backend.NIO, -1, new NioKeys(channel));
    }

    /** {@return the channel} */
    public SelectableChannel channel() {
        return channel;
    }

    @Override
    public Backend backend() {
        return backend;
    }

    @Override
    public boolean isOpen() {
        return channel.isOpen();
    }

    @Override
    int number() {
        return number;
    }

    @Override
    NioKeys keys() {
        return keys;
    }

    @Override
    boolean isForeign() {
        return true;
    }

    @Override
    void closeSource() {
        if (keys != null) {
            keys.close();
            return;
        }
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
