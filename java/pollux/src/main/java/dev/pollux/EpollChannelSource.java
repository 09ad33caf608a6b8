package dev.pollux;

import dev.pollux.linux.Descriptor;
import java.io.IOException;
import java.nio.channels.SelectableChannel;

/** A channel of the JDK, by its descriptor's number. */
final class EpollChannelSource extends AbstractPollable implements ChannelSource, EpollSource {
    private final SelectableChannel channel;
    private final int number;

    EpollChannelSource(SelectableChannel channel) throws IOException {
        this.channel = channel;
        number = ChannelDescriptor.of(channel);
    }

    @Override
    public SelectableChannel channel() {
        return channel;
    }

    @Override
    public Backend backend() {
        return Backend.EPOLL;
    }

    @Override
    public boolean isOpen() {
        return channel.isOpen();
    }

    @Override
    public Descriptor descriptor() {
        return null;
    }

    @Override
    public int number() {
        return number;
    }

    @Override
    boolean isForeign() {
        return true;
    }

    @Override
    void closeSource() {
        try {
            channel.close();
        } catch (IOException e) {
            // The descriptor is given back whatever close(2) says.
        }
    }

    @Override
    public String toString() {
        return "ChannelSource[" + channel + "]";
    }
}
