package dev.pollux.internal.readiness.channel;

import dev.pollux.Backend;
import java.nio.channels.SelectableChannel;

/** A channel of the JDK's, and what the backend that watches it has to know of it. */
public abstract class ChannelHold {
    private final SelectableChannel channel;

    protected ChannelHold(SelectableChannel channel) {
        this.channel = channel;
    }

    public final SelectableChannel channel() {
        return channel;
    }

    /** {@return the backend whose ports can watch it} */
    public abstract Backend backend();

    /** Closes the channel, and has the backend let go of it. */
    public abstract void close();
}
