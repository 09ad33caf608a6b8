package dev.pollux.netty;

import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelPromise;
import io.netty.channel.EventLoop;
import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;

/** Joins and leaves multicast groups, of all senders or of one. */
final class Multicast {
    private Multicast() {}

    interface Change {
        void make() throws IOException;
    }

    /** Makes a change on the loop's thread, and tells a promise. */
    static ChannelFuture change(PolluxDatagramChannel channel, ChannelPromise promise, Change change) {
        EventLoop loop = channel.eventLoop();
        if (!loop.inEventLoop()) {
            loop.execute(() -> change(channel, promise, change));
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
    static NetworkInterface network(PolluxDatagramChannel channel) throws SocketException {
        NetworkInterface chosen = channel.config().getNetworkInterface();
        return chosen != null
                ? chosen
                : NetworkInterface.getByInetAddress(channel.localAddress().getAddress());
    }

    static void join(PolluxDatagramChannel channel, InetAddress group, NetworkInterface network, InetAddress source)
            throws IOException {
        channel.datagrams().join(group, check(network), source);
    }

    static void leave(PolluxDatagramChannel channel, InetAddress group, NetworkInterface network, InetAddress source)
            throws IOException {
        channel.datagrams().leave(group, check(network), source);
    }

    static void block(PolluxDatagramChannel channel, InetAddress group, NetworkInterface network, InetAddress source)
            throws IOException {
        channel.datagrams().block(group, check(network), source);
    }

    private static NetworkInterface check(NetworkInterface network) {
        if (network == null) {
            throw new IllegalArgumentException("no network interface: name one, or set the option IP_MULTICAST_IF");
        }
        return network;
    }
}
