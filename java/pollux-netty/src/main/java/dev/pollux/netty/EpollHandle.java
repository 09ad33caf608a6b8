package dev.pollux.netty;

import dev.pollux.linux.Descriptor;
import io.netty.channel.IoHandle;

/** What a {@link PolluxIoHandler} on epoll can watch. */
interface EpollHandle extends IoHandle {
    /** {@return the descriptor, which is watched from the first {@link Interest} that is submitted} */
    Descriptor descriptor();

    @Override
    void close();
}
