package dev.pollux.netty;

import dev.pollux.netty.internal.socket.ChannelSocket;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelPromise;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.DatagramChannel;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;

/** A channel of datagrams that joins and leaves multicast groups, of all senders or of one. */
abstract class MulticastChannel extends PolluxChannel implements DatagramChannel {
    private interface Change {
        void make() throws IOException;
    }

    MulticastChannel(ChannelSocket.Datagrams socket) {
        super(null, socket, 0);
    }

    abstract ChannelSocket.Datagrams datagrams();

    @Override
    public abstract PolluxDatagramChannelConfig config();

    @Override
    public InetSocketAddress localAddress() {
        return (InetSocketAddress) super.localAddress();
    }

    @Override
    public InetSocketAddress remoteAddress() {
        return (InetSocketAddress) super.remoteAddress();
    }

    /** Makes a change on the loop's thread, and tells a promise. */
    private ChannelFuture change(ChannelPromise promise, Change change) {
        EventLoop loop = eventLoop();
        if (!loop.inEventLoop()) {
            loop.execute(() -> change(promise, change));
            return promise;
        }
        try {
            change.make();
            promise.setSuccess();
        } catch (Throwable e) {
            promise.setFailure(e);
        }
        return promise;
    }

    /** The interface that the option names, or else the one that has the channel's address. */
    private NetworkInterface network() throws IOException {
        NetworkInterface chosen = config().getNetworkInterface();
        InetSocketAddress local = localAddress();
        return named(chosen != null || local == null ? chosen : NetworkInterface.getByInetAddress(local.getAddress()));
    }

    private static NetworkInterface named(NetworkInterface network) {
        if (network == null) {
            throw new IllegalArgumentException("no network interface: name one, or set the option IP_MULTICAST_IF");
        }
        return network;
    }

    @Override
    public ChannelFuture joinGroup(InetAddress group) {
        return joinGroup(group, newPromise());
    }

    @Override
    public ChannelFuture joinGroup(InetAddress group, ChannelPromise promise) {
        return change(promise, () -> datagrams().join(group, network(), null));
    }

    @Override
    public ChannelFuture joinGroup(InetSocketAddress group, NetworkInterface network) {
        return joinGroup(group, network, newPromise());
    }

    @Override
    public ChannelFuture joinGroup(InetSocketAddress group, NetworkInterface network, ChannelPromise promise) {
        return joinGroup(group.getAddress(), network, null, promise);
    }

    @Override
    public ChannelFuture joinGroup(InetAddress group, NetworkInterface network, InetAddress source) {
        return joinGroup(group, network, source, newPromise());
    }

    @Override
    public ChannelFuture joinGroup(
            InetAddress group, NetworkInterface network, InetAddress source, ChannelPromise promise) {
        return change(promise, () -> datagrams().join(group, named(network), source));
    }

    @Override
    public ChannelFuture leaveGroup(InetAddress group) {
        return leaveGroup(group, newPromise());
    }

    @Override
    public ChannelFuture leaveGroup(InetAddress group, ChannelPromise promise) {
        return change(promise, () -> datagrams().leave(group, network(), null));
    }

    @Override
    public ChannelFuture leaveGroup(InetSocketAddress group, NetworkInterface network) {
        return leaveGroup(group, network, newPromise());
    }

    @Override
    public ChannelFuture leaveGroup(InetSocketAddress group, NetworkInterface network, ChannelPromise promise) {
        return leaveGroup(group.getAddress(), network, null, promise);
    }

    @Override
    public ChannelFuture leaveGroup(InetAddress group, NetworkInterface network, InetAddress source) {
        return leaveGroup(group, network, source, newPromise());
    }

    @Override
    public ChannelFuture leaveGroup(
            InetAddress group, NetworkInterface network, InetAddress source, ChannelPromise promise) {
        return change(promise, () -> datagrams().leave(group, named(network), source));
    }

    @Override
    public ChannelFuture block(InetAddress group, NetworkInterface network, InetAddress source) {
        return block(group, network, source, newPromise());
    }

    @Override
    public ChannelFuture block(
            InetAddress group, NetworkInterface network, InetAddress source, ChannelPromise promise) {
        return change(promise, () -> datagrams().block(group, named(network), source));
    }

    @Override
    public ChannelFuture block(InetAddress group, InetAddress source) {
        return block(group, source, newPromise());
    }

    @Override
    public ChannelFuture block(InetAddress group, InetAddress source, ChannelPromise promise) {
        return change(promise, () -> datagrams().block(group, network(), source));
    }
}
