package dev.pollux.internal.afd;

import dev.pollux.Backend;
import dev.pollux.internal.readiness.channel.ChannelHold;
import dev.pollux.internal.readiness.channel.ChannelHolds;
import java.nio.channels.SelectableChannel;

/** Of each channel, its socket. */
final class AfdHolds implements ChannelHolds {
    static final AfdHolds ALL = new AfdHolds();

    private AfdHolds() {}

    @Override
    public Backend backend() {
        return Backend.AFD;
    }

    @Override
    public ChannelHold of(SelectableChannel channel) {
        return new AfdHold(channel);
    }
}
