package dev.pollux.internal.readiness.channel;

import dev.pollux.Backend;
import dev.pollux.internal.memory.BufferChecks;
import dev.pollux.internal.readiness.AbstractUdpSocket;
import dev.pollux.readiness.Capability;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketOption;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.MembershipKey;
import java.nio.channels.NotYetConnectedException;
import java.util.ArrayList;
import java.util.List;

/** A UDP socket on a {@link DatagramChannel}. */
final class ChannelUdpSocket extends AbstractUdpSocket implements ChannelPollable {
    private final DatagramChannel channel;
    private final ChannelHold hold;
    private final List<MembershipKey> memberships = new ArrayList<>(); // guarded by itself
    private InetSocketAddress sender;

    ChannelUdpSocket(DatagramChannel channel, ChannelHolds holds) {
        this.channel = channel;
        hold = holds.of(channel);
    }

    @Override
    public ChannelHold hold() {
        return hold;
    }

    @Override
    public Backend backend() {
        return hold.backend();
    }

    @Override
    public void bindTo(InetSocketAddress address) throws IOException {
        try {
            channel.bind(address);
        } catch (IllegalArgumentException e) {
            throw ChannelRefusals.of(e, channel, address);
        } catch (SocketException e) {
            throw ChannelSocket.named(e, "bind", address);
        }
    }

    @Override
    public void connectTo(InetSocketAddress remote) throws IOException {
        try {
            channel.connect(remote);
        } catch (IllegalArgumentException e) {
            throw ChannelRefusals.of(e, channel, remote);
        }
    }

    @Override
    public void disconnectFromPeer() throws IOException {
        channel.disconnect();
    }

    @Override
    public InetSocketAddress remoteAddress() throws IOException {
        return (InetSocketAddress) channel.getRemoteAddress();
    }

    @Override
    public boolean receive(ByteBuffer buffer) throws IOException {
        BufferChecks.checkWritable(buffer);
        SocketAddress from = channel.receive(buffer);
        if (from == null) {
            return false;
        }
        sender = (InetSocketAddress) from;
        return true;
    }

    @Override
    public InetSocketAddress sender() {
        return sender;
    }

    @Override
    public boolean isTruncated() {
        throw Capability.TRUNCATION.refusal(backend(), "isTruncated()");
    }

    @Override
    public boolean send(ByteBuffer buffer) throws IOException {
        if (buffer.hasRemaining()) {
            return channel.write(buffer) > 0;
        }
        checkOpen();
        if (!channel.isConnected()) {
            throw new NotYetConnectedException();
        }
        throw emptyRefusal();
    }

    @Override
    public boolean send(ByteBuffer buffer, SocketAddress to) throws IOException {
        if (buffer.hasRemaining()) {
            checkTarget(to);
            return sendTo(buffer, to) > 0;
        }
        checkTarget(to);
        if (to.equals(channel.getRemoteAddress())) {
            throw emptyRefusal();
        }
        sendTo(buffer, to); // 0, whether it was sent or not
        return true;
    }

    private int sendTo(ByteBuffer buffer, SocketAddress to) throws IOException {
        try {
            return channel.send(buffer, to);
        } catch (IllegalArgumentException e) {
            throw ChannelRefusals.of(e, channel, to);
        }
    }

    /** The channel says that it was sent, and sends nothing. */
    private UnsupportedOperationException emptyRefusal() {
        return new UnsupportedOperationException(
                "an empty datagram to a connected peer is not available on backend " + backend() + ": do not connect");
    }

    @Override
    public long droppedDatagrams() {
        throw Capability.DROPPED_DATAGRAMS.refusal(backend(), "droppedDatagrams()");
    }

    @Override
    public void joinGroup(InetAddress group, NetworkInterface network) throws IOException {
        synchronized (memberships) {
            MembershipKey joined = channel.join(group, network); // the same one for a second time
            if (!memberships.contains(joined)) {
                memberships.add(joined);
            }
        }
    }

    @Override
    public void leaveGroup(InetAddress group, NetworkInterface network) throws IOException {
        synchronized (memberships) {
            for (MembershipKey each : memberships) {
                if (each.group().equals(group) && each.networkInterface().equals(network)) {
                    memberships.remove(each);
                    each.drop();
                    return;
                }
            }
        }
        throw notJoined(group, network);
    }

    @Override
    public SocketAddress localAddress() throws IOException {
        return channel.getLocalAddress();
    }

    @Override
    public IOException takeError() {
        throw Capability.EVENT_DETAIL.refusal(backend(), "takeError()");
    }

    @Override
    public int bytesToRead() {
        throw Capability.BUFFERED_BYTES.refusal(backend(), "bytesToRead()");
    }

    @Override
    public <T> void setSystemOption(SocketOption<T> option, T value) throws IOException {
        channel.setOption(option, value);
    }

    @Override
    public <T> T getSystemOption(SocketOption<T> option) throws IOException {
        return channel.getOption(option);
    }

    @Override
    public boolean isOpen() {
        return channel.isOpen();
    }

    @Override
    public void closeSource() {
        hold.close();
    }

    @Override
    public String toString() {
        return "UdpSocket[" + channel + (isOpen() ? "]" : ", closed]");
    }
}
