package dev.pollux.internal.readiness.channel;

import dev.pollux.Backend;
import java.nio.channels.SelectableChannel;

/** Makes what a backend has to know of each channel that it watches. */
public interface ChannelHolds {
    /** {@return the backend} */
    Backend backend();

    /** {@return what the backend has of an open channel} */
    ChannelHold of(SelectableChannel channel);
}
