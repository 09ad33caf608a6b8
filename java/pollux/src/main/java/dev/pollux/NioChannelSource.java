package dev.pollux;

import java.nio.channels.SelectableChannel;
import java.util.Objects;

/** A channel of the JDK, in a selector. */
final class NioChannelSource extends AbstractPollable implements ChannelSource, NioSource {
    private final NioKeys keys;

    NioChannelSource(SelectableChannel channel) {
        keys = new NioKeys(Objects.requireNonNull(channel));
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
    boolean isForeign() {
        return true;
    }

    @Override
    void closeSource() {
        keys.close();
    }

    @Override
    public String toString() {
        return "ChannelSource[" + keys.channel() + "]";
    }
}
