package dev.pollux.netty;

import io.netty.channel.IoEvent;

/** What a channel is told: flags of {@code Epoll}. Valid while the channel handles it. */
final class Ready implements IoEvent {
    private int flags;

    int flags() {
        return flags;
    }

    Ready set(int newFlags) {
        flags = newFlags;
        return this;
    }
}
