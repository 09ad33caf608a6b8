package dev.pollux.netty;

import dev.pollux.linux.LinuxSocketOptions;
import dev.pollux.netty.internal.socket.ChannelSockets;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelOption;
import io.netty.channel.MessageSizeEstimator;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.channel.ServerChannelRecvByteBufAllocator;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.socket.ServerSocketChannelConfig;
import io.netty.util.NetUtil;
import java.net.StandardSocketOptions;

/**
 * The configuration of a {@link PolluxServerSocketChannel}: what Netty's bootstraps set by {@link ChannelOption} and {@link
 * PolluxChannelOption}.
 *
 * <p>May be called from any thread. {@link PolluxChannelOption} has an example.
 */
@SuppressWarnings("exports") // its superclass has nothing that Netty's DefaultChannelConfig has not
public final class PolluxServerSocketChannelConfig extends PolluxChannelConfig implements ServerSocketChannelConfig {
    private static final ChannelOption<?>[] OF_SOCKET = {
        ChannelOption.SO_RCVBUF,
        ChannelOption.SO_REUSEADDR,
        ChannelOption.SO_BACKLOG,
        ChannelOption.TCP_FASTOPEN,
        PolluxChannelOption.SO_REUSEPORT,
        PolluxChannelOption.IP_FREEBIND,
        PolluxChannelOption.IP_TRANSPARENT,
        PolluxChannelOption.TCP_DEFER_ACCEPT
    };

    private volatile int backlog = NetUtil.SOMAXCONN;
    private volatile int tcpFastOpen;

    PolluxServerSocketChannelConfig(PolluxServerSocketChannel channel) {
        super(channel, new ServerChannelRecvByteBufAllocator());
        setReuseAddress(true); // a restarted server gets its port, as with every transport of Netty's on Linux
    }

    @Override
    ChannelOption<?>[] socketOptions() {
        return OF_SOCKET;
    }

    @Override
    @SuppressWarnings("unchecked") // each option's own type
    public <T> T getOption(ChannelOption<T> option) {
        if (option == ChannelOption.SO_BACKLOG) {
            return (T) Integer.valueOf(backlog);
        }
        if (option == ChannelOption.TCP_FASTOPEN && !ChannelSockets.IS_WINDOWS) {
            return (T) Integer.valueOf(tcpFastOpen);
        }
        return super.getOption(option);
    }

    @Override
    public <T> boolean setOption(ChannelOption<T> option, T value) {
        if (option == ChannelOption.SO_BACKLOG) {
            validate(option, value);
            setBacklog((Integer) value);
            return true;
        }
        if (option == ChannelOption.TCP_FASTOPEN && !ChannelSockets.IS_WINDOWS) {
            validate(option, value);
            setTcpFastOpen((Integer) value);
            return true;
        }
        return super.setOption(option, value);
    }

    @Override
    public int getBacklog() {
        return backlog;
    }

    /** At least 1 is used: with 0, Linux lets one connection wait. */
    @Override
    public PolluxServerSocketChannelConfig setBacklog(int connections) {
        if (connections < 0) {
            throw new IllegalArgumentException("a backlog of " + connections);
        }
        backlog = connections;
        return this;
    }

    /** {@return how many connections whose first packet carried data may wait, 0 if none may} */
    public int getTcpFastOpen() {
        return tcpFastOpen;
    }

    /**
     * Takes connections whose first packet carries data (TCP_FASTOPEN, tcp(7)). The system must allow it
     * (net.ipv4.tcp_fastopen).
     *
     * @param connections how many of them may wait. 0 takes none
     * @return this
     */
    public PolluxServerSocketChannelConfig setTcpFastOpen(int connections) {
        if (connections < 0) {
            throw new IllegalArgumentException("a fast open queue of " + connections);
        }
        tcpFastOpen = connections;
        return this;
    }

    /** Sets what is set on a bound socket that does not listen yet. */
    void beforeListen() {
        if (tcpFastOpen > 0) {
            set(LinuxSocketOptions.TCP_FASTOPEN, tcpFastOpen);
        }
    }

    /** Does nothing: no system has such preferences. */
    @Override
    public PolluxServerSocketChannelConfig setPerformancePreferences(int connectionTime, int latency, int bandwidth) {
        return this;
    }

    @Override
    public int getReceiveBufferSize() {
        return get(StandardSocketOptions.SO_RCVBUF);
    }

    @Override
    public PolluxServerSocketChannelConfig setReceiveBufferSize(int bytes) {
        set(StandardSocketOptions.SO_RCVBUF, bytes);
        return this;
    }

    @Override
    public boolean isReuseAddress() {
        return get(StandardSocketOptions.SO_REUSEADDR);
    }

    @Override
    public PolluxServerSocketChannelConfig setReuseAddress(boolean on) {
        set(StandardSocketOptions.SO_REUSEADDR, on);
        return this;
    }

    @Override
    public PolluxServerSocketChannelConfig setConnectTimeoutMillis(int millis) {
        super.setConnectTimeoutMillis(millis);
        return this;
    }

    @Override
    @Deprecated
    public PolluxServerSocketChannelConfig setMaxMessagesPerRead(int count) {
        super.setMaxMessagesPerRead(count);
        return this;
    }

    @Override
    public PolluxServerSocketChannelConfig setWriteSpinCount(int count) {
        super.setWriteSpinCount(count);
        return this;
    }

    @Override
    public PolluxServerSocketChannelConfig setAllocator(ByteBufAllocator allocator) {
        super.setAllocator(allocator);
        return this;
    }

    @Override
    public PolluxServerSocketChannelConfig setRecvByteBufAllocator(RecvByteBufAllocator allocator) {
        super.setRecvByteBufAllocator(allocator);
        return this;
    }

    @Override
    public PolluxServerSocketChannelConfig setAutoRead(boolean on) {
        super.setAutoRead(on);
        return this;
    }

    @Override
    public PolluxServerSocketChannelConfig setAutoClose(boolean on) {
        super.setAutoClose(on);
        return this;
    }

    @Override
    public PolluxServerSocketChannelConfig setWriteBufferHighWaterMark(int bytes) {
        super.setWriteBufferHighWaterMark(bytes);
        return this;
    }

    @Override
    public PolluxServerSocketChannelConfig setWriteBufferLowWaterMark(int bytes) {
        super.setWriteBufferLowWaterMark(bytes);
        return this;
    }

    @Override
    public PolluxServerSocketChannelConfig setWriteBufferWaterMark(WriteBufferWaterMark mark) {
        super.setWriteBufferWaterMark(mark);
        return this;
    }

    @Override
    public PolluxServerSocketChannelConfig setMessageSizeEstimator(MessageSizeEstimator estimator) {
        super.setMessageSizeEstimator(estimator);
        return this;
    }
}
