package dev.pollux.internal.nio;

import dev.pollux.Backend;
import dev.pollux.internal.readiness.channel.ChannelHold;
import dev.pollux.internal.readiness.channel.ChannelHolds;
import java.nio.channels.SelectableChannel;

/** Of each channel, the keys that it has in selectors. */
final class NioHolds implements ChannelHolds {
    static final NioHolds ALL = new NioHolds();

    private NioHolds() {}

    @Override
    public Backend backend() {
        return Backend.NIO;
    }

    @Override
    public ChannelHold of(SelectableChannel channel) {
        return new NioKeys(channel);
    }
}
