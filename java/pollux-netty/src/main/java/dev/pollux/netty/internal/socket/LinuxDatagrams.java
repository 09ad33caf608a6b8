package dev.pollux.netty.internal.socket;

import dev.pollux.linux.Family;
import dev.pollux.linux.LinuxDatagramSocket;
import dev.pollux.linux.LinuxSocketOption;
import dev.pollux.linux.LinuxSocketOptions;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** A socket of Linux's for datagrams. */
final class LinuxDatagrams extends LinuxChannelSocket implements ChannelSocket.Datagrams {
    private static final int IPPROTO_IP = 0;
    private static final int IPPROTO_IPV6 = 41;
    private static final int IP_MULTICAST_IF = 32;
    private static final int IPV6_MULTICAST_IF = 17;
    private static final int MCAST_BLOCK_SOURCE = 43;
    private static final int MCAST_JOIN_SOURCE_GROUP = 46;
    private static final int MCAST_LEAVE_SOURCE_GROUP = 47;

    private static final SocketOption<Integer> TTL = LinuxSocketOption.ofInt("IP_MULTICAST_TTL", IPPROTO_IP, 33);
    private static final SocketOption<Integer> HOPS = LinuxSocketOption.ofInt("IPV6_MULTICAST_HOPS", IPPROTO_IPV6, 18);
    private static final SocketOption<Boolean> LOOP = LinuxSocketOption.ofBoolean("IP_MULTICAST_LOOP", IPPROTO_IP, 34);
    private static final SocketOption<Boolean> LOOP6 =
            LinuxSocketOption.ofBoolean("IPV6_MULTICAST_LOOP", IPPROTO_IPV6, 19);

    private final LinuxDatagramSocket socket;
    private final boolean isInet;

    LinuxDatagrams(LinuxDatagramSocket socket) {
        super(socket);
        this.socket = socket;
        isInet = socket.family() == Family.INET;
    }

    @Override
    public LinuxDatagramSocket descriptor() {
        return socket;
    }

    @Override
    public void connect(SocketAddress to) throws IOException {
        socket.connect(to);
    }

    @Override
    public void disconnect() throws IOException {
        socket.disconnect();
    }

    @Override
    public SocketOption<Integer> timeToLive() {
        return isInet ? TTL : HOPS;
    }

    @Override
    public SocketOption<Boolean> loop() {
        return isInet ? LOOP : LOOP6;
    }

    @Override
    public SocketOption<Boolean> destinations() {
        return isInet ? LinuxSocketOptions.IP_RECVORIGDSTADDR : LinuxSocketOptions.IPV6_RECVORIGDSTADDR;
    }

    @Override
    public void multicastBy(NetworkInterface network) throws IOException {
        ByteBuffer value = ByteBuffer.allocate(12).order(ByteOrder.nativeOrder());
        if (isInet) { // struct ip_mreqn: no group, no address, the interface's number
            socket.setRawOption(IPPROTO_IP, IP_MULTICAST_IF, value.putInt(8, network.getIndex()));
        } else {
            socket.setRawOption(
                    IPPROTO_IPV6,
                    IPV6_MULTICAST_IF,
                    value.putInt(0, network.getIndex()).limit(4));
        }
    }

    @Override
    public void join(InetAddress group, NetworkInterface network, InetAddress source) throws IOException {
        if (source == null) {
            socket.join(group, network);
        } else {
            ofSource(MCAST_JOIN_SOURCE_GROUP, group, network, source);
        }
    }

    @Override
    public void leave(InetAddress group, NetworkInterface network, InetAddress source) throws IOException {
        if (source == null) {
            socket.leave(group, network);
        } else {
            ofSource(MCAST_LEAVE_SOURCE_GROUP, group, network, source);
        }
    }

    @Override
    public void block(InetAddress group, NetworkInterface network, InetAddress source) throws IOException {
        ofSource(MCAST_BLOCK_SOURCE, group, network, source);
    }

    private void ofSource(int number, InetAddress group, NetworkInterface network, InetAddress source)
            throws IOException {
        int level = group instanceof Inet4Address ? IPPROTO_IP : IPPROTO_IPV6;
        socket.setRawOption(level, number, GroupSource.LINUX.request(group, network, source));
    }
}
