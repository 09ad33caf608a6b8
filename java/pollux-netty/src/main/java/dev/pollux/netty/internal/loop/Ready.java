package dev.pollux.netty.internal.loop;

import io.netty.channel.IoEvent;

/** What a channel is told: flags of {@code Epoll}. Valid while the channel handles it. */
public final class Ready implements IoEvent {
    private int flags;

    public int flags() {
        return flags;
    }

    public Ready set(int newFlags) {
        flags = newFlags;
        return this;
    }
}
