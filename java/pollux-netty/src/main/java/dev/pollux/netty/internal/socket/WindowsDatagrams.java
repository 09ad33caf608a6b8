package dev.pollux.netty.internal.socket;

import dev.pollux.system.SystemCallException;
import dev.pollux.windows.Family;
import dev.pollux.windows.WinError;
import dev.pollux.windows.WindowsSocketOption;
import dev.pollux.windows.WindowsSocketOptions;
import dev.pollux.windows.WinsockDatagramSocket;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** A socket of Winsock's for datagrams. */
final class WindowsDatagrams extends WindowsChannelSocket implements ChannelSocket.Datagrams {
    private static final int IPPROTO_IP = 0;
    private static final int IPPROTO_IPV6 = 41;
    private static final int MULTICAST_IF = 9; // of IP and of IPv6
    private static final int ADD_MEMBERSHIP = 12; // of IP and of IPv6
    private static final int DROP_MEMBERSHIP = 13; // of IP and of IPv6
    private static final int IP_ADD_SOURCE_MEMBERSHIP = 15;
    private static final int IP_DROP_SOURCE_MEMBERSHIP = 16;
    private static final int IP_BLOCK_SOURCE = 17;
    private static final int MCAST_BLOCK_SOURCE = 43;
    private static final int MCAST_JOIN_SOURCE_GROUP = 45;
    private static final int MCAST_LEAVE_SOURCE_GROUP = 46;

    private static final SocketOption<Integer> TTL = WindowsSocketOption.ofInt("IP_MULTICAST_TTL", IPPROTO_IP, 10);
    private static final SocketOption<Integer> HOPS =
            WindowsSocketOption.ofInt("IPV6_MULTICAST_HOPS", IPPROTO_IPV6, 10);
    private static final SocketOption<Boolean> LOOP =
            WindowsSocketOption.ofBoolean("IP_MULTICAST_LOOP", IPPROTO_IP, 11);
    private static final SocketOption<Boolean> LOOP6 =
            WindowsSocketOption.ofBoolean("IPV6_MULTICAST_LOOP", IPPROTO_IPV6, 11);

    private final WinsockDatagramSocket socket;
    private final boolean isInet;

    WindowsDatagrams(WinsockDatagramSocket socket) {
        super(socket);
        this.socket = socket;
        isInet = socket.family() == Family.INET;
    }

    /** A socket for datagrams shares its address by it, as on Linux: several that hear one group, for instance. Before the bind. */
    @Override
    public <T> void setOption(SocketOption<T> option, T value) throws IOException {
        super.setOption(option, value);
        if (option == StandardSocketOptions.SO_REUSEADDR) {
            boolean shares = (Boolean) value;
            if (shares) { // one at a time can be on
                socket.setOption(WindowsSocketOptions.SO_EXCLUSIVEADDRUSE, false);
                socket.setOption(WindowsSocketOptions.SO_REUSEADDR_WINDOWS, true);
            } else {
                socket.setOption(WindowsSocketOptions.SO_REUSEADDR_WINDOWS, false);
                socket.setOption(WindowsSocketOptions.SO_EXCLUSIVEADDRUSE, true);
            }
        }
    }

    /** Whoever has one peer learns that its port is unreachable, as on Linux. */
    @Override
    public void connect(SocketAddress to) throws IOException {
        socket.connect(to);
        report(true);
    }

    @Override
    public void disconnect() throws IOException {
        socket.disconnect();
        report(false);
    }

    private void report(boolean on) throws IOException {
        try {
            socket.setReportUnreachable(on);
        } catch (SystemCallException e) {
            if (e.code() != WinError.WSAEOPNOTSUPP) {
                throw e;
            }
        }
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
        return null;
    }

    @Override
    public void multicastBy(NetworkInterface network) throws IOException {
        if (isInet) {
            socket.setRawOption(IPPROTO_IP, MULTICAST_IF, ByteBuffer.allocate(4).put(0, inet4(network)));
        } else {
            socket.setRawOption(IPPROTO_IPV6, MULTICAST_IF, index(ByteBuffer.allocate(4), 0, network));
        }
    }

    @Override
    public void join(InetAddress group, NetworkInterface network, InetAddress source) throws IOException {
        change(ADD_MEMBERSHIP, IP_ADD_SOURCE_MEMBERSHIP, MCAST_JOIN_SOURCE_GROUP, group, network, source);
    }

    @Override
    public void leave(InetAddress group, NetworkInterface network, InetAddress source) throws IOException {
        change(DROP_MEMBERSHIP, IP_DROP_SOURCE_MEMBERSHIP, MCAST_LEAVE_SOURCE_GROUP, group, network, source);
    }

    @Override
    public void block(InetAddress group, NetworkInterface network, InetAddress source) throws IOException {
        change(0, IP_BLOCK_SOURCE, MCAST_BLOCK_SOURCE, group, network, source);
    }

    private void change(
            int ofAll, int ofSource, int ofSource6, InetAddress group, NetworkInterface network, InetAddress source)
            throws IOException {
        boolean isGroup4 = group instanceof Inet4Address;
        if (isGroup4 != isInet) {
            throw new IllegalArgumentException(
                    "on Windows a socket of " + socket.family() + " takes no group of the other family, and " + group
                            + " is one: make the channel with its family");
        }
        if (isGroup4) { // struct ip_mreq and struct ip_mreq_source
            ByteBuffer request = ByteBuffer.allocate(source == null ? 8 : 12).put(0, group.getAddress());
            if (source != null) {
                request.put(4, source.getAddress());
            }
            request.put(request.limit() - 4, inet4(network));
            socket.setRawOption(IPPROTO_IP, source == null ? ofAll : ofSource, request);
        } else if (source == null) { // struct ipv6_mreq
            ByteBuffer request = ByteBuffer.allocate(20).put(0, group.getAddress());
            socket.setRawOption(IPPROTO_IPV6, ofAll, index(request, 16, network));
        } else {
            socket.setRawOption(IPPROTO_IPV6, ofSource6, GroupSource.WINDOWS.request(group, network, source));
        }
    }

    private static ByteBuffer index(ByteBuffer memory, int at, NetworkInterface network) {
        return memory.order(ByteOrder.nativeOrder()).putInt(at, network.getIndex());
    }

    /** An interface's first address. One that has none is meant by its number, in the place of an address 0.x.x.x. */
    private static byte[] inet4(NetworkInterface network) {
        return network.inetAddresses()
                .filter(Inet4Address.class::isInstance)
                .findFirst()
                .map(InetAddress::getAddress)
                .orElseGet(
                        () -> ByteBuffer.allocate(4).putInt(network.getIndex()).array());
    }
}
