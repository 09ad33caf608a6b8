package dev.pollux.netty.internal.loop;

import io.netty.channel.IoOps;

/** What a channel wants to be told of: flags of {@code Epoll}. The loop's own, one object for all its channels. */
public final class Interest implements IoOps {
    private int flags;

    public int flags() {
        return flags;
    }

    Interest set(int newFlags) {
        flags = newFlags;
        return this;
    }
}
