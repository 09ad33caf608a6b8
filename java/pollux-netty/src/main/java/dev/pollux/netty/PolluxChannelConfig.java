package dev.pollux.netty;

import io.netty.channel.ChannelException;
import io.netty.channel.ChannelOption;
import io.netty.channel.DefaultChannelConfig;
import io.netty.channel.RecvByteBufAllocator;
import java.io.IOException;
import java.net.SocketOption;
import java.util.Map;

/** What the configurations of all channels here share: the socket's own options, and that autoRead is told. */
abstract class PolluxChannelConfig extends DefaultChannelConfig {
    private final PolluxChannel ours;

    PolluxChannelConfig(PolluxChannel channel) {
        super(channel);
        ours = channel;
    }

    PolluxChannelConfig(PolluxChannel channel, RecvByteBufAllocator allocator) {
        super(channel, allocator);
        ours = channel;
    }

    /** {@return the options of the socket itself that {@link #getOptions()} tells} */
    abstract ChannelOption<?>[] socketOptions();

    @Override
    public Map<ChannelOption<?>, Object> getOptions() {
        return getOptions(super.getOptions(), socketOptions());
    }

    @Override
    @SuppressWarnings("unchecked") // the table pairs options whose values have one type
    public <T> T getOption(ChannelOption<T> option) {
        SocketOption<?> found = SocketOptionTable.find(option);
        if (found == null) {
            return super.getOption(option);
        }
        try {
            return (T) SocketOptionTable.toNetty(found, get(found));
        } catch (UnsupportedOperationException e) {
            return null; // as Netty's transports say of an option that the system has not
        }
    }

    @Override
    @SuppressWarnings("unchecked") // as above
    public <T> boolean setOption(ChannelOption<T> option, T value) {
        SocketOption<?> found = SocketOptionTable.find(option);
        if (found == null) {
            return super.setOption(option, value);
        }
        validate(option, value);
        try {
            set((SocketOption<Object>) found, SocketOptionTable.toPollux(found, value));
            return true;
        } catch (UnsupportedOperationException e) {
            return false;
        }
    }

    final <T> T get(SocketOption<T> option) {
        try {
            return ours.socket().getOption(option);
        } catch (IOException e) {
            throw new ChannelException(e);
        }
    }

    final <T> void set(SocketOption<T> option, T value) {
        try {
            ours.socket().setOption(option, value);
        } catch (IOException e) {
            throw new ChannelException(e);
        }
    }

    @Override
    protected final void autoReadCleared() {
        ours.autoReadCleared();
    }
}
