package dev.pollux.internal.epoll;

import dev.pollux.linux.Family;
import dev.pollux.linux.LinuxDatagramSocket;
import dev.pollux.linux.LinuxSocketOption;
import java.io.IOException;
import java.net.NetworkInterface;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The JDK's multicast options on Linux. Each has two numbers, one of IPv4 (ip(7)) and one of IPv6 (ipv6(7)). A socket for both
 * is given both, because it sends to groups of both.
 */
enum MulticastOption {
    TIME_TO_LIVE(StandardSocketOptions.IP_MULTICAST_TTL, 33, 18),
    LOOP(StandardSocketOptions.IP_MULTICAST_LOOP, 34, 19);

    private static final int IPPROTO_IP = 0;
    private static final int IPPROTO_IPV6 = 41;
    private static final int IP_MULTICAST_IF = 32;
    private static final int IPV6_MULTICAST_IF = 17;

    private final SocketOption<?> portable;
    private final LinuxSocketOption<Integer> inet;
    private final LinuxSocketOption<Integer> inet6;

    MulticastOption(SocketOption<?> portable, int inet, int inet6) {
        this.portable = portable;
        this.inet = LinuxSocketOption.ofInt(portable.name(), IPPROTO_IP, inet);
        this.inet6 = LinuxSocketOption.ofInt(portable.name(), IPPROTO_IPV6, inet6);
    }

    /** {@return the one that stands for the JDK's, or null if it is another option} */
    static MulticastOption of(SocketOption<?> option) {
        return option == TIME_TO_LIVE.portable ? TIME_TO_LIVE : option == LOOP.portable ? LOOP : null;
    }

    void set(LinuxDatagramSocket socket, int value) throws IOException {
        socket.setOption(inet, value);
        if (socket.family() == Family.INET6) {
            socket.setOption(inet6, value);
        }
    }

    int get(LinuxDatagramSocket socket) throws IOException {
        return socket.getOption(inet);
    }

    static void setInterface(LinuxDatagramSocket socket, NetworkInterface network) throws IOException {
        // struct ip_mreqn: its last field, the index, names the interface.
        ByteBuffer chosen = ByteBuffer.allocate(12).order(ByteOrder.nativeOrder());
        socket.setRawOption(IPPROTO_IP, IP_MULTICAST_IF, chosen.putInt(8, network.getIndex()));
        if (socket.family() == Family.INET6) {
            socket.setOption(
                    LinuxSocketOption.ofInt("IP_MULTICAST_IF", IPPROTO_IPV6, IPV6_MULTICAST_IF), network.getIndex());
        }
    }
}
