package dev.pollux.netty;

import io.netty.channel.ChannelOption;
import io.netty.channel.unix.DomainSocketReadMode;
import java.net.SocketOption;
import java.util.Objects;

/**
 * The options of Linux's sockets that Netty's own {@link ChannelOption} has no name for.
 *
 * <p>The options of Netty's own native transports work as well, under the names that they have there: whoever comes from {@code
 * EpollChannelOption.TCP_CORK} or {@code UnixChannelOption.SO_REUSEPORT} need not change them.
 *
 * <p>May be called from any thread.
 *
 * <pre>{@code
 * bootstrap.option(PolluxChannelOption.SO_REUSEPORT, true)
 *         .childOption(PolluxChannelOption.TCP_USER_TIMEOUT, 10_000)
 *         .childOption(PolluxChannelOption.of(LinuxSocketOptions.TCP_CONGESTION), "bbr");
 * }</pre>
 */
public final class PolluxChannelOption {
    /** Several sockets share an address, and connections are spread over them (socket(7)). */
    public static final ChannelOption<Boolean> SO_REUSEPORT = named("SO_REUSEPORT");

    /** Microseconds to poll the device's queue before a wait sleeps (socket(7)). */
    public static final ChannelOption<Integer> SO_BUSY_POLL = named("SO_BUSY_POLL");

    /** Send full segments only, until it is turned off or 200 ms have passed (tcp(7)). */
    public static final ChannelOption<Boolean> TCP_CORK = named("TCP_CORK");

    /** The socket is writable only while fewer unsent bytes than this wait in it (tcp(7)). */
    public static final ChannelOption<Long> TCP_NOTSENT_LOWAT = named("TCP_NOTSENT_LOWAT");

    /** Seconds of idleness before the first keep-alive probe (tcp(7)). */
    public static final ChannelOption<Integer> TCP_KEEPIDLE = named("TCP_KEEPIDLE");

    /** Seconds between keep-alive probes (tcp(7)). */
    public static final ChannelOption<Integer> TCP_KEEPINTVL = named("TCP_KEEPINTVL");

    /** Keep-alive probes that go unanswered before the connection is dropped (tcp(7)). */
    public static final ChannelOption<Integer> TCP_KEEPCNT = named("TCP_KEEPCNT");

    /** Milliseconds that sent data may stay unacknowledged before the connection is dropped (tcp(7)). */
    public static final ChannelOption<Integer> TCP_USER_TIMEOUT = named("TCP_USER_TIMEOUT");

    /** Acknowledge at once. It is not permanent: the kernel may turn it off again (tcp(7)). */
    public static final ChannelOption<Boolean> TCP_QUICKACK = named("TCP_QUICKACK");

    /** Seconds in which a listener waits for a connection's first data before it reports it (tcp(7)). */
    public static final ChannelOption<Integer> TCP_DEFER_ACCEPT = named("TCP_DEFER_ACCEPT");

    /** Bind to an address that is not this machine's yet (ip(7)). */
    public static final ChannelOption<Boolean> IP_FREEBIND = named("IP_FREEBIND");

    /** Bind to and take connections for foreign addresses. It needs CAP_NET_ADMIN (ip(7)). */
    public static final ChannelOption<Boolean> IP_TRANSPARENT = named("IP_TRANSPARENT");

    /** Leave the choice of a local port to connect (ip(7)). */
    public static final ChannelOption<Boolean> IP_BIND_ADDRESS_NO_PORT = named("IP_BIND_ADDRESS_NO_PORT");

    /** Take the datagrams of every multicast group that any socket here has joined (ip(7)). */
    public static final ChannelOption<Boolean> IP_MULTICAST_ALL = named("IP_MULTICAST_ALL");

    /** A datagram's recipient is the address that it was sent to, and not the channel's own (ip(7)). */
    public static final ChannelOption<Boolean> IP_RECVORIGDSTADDR = named("IP_RECVORIGDSTADDR");

    /** Let several datagrams of one sender arrive as one {@code SegmentedDatagramPacket} (udp(7)). */
    public static final ChannelOption<Boolean> UDP_GRO = named("UDP_GRO");

    /** How long a datagram is at most, in bytes. Above 0, many are received a call, and each gets room for as much. */
    public static final ChannelOption<Integer> MAX_DATAGRAM_PAYLOAD_SIZE = named("MAX_DATAGRAM_PAYLOAD_SIZE");

    /** Whether a Unix socket's channel reads bytes, or descriptors that its peer passes. */
    public static final ChannelOption<DomainSocketReadMode> DOMAIN_SOCKET_READ_MODE = named("DOMAIN_SOCKET_READ_MODE");

    private PolluxChannelOption() {}

    private static <T> ChannelOption<T> named(String name) {
        return ChannelOption.valueOf(PolluxChannelOption.class, name);
    }

    /**
     * Makes Netty's option of any option that Pollux's sockets take: one of {@link java.net.StandardSocketOptions} or {@link
     * dev.pollux.linux.LinuxSocketOptions}, or one made by {@link dev.pollux.linux.LinuxSocketOption#ofInt}.
     *
     * @param option the option
     * @param <T> its value's type
     * @return the option for a bootstrap
     */
    public static <T> ChannelOption<T> of(SocketOption<T> option) {
        return SocketOptionTable.add(Objects.requireNonNull(option, "option"));
    }
}
