package dev.pollux.netty;

import dev.pollux.linux.LinuxDatagramSocket;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelPromise;
import io.netty.channel.EventLoop;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Joins and leaves multicast groups, of all senders or of one. */
final class Multicast {
    private static final int IPPROTO_IP = 0;
    private static final int IPPROTO_IPV6 = 41;
    private static final int AF_INET = 2;
    private static final int AF_INET6 = 10;
    private static final int MCAST_BLOCK_SOURCE = 43;
    private static final int MCAST_JOIN_SOURCE_GROUP = 46;
    private static final int MCAST_LEAVE_SOURCE_GROUP = 47;
    private static final int STORAGE = 128; // struct sockaddr_storage
    private static final int GROUP = 8; // its offset in a struct group_source_req, after the interface's number

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
        check(network);
        if (source == null) {
            channel.datagrams().join(group, network);
        } else {
            ofSource(channel.datagrams(), MCAST_JOIN_SOURCE_GROUP, group, network, source);
        }
    }

    static void leave(PolluxDatagramChannel channel, InetAddress group, NetworkInterface network, InetAddress source)
            throws IOException {
        check(network);
        if (source == null) {
            channel.datagrams().leave(group, network);
        } else {
            ofSource(channel.datagrams(), MCAST_LEAVE_SOURCE_GROUP, group, network, source);
        }
    }

    static void block(PolluxDatagramChannel channel, InetAddress group, NetworkInterface network, InetAddress source)
            throws IOException {
        check(network);
        ofSource(channel.datagrams(), MCAST_BLOCK_SOURCE, group, network, source);
    }

    private static void check(NetworkInterface network) {
        if (network == null) {
            throw new IllegalArgumentException("no network interface: name one, or set the option IP_MULTICAST_IF");
        }
    }

    private static void ofSource(
            LinuxDatagramSocket socket, int number, InetAddress group, NetworkInterface network, InetAddress source)
            throws IOException {
        ByteBuffer request =
                ByteBuffer.allocate(GROUP + 2 * STORAGE).order(ByteOrder.nativeOrder()); // struct group_source_req
        request.putInt(0, network.getIndex());
        put(request, GROUP, group);
        put(request, GROUP + STORAGE, source);
        socket.setRawOption(group instanceof Inet4Address ? IPPROTO_IP : IPPROTO_IPV6, number, request);
    }

    private static void put(ByteBuffer memory, int at, InetAddress address) {
        boolean isInet4 = address instanceof Inet4Address;
        memory.putShort(at, (short) (isInet4 ? AF_INET : AF_INET6));
        memory.put(at + (isInet4 ? 4 : 8), address.getAddress());
    }
}
