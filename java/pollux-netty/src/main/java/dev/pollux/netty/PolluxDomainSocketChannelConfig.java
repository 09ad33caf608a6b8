package dev.pollux.netty;

import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelOption;
import io.netty.channel.MessageSizeEstimator;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.socket.DuplexChannelConfig;
import io.netty.channel.unix.DomainSocketChannelConfig;
import io.netty.channel.unix.DomainSocketReadMode;
import java.util.Objects;

/**
 * The configuration of a {@link PolluxDomainSocketChannel}: what Netty's bootstraps set by {@link ChannelOption} and {@link
 * PolluxChannelOption}.
 *
 * <p>May be called from any thread. {@link PolluxDomainSocketChannel} has an example.
 */
@SuppressWarnings("exports") // its superclass has nothing that Netty's DefaultChannelConfig has not
public final class PolluxDomainSocketChannelConfig extends PolluxChannelConfig
        implements DomainSocketChannelConfig, DuplexChannelConfig {
    private static final String READ_MODE = "DOMAIN_SOCKET_READ_MODE"; // in Netty's UnixChannelOption, too
    private static final ChannelOption<?>[] OF_SOCKET = {
        ChannelOption.SO_RCVBUF,
        ChannelOption.SO_SNDBUF,
        ChannelOption.ALLOW_HALF_CLOSURE,
        PolluxChannelOption.DOMAIN_SOCKET_READ_MODE
    };

    private volatile DomainSocketReadMode readMode = DomainSocketReadMode.BYTES;
    private volatile boolean allowHalfClosure;

    PolluxDomainSocketChannelConfig(PolluxDomainSocketChannel channel) {
        super(channel);
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
        return SocketOptionTable.nameOf(option).equals(READ_MODE) ? (T) readMode : super.getOption(option);
    }

    @Override
    public <T> boolean setOption(ChannelOption<T> option, T value) {
        if (option == ChannelOption.ALLOW_HALF_CLOSURE) {
            validate(option, value);
            setAllowHalfClosure((Boolean) value);
        } else if (SocketOptionTable.nameOf(option).equals(READ_MODE)) {
            validate(option, value);
            setReadMode((DomainSocketReadMode) value);
        } else {
            return super.setOption(option, value);
        }
        return true;
    }

    @Override
    public boolean isAllowHalfClosure() {
        return allowHalfClosure;
    }

    @Override
    public PolluxDomainSocketChannelConfig setAllowHalfClosure(boolean on) {
        allowHalfClosure = on;
        return this;
    }

    @Override
    public DomainSocketReadMode getReadMode() {
        return readMode;
    }

    @Override
    public PolluxDomainSocketChannelConfig setReadMode(DomainSocketReadMode mode) {
        readMode = Objects.requireNonNull(mode, "mode");
        return this;
    }

    @Override
    public PolluxDomainSocketChannelConfig setConnectTimeoutMillis(int millis) {
        super.setConnectTimeoutMillis(millis);
        return this;
    }

    @Override
    @Deprecated
    public PolluxDomainSocketChannelConfig setMaxMessagesPerRead(int count) {
        super.setMaxMessagesPerRead(count);
        return this;
    }

    @Override
    public PolluxDomainSocketChannelConfig setWriteSpinCount(int count) {
        super.setWriteSpinCount(count);
        return this;
    }

    @Override
    public PolluxDomainSocketChannelConfig setAllocator(ByteBufAllocator allocator) {
        super.setAllocator(allocator);
        return this;
    }

    @Override
    public PolluxDomainSocketChannelConfig setRecvByteBufAllocator(RecvByteBufAllocator allocator) {
        super.setRecvByteBufAllocator(allocator);
        return this;
    }

    @Override
    public PolluxDomainSocketChannelConfig setAutoRead(boolean on) {
        super.setAutoRead(on);
        return this;
    }

    @Override
    public PolluxDomainSocketChannelConfig setAutoClose(boolean on) {
        super.setAutoClose(on);
        return this;
    }

    @Override
    @Deprecated
    public PolluxDomainSocketChannelConfig setWriteBufferHighWaterMark(int bytes) {
        super.setWriteBufferHighWaterMark(bytes);
        return this;
    }

    @Override
    @Deprecated
    public PolluxDomainSocketChannelConfig setWriteBufferLowWaterMark(int bytes) {
        super.setWriteBufferLowWaterMark(bytes);
        return this;
    }

    @Override
    public PolluxDomainSocketChannelConfig setWriteBufferWaterMark(WriteBufferWaterMark mark) {
        super.setWriteBufferWaterMark(mark);
        return this;
    }

    @Override
    public PolluxDomainSocketChannelConfig setMessageSizeEstimator(MessageSizeEstimator estimator) {
        super.setMessageSizeEstimator(estimator);
        return this;
    }
}
