package dev.pollux.internal.readiness.channel;

/** What stands on a channel of the JDK's, and can be registered with a port of the backend that watches such channels. */
public interface ChannelPollable {
    /** {@return its channel, and what its backend has of that} */
    ChannelHold hold();
}
