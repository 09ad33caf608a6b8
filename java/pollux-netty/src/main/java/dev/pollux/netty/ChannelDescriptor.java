package dev.pollux.netty;

import io.netty.channel.unix.FileDescriptor;

/** The descriptor of a channel. To close it is to close the channel. */
final class ChannelDescriptor extends FileDescriptor {
    private final PolluxChannel channel;

    ChannelDescriptor(PolluxChannel channel) {
        super(channel.socket().descriptor().fd());
        this.channel = channel;
    }

    @Override
    public boolean isOpen() {
        return channel.isOpen();
    }

    @Override
    public void close() {
        channel.close();
    }
}
