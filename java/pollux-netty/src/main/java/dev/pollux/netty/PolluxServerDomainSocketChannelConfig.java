package dev.pollux.netty;

import io.netty.channel.ChannelOption;
import io.netty.channel.ServerChannelRecvByteBufAllocator;
import io.netty.util.NetUtil;

/**
 * The configuration of a {@link PolluxServerDomainSocketChannel}: what Netty's bootstraps set by {@link ChannelOption}.
 *
 * <p>May be called from any thread. {@link PolluxServerDomainSocketChannel} has an example.
 */
@SuppressWarnings("exports") // its superclass has nothing that Netty's DefaultChannelConfig has not
public final class PolluxServerDomainSocketChannelConfig extends PolluxChannelConfig {
    private static final ChannelOption<?>[] OF_SOCKET = {ChannelOption.SO_RCVBUF, ChannelOption.SO_BACKLOG};

    private volatile int backlog = NetUtil.SOMAXCONN;

    PolluxServerDomainSocketChannelConfig(PolluxServerDomainSocketChannel channel) {
        super(channel, new ServerChannelRecvByteBufAllocator());
    }

    @Override
    ChannelOption<?>[] socketOptions() {
        return OF_SOCKET;
    }

    @Override
    @SuppressWarnings("unchecked") // the option's own type
    public <T> T getOption(ChannelOption<T> option) {
        return option == ChannelOption.SO_BACKLOG ? (T) Integer.valueOf(backlog) : super.getOption(option);
    }

    @Override
    public <T> boolean setOption(ChannelOption<T> option, T value) {
        if (option != ChannelOption.SO_BACKLOG) {
            return super.setOption(option, value);
        }
        validate(option, value);
        setBacklog((Integer) value);
        return true;
    }

    /** {@return how many connections may wait to be accepted} */
    public int getBacklog() {
        return backlog;
    }

    /**
     * Sets how many connections may wait to be accepted. At least 1 is used.
     *
     * @param connections how many
     * @return this
     */
    public PolluxServerDomainSocketChannelConfig setBacklog(int connections) {
        if (connections < 0) {
            throw new IllegalArgumentException("a backlog of " + connections);
        }
        backlog = connections;
        return this;
    }
}
