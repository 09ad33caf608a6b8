package dev.pollux.netty;

import dev.pollux.netty.internal.socket.ChannelSockets;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelOption;
import io.netty.channel.MessageSizeEstimator;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.socket.SocketChannelConfig;
import io.netty.util.internal.PlatformDependent;
import java.net.StandardSocketOptions;

/**
 * The configuration of a {@link PolluxSocketChannel}: what Netty's bootstraps set by {@link ChannelOption} and {@link
 * PolluxChannelOption}.
 *
 * <p>May be called from any thread. {@link PolluxChannelOption} has an example.
 */
@SuppressWarnings("exports") // its superclass has nothing that Netty's DefaultChannelConfig has not
public final class PolluxSocketChannelConfig extends PolluxChannelConfig implements SocketChannelConfig {
    private static final ChannelOption<?>[] OF_SOCKET = {
        ChannelOption.SO_RCVBUF,
        ChannelOption.SO_SNDBUF,
        ChannelOption.TCP_NODELAY,
        ChannelOption.SO_KEEPALIVE,
        ChannelOption.SO_REUSEADDR,
        ChannelOption.SO_LINGER,
        ChannelOption.IP_TOS,
        ChannelOption.ALLOW_HALF_CLOSURE,
        ChannelOption.TCP_FASTOPEN_CONNECT,
        PolluxChannelOption.SO_BUSY_POLL,
        PolluxChannelOption.TCP_CORK,
        PolluxChannelOption.TCP_NOTSENT_LOWAT,
        PolluxChannelOption.TCP_KEEPIDLE,
        PolluxChannelOption.TCP_KEEPINTVL,
        PolluxChannelOption.TCP_KEEPCNT,
        PolluxChannelOption.TCP_USER_TIMEOUT,
        PolluxChannelOption.TCP_QUICKACK,
        PolluxChannelOption.IP_TRANSPARENT,
        PolluxChannelOption.IP_BIND_ADDRESS_NO_PORT
    };

    private volatile boolean allowHalfClosure;
    private volatile boolean tcpFastOpenConnect;

    PolluxSocketChannelConfig(PolluxSocketChannel channel) {
        super(channel);
        if (PlatformDependent.canEnableTcpNoDelayByDefault()) {
            setTcpNoDelay(true);
        }
    }

    @Override
    ChannelOption<?>[] socketOptions() {
        return OF_SOCKET;
    }

    @Override
    @SuppressWarnings("unchecked") // each option's own type
    public <T> T getOption(ChannelOption<T> option) {
        if (option == ChannelOption.ALLOW_HALF_CLOSURE) {
            return (T) Boolean.valueOf(allowHalfClosure);
        }
        if (option == ChannelOption.TCP_FASTOPEN_CONNECT && !ChannelSockets.IS_WINDOWS) {
            return (T) Boolean.valueOf(tcpFastOpenConnect);
        }
        return super.getOption(option);
    }

    @Override
    public <T> boolean setOption(ChannelOption<T> option, T value) {
        if (option == ChannelOption.ALLOW_HALF_CLOSURE) {
            validate(option, value);
            setAllowHalfClosure((Boolean) value);
            return true;
        }
        if (option == ChannelOption.TCP_FASTOPEN_CONNECT && !ChannelSockets.IS_WINDOWS) {
            validate(option, value);
            setTcpFastOpenConnect((Boolean) value);
            return true;
        }
        return super.setOption(option, value);
    }

    /** {@return true if what was written before a connect goes with its first packet, where the peer's system allows it} */
    public boolean isTcpFastOpenConnect() {
        return tcpFastOpenConnect;
    }

    /**
     * Sends what was written before a connect with its first packet (MSG_FASTOPEN, tcp(7)).
     *
     * @param on true to do so, where the peer's system has allowed it at an earlier connect
     * @return this
     */
    public PolluxSocketChannelConfig setTcpFastOpenConnect(boolean on) {
        tcpFastOpenConnect = on;
        return this;
    }

    @Override
    public boolean isAllowHalfClosure() {
        return allowHalfClosure;
    }

    @Override
    public PolluxSocketChannelConfig setAllowHalfClosure(boolean on) {
        allowHalfClosure = on;
        return this;
    }

    /** Does nothing: no system has such preferences. */
    @Override
    public PolluxSocketChannelConfig setPerformancePreferences(int connectionTime, int latency, int bandwidth) {
        return this;
    }

    @Override
    public boolean isTcpNoDelay() {
        return get(StandardSocketOptions.TCP_NODELAY);
    }

    @Override
    public PolluxSocketChannelConfig setTcpNoDelay(boolean on) {
        set(StandardSocketOptions.TCP_NODELAY, on);
        return this;
    }

    @Override
    public int getSoLinger() {
        return get(StandardSocketOptions.SO_LINGER);
    }

    @Override
    public PolluxSocketChannelConfig setSoLinger(int seconds) {
        set(StandardSocketOptions.SO_LINGER, seconds);
        return this;
    }

    @Override
    public int getSendBufferSize() {
        return get(StandardSocketOptions.SO_SNDBUF);
    }

    @Override
    public PolluxSocketChannelConfig setSendBufferSize(int bytes) {
        set(StandardSocketOptions.SO_SNDBUF, bytes);
        return this;
    }

    @Override
    public int getReceiveBufferSize() {
        return get(StandardSocketOptions.SO_RCVBUF);
    }

    @Override
    public PolluxSocketChannelConfig setReceiveBufferSize(int bytes) {
        set(StandardSocketOptions.SO_RCVBUF, bytes);
        return this;
    }

    @Override
    public boolean isKeepAlive() {
        return get(StandardSocketOptions.SO_KEEPALIVE);
    }

    @Override
    public PolluxSocketChannelConfig setKeepAlive(boolean on) {
        set(StandardSocketOptions.SO_KEEPALIVE, on);
        return this;
    }

    @Override
    public int getTrafficClass() {
        return get(StandardSocketOptions.IP_TOS);
    }

    @Override
    public PolluxSocketChannelConfig setTrafficClass(int value) {
        set(StandardSocketOptions.IP_TOS, value);
        return this;
    }

    @Override
    public boolean isReuseAddress() {
        return get(StandardSocketOptions.SO_REUSEADDR);
    }

    @Override
    public PolluxSocketChannelConfig setReuseAddress(boolean on) {
        set(StandardSocketOptions.SO_REUSEADDR, on);
        return this;
    }

    @Override
    public PolluxSocketChannelConfig setConnectTimeoutMillis(int millis) {
        super.setConnectTimeoutMillis(millis);
        return this;
    }

    @Override
    @Deprecated
    public PolluxSocketChannelConfig setMaxMessagesPerRead(int count) {
        super.setMaxMessagesPerRead(count);
        return this;
    }

    @Override
    public PolluxSocketChannelConfig setWriteSpinCount(int count) {
        super.setWriteSpinCount(count);
        return this;
    }

    @Override
    public PolluxSocketChannelConfig setAllocator(ByteBufAllocator allocator) {
        super.setAllocator(allocator);
        return this;
    }

    @Override
    public PolluxSocketChannelConfig setRecvByteBufAllocator(RecvByteBufAllocator allocator) {
        super.setRecvByteBufAllocator(allocator);
        return this;
    }

    @Override
    public PolluxSocketChannelConfig setAutoRead(boolean on) {
        super.setAutoRead(on);
        return this;
    }

    @Override
    public PolluxSocketChannelConfig setAutoClose(boolean on) {
        super.setAutoClose(on);
        return this;
    }

    @Override
    public PolluxSocketChannelConfig setWriteBufferHighWaterMark(int bytes) {
        super.setWriteBufferHighWaterMark(bytes);
        return this;
    }

    @Override
    public PolluxSocketChannelConfig setWriteBufferLowWaterMark(int bytes) {
        super.setWriteBufferLowWaterMark(bytes);
        return this;
    }

    @Override
    public PolluxSocketChannelConfig setWriteBufferWaterMark(WriteBufferWaterMark mark) {
        super.setWriteBufferWaterMark(mark);
        return this;
    }

    @Override
    public PolluxSocketChannelConfig setMessageSizeEstimator(MessageSizeEstimator estimator) {
        super.setMessageSizeEstimator(estimator);
        return this;
    }
}
