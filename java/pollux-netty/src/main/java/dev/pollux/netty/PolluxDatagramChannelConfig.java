package dev.pollux.netty;

import dev.pollux.linux.LinuxSocketOptions;
import dev.pollux.netty.internal.socket.ChannelSocket;
import dev.pollux.netty.internal.socket.ChannelSockets;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelOption;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.MessageSizeEstimator;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.socket.DatagramChannelConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.StandardSocketOptions;

/**
 * The configuration of a {@link PolluxDatagramChannel}: what Netty's bootstraps set by {@link ChannelOption} and {@link
 * PolluxChannelOption}.
 *
 * <p>May be called from any thread. {@link PolluxChannelOption} has an example.
 */
@SuppressWarnings("exports") // its superclass has nothing that Netty's DefaultChannelConfig has not
public final class PolluxDatagramChannelConfig extends PolluxChannelConfig implements DatagramChannelConfig {
    @SuppressWarnings("deprecation") // Netty has no other name for it
    private static final ChannelOption<?>[] OF_SOCKET = {
        ChannelOption.SO_BROADCAST,
        ChannelOption.SO_RCVBUF,
        ChannelOption.SO_SNDBUF,
        ChannelOption.SO_REUSEADDR,
        ChannelOption.IP_TOS,
        ChannelOption.IP_MULTICAST_LOOP_DISABLED,
        ChannelOption.IP_MULTICAST_ADDR,
        ChannelOption.IP_MULTICAST_IF,
        ChannelOption.IP_MULTICAST_TTL,
        ChannelOption.DATAGRAM_CHANNEL_ACTIVE_ON_REGISTRATION,
        PolluxChannelOption.SO_REUSEPORT,
        PolluxChannelOption.IP_FREEBIND,
        PolluxChannelOption.IP_TRANSPARENT,
        PolluxChannelOption.IP_RECVORIGDSTADDR,
        PolluxChannelOption.IP_MULTICAST_ALL,
        PolluxChannelOption.UDP_GRO,
        PolluxChannelOption.MAX_DATAGRAM_PAYLOAD_SIZE
    };

    private static final int USUAL_LENGTH = 2048;

    private final ChannelSocket.Datagrams socket;
    private volatile NetworkInterface network; // the kernel tells it in part
    private volatile boolean activeOnRegistration;
    private volatile boolean receivesMore; // than the bytes of a datagram
    private volatile int maxPayload;

    PolluxDatagramChannelConfig(PolluxDatagramChannel channel, ChannelSocket.Datagrams socket) {
        super(channel, new FixedRecvByteBufAllocator(USUAL_LENGTH));
        this.socket = socket;
    }

    @Override
    ChannelOption<?>[] socketOptions() {
        return OF_SOCKET;
    }

    @Override
    @SuppressWarnings({"unchecked", "deprecation"}) // each option's own type
    public <T> T getOption(ChannelOption<T> option) {
        if (option == ChannelOption.IP_MULTICAST_LOOP_DISABLED) {
            return (T) Boolean.valueOf(isLoopbackModeDisabled());
        }
        if (option == ChannelOption.IP_MULTICAST_ADDR) {
            return (T) getInterface();
        }
        if (option == ChannelOption.IP_MULTICAST_IF) {
            return (T) network;
        }
        if (option == ChannelOption.IP_MULTICAST_TTL) {
            return (T) Integer.valueOf(getTimeToLive());
        }
        if (option == ChannelOption.DATAGRAM_CHANNEL_ACTIVE_ON_REGISTRATION) {
            return (T) Boolean.valueOf(activeOnRegistration);
        }
        return switch (SocketOptionTable.nameOf(option)) {
            case "MAX_DATAGRAM_PAYLOAD_SIZE" -> (T) Integer.valueOf(maxPayload);
            case "IP_RECVORIGDSTADDR" -> ChannelSockets.IS_WINDOWS ? null : (T) get(socket.destinations());
            case "UDP_GRO" -> ChannelSockets.IS_WINDOWS ? null : (T) get(LinuxSocketOptions.UDP_GRO);
            default -> super.getOption(option);
        };
    }

    @Override
    @SuppressWarnings("deprecation")
    public <T> boolean setOption(ChannelOption<T> option, T value) {
        validate(option, value);
        if (option == ChannelOption.IP_MULTICAST_LOOP_DISABLED) {
            setLoopbackModeDisabled((Boolean) value);
        } else if (option == ChannelOption.IP_MULTICAST_ADDR) {
            setInterface((InetAddress) value);
        } else if (option == ChannelOption.IP_MULTICAST_IF) {
            setNetworkInterface((NetworkInterface) value);
        } else if (option == ChannelOption.IP_MULTICAST_TTL) {
            setTimeToLive((Integer) value);
        } else if (option == ChannelOption.DATAGRAM_CHANNEL_ACTIVE_ON_REGISTRATION) {
            activeOnRegistration = (Boolean) value;
        } else {
            return setByName(option, value);
        }
        return true;
    }

    private <T> boolean setByName(ChannelOption<T> option, T value) {
        String name = SocketOptionTable.nameOf(option);
        if (ChannelSockets.IS_WINDOWS && (name.equals("IP_RECVORIGDSTADDR") || name.equals("UDP_GRO"))) {
            return false; // as what the table has not
        }
        switch (name) {
            case "MAX_DATAGRAM_PAYLOAD_SIZE" -> setMaxDatagramPayloadSize((Integer) value);
            case "IP_RECVORIGDSTADDR" -> set(socket.destinations(), receiveMore((Boolean) value));
            case "UDP_GRO" -> set(LinuxSocketOptions.UDP_GRO, receiveMore((Boolean) value));
            default -> {
                return super.setOption(option, value);
            }
        }
        return true;
    }

    private boolean receiveMore(boolean on) {
        receivesMore |= on;
        return on;
    }

    boolean receivesInBatches() {
        return receivesMore || maxPayload > 0;
    }

    boolean isActiveOnRegistration() {
        return activeOnRegistration;
    }

    /** {@return how long a datagram is at most, in bytes, or 0 if one is received a call} */
    public int getMaxDatagramPayloadSize() {
        return maxPayload;
    }

    /**
     * Has many datagrams received a call: recvmmsg(2). Each gets room for as many bytes. What is longer is cut off. On Windows, which
     * has no such call, it only says how much room each has.
     *
     * @param bytes how long a datagram is at most, up to 65 535, or 0 to receive one a call
     * @return this
     */
    public PolluxDatagramChannelConfig setMaxDatagramPayloadSize(int bytes) {
        if (bytes < 0 || bytes > 0xFFFF) {
            throw new IllegalArgumentException("datagrams of " + bytes + " bytes");
        }
        maxPayload = bytes;
        return this;
    }

    @Override
    public int getSendBufferSize() {
        return get(StandardSocketOptions.SO_SNDBUF);
    }

    @Override
    public PolluxDatagramChannelConfig setSendBufferSize(int bytes) {
        set(StandardSocketOptions.SO_SNDBUF, bytes);
        return this;
    }

    @Override
    public int getReceiveBufferSize() {
        return get(StandardSocketOptions.SO_RCVBUF);
    }

    @Override
    public PolluxDatagramChannelConfig setReceiveBufferSize(int bytes) {
        set(StandardSocketOptions.SO_RCVBUF, bytes);
        return this;
    }

    @Override
    public int getTrafficClass() {
        return get(StandardSocketOptions.IP_TOS);
    }

    @Override
    public PolluxDatagramChannelConfig setTrafficClass(int value) {
        set(StandardSocketOptions.IP_TOS, value);
        return this;
    }

    @Override
    public boolean isReuseAddress() {
        return get(StandardSocketOptions.SO_REUSEADDR);
    }

    @Override
    public PolluxDatagramChannelConfig setReuseAddress(boolean on) {
        set(StandardSocketOptions.SO_REUSEADDR, on);
        return this;
    }

    @Override
    public boolean isBroadcast() {
        return get(StandardSocketOptions.SO_BROADCAST);
    }

    @Override
    public PolluxDatagramChannelConfig setBroadcast(boolean on) {
        set(StandardSocketOptions.SO_BROADCAST, on);
        return this;
    }

    @Override
    public boolean isLoopbackModeDisabled() {
        return !get(socket.loop());
    }

    @Override
    public PolluxDatagramChannelConfig setLoopbackModeDisabled(boolean disabled) {
        set(socket.loop(), !disabled);
        return this;
    }

    @Override
    public int getTimeToLive() {
        return get(socket.timeToLive());
    }

    @Override
    public PolluxDatagramChannelConfig setTimeToLive(int hops) {
        set(socket.timeToLive(), hops);
        return this;
    }

    @Override
    public InetAddress getInterface() {
        NetworkInterface chosen = network;
        return chosen == null ? null : chosen.inetAddresses().findFirst().orElse(null);
    }

    @Override
    public PolluxDatagramChannelConfig setInterface(InetAddress address) {
        try {
            return setNetworkInterface(NetworkInterface.getByInetAddress(address));
        } catch (SocketException e) {
            throw new ChannelException(e);
        }
    }

    @Override
    public NetworkInterface getNetworkInterface() {
        return network;
    }

    @Override
    public PolluxDatagramChannelConfig setNetworkInterface(NetworkInterface chosen) {
        try {
            socket.multicastBy(chosen);
        } catch (IOException e) {
            throw new ChannelException(e);
        }
        network = chosen;
        return this;
    }

    @Override
    public PolluxDatagramChannelConfig setConnectTimeoutMillis(int millis) {
        super.setConnectTimeoutMillis(millis);
        return this;
    }

    @Override
    @Deprecated
    public PolluxDatagramChannelConfig setMaxMessagesPerRead(int count) {
        super.setMaxMessagesPerRead(count);
        return this;
    }

    @Override
    public PolluxDatagramChannelConfig setWriteSpinCount(int count) {
        super.setWriteSpinCount(count);
        return this;
    }

    @Override
    public PolluxDatagramChannelConfig setAllocator(ByteBufAllocator allocator) {
        super.setAllocator(allocator);
        return this;
    }

    @Override
    public PolluxDatagramChannelConfig setRecvByteBufAllocator(RecvByteBufAllocator allocator) {
        super.setRecvByteBufAllocator(allocator);
        return this;
    }

    @Override
    public PolluxDatagramChannelConfig setAutoRead(boolean on) {
        super.setAutoRead(on);
        return this;
    }

    @Override
    public PolluxDatagramChannelConfig setAutoClose(boolean on) {
        super.setAutoClose(on);
        return this;
    }

    @Override
    public PolluxDatagramChannelConfig setWriteBufferWaterMark(WriteBufferWaterMark mark) {
        super.setWriteBufferWaterMark(mark);
        return this;
    }

    @Override
    public PolluxDatagramChannelConfig setMessageSizeEstimator(MessageSizeEstimator estimator) {
        super.setMessageSizeEstimator(estimator);
        return this;
    }
}
