package dev.pollux.windows;

import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * The socket options of Windows that {@link StandardSocketOptions} lacks, under their own names. Any other is reached by
 * {@link WindowsSocketOption#ofInt} or {@link WinsockSocket#setRawOption}.
 *
 * <p>{@link StandardSocketOptions#SO_REUSEADDR} is refused: on Windows it lets any other program take an address over that
 * is in use, and what it is wanted for elsewhere, binding again while old connections linger in TIME_WAIT, Windows does
 * anyway. Connections that are still active are another matter, see {@link #SO_EXCLUSIVEADDRUSE}. {@link
 * #SO_REUSEADDR_WINDOWS} sets it for those who mean it.
 *
 * <p>May be called from any thread.
 *
 * <pre>{@code
 * listener.setOption(WindowsSocketOptions.SO_EXCLUSIVEADDRUSE, true);
 * }</pre>
 */
public final class WindowsSocketOptions {
    static final int SOCKET = 0xFFFF;
    static final int SO_ERROR = 0x1007;
    static final int SO_TYPE = 0x1008;
    static final int SO_ACCEPTCONN = 0x2;
    static final int SO_PROTOCOL_INFO = 0x2005;
    static final int SO_UPDATE_ACCEPT_CONTEXT = 0x700B;
    static final int SO_UPDATE_CONNECT_CONTEXT = 0x7010;

    private static final int IP = 0;
    private static final int TCP = 6;
    private static final int IPV6 = 41;

    /**
     * No other socket may bind to the address, whatever its options. It is on from the beginning for a {@link WinsockStreamListener} and a
     * {@link WinsockDatagramSocket}. It is to be set before the bind.
     *
     * <p>A listener's connections keep the address as well: once the listener is closed, another exclusive bind to it fails
     * for as long as one of the connections that it accepted is active. A server that is restarted closes them first, or
     * tries again.
     */
    public static final WindowsSocketOption<Boolean> SO_EXCLUSIVEADDRUSE =
            WindowsSocketOption.ofBoolean("SO_EXCLUSIVEADDRUSE", SOCKET, ~0x4);

    /** Windows's SO_REUSEADDR: take an address over that another socket, of anybody's, is bound to. */
    public static final WindowsSocketOption<Boolean> SO_REUSEADDR_WINDOWS =
            WindowsSocketOption.ofBoolean("SO_REUSEADDR", SOCKET, 0x4);

    /** Seconds since the connection was made, or -1 if it is not connected. It is read only. */
    public static final WindowsSocketOption<Integer> SO_CONNECT_TIME =
            WindowsSocketOption.ofInt("SO_CONNECT_TIME", SOCKET, 0x700C);

    /** The longest datagram that can be sent, in bytes. Read only. */
    public static final WindowsSocketOption<Integer> SO_MAX_MSG_SIZE =
            WindowsSocketOption.ofInt("SO_MAX_MSG_SIZE", SOCKET, 0x2003);

    /** Let the wildcard port be any, and not the next. */
    public static final WindowsSocketOption<Boolean> SO_RANDOMIZE_PORT =
            WindowsSocketOption.ofBoolean("SO_RANDOMIZE_PORT", SOCKET, 0x3005);

    /** Ports are allocated for each local address, so there are more of them for outgoing connections. */
    public static final WindowsSocketOption<Boolean> SO_PORT_SCALABILITY =
            WindowsSocketOption.ofBoolean("SO_PORT_SCALABILITY", SOCKET, 0x3006);

    /** Leave the choice of a local port to ConnectEx. */
    public static final WindowsSocketOption<Boolean> SO_REUSE_UNICASTPORT =
            WindowsSocketOption.ofBoolean("SO_REUSE_UNICASTPORT", SOCKET, 0x3007);

    /** Seconds of idleness before the first keep-alive probe. */
    public static final WindowsSocketOption<Integer> TCP_KEEPIDLE = WindowsSocketOption.ofInt("TCP_KEEPIDLE", TCP, 3);

    /** Seconds between keep-alive probes. */
    public static final WindowsSocketOption<Integer> TCP_KEEPINTVL =
            WindowsSocketOption.ofInt("TCP_KEEPINTVL", TCP, 17);

    /** Keep-alive probes that go unanswered before the connection is dropped. */
    public static final WindowsSocketOption<Integer> TCP_KEEPCNT = WindowsSocketOption.ofInt("TCP_KEEPCNT", TCP, 16);

    /** Seconds for which a segment is retransmitted before the connection is dropped, or -1 for ever. */
    public static final WindowsSocketOption<Integer> TCP_MAXRT = WindowsSocketOption.ofInt("TCP_MAXRT", TCP, 5);

    /** Data with the SYN (RFC 7413). */
    public static final WindowsSocketOption<Boolean> TCP_FASTOPEN =
            WindowsSocketOption.ofBoolean("TCP_FASTOPEN", TCP, 15);

    /** The time to live of what is sent over IPv4. */
    public static final WindowsSocketOption<Integer> IP_TTL = WindowsSocketOption.ofInt("IP_TTL", IP, 4);

    /** Do not fragment what is sent over IPv4. */
    public static final WindowsSocketOption<Boolean> IP_DONTFRAGMENT =
            WindowsSocketOption.ofBoolean("IP_DONTFRAGMENT", IP, 14);

    /** The hop limit of what is sent over IPv6. */
    public static final WindowsSocketOption<Integer> IPV6_UNICAST_HOPS =
            WindowsSocketOption.ofInt("IPV6_UNICAST_HOPS", IPV6, 4);

    /** An INET6 socket takes no IPv4. On is Windows's default. Pollux opens sockets with it off. It is to be set before the bind. */
    public static final WindowsSocketOption<Boolean> IPV6_V6ONLY =
            WindowsSocketOption.ofBoolean("IPV6_V6ONLY", IPV6, 27);

    private static final Map<SocketOption<?>, WindowsSocketOption<?>> STANDARD = new LinkedHashMap<>();
    private static final Set<SocketOption<?>> ALL = new LinkedHashSet<>();

    static {
        standard(StandardSocketOptions.SO_BROADCAST, WindowsSocketOption.ofBoolean("SO_BROADCAST", SOCKET, 0x20));
        standard(StandardSocketOptions.SO_KEEPALIVE, WindowsSocketOption.ofBoolean("SO_KEEPALIVE", SOCKET, 0x8));
        standard(StandardSocketOptions.SO_SNDBUF, WindowsSocketOption.ofInt("SO_SNDBUF", SOCKET, 0x1001));
        standard(StandardSocketOptions.SO_RCVBUF, WindowsSocketOption.ofInt("SO_RCVBUF", SOCKET, 0x1002));
        standard(StandardSocketOptions.SO_LINGER, WindowsSocketOption.ofLinger("SO_LINGER", SOCKET, 0x80));
        standard(StandardSocketOptions.TCP_NODELAY, WindowsSocketOption.ofBoolean("TCP_NODELAY", TCP, 1));
        Collections.addAll(ALL, SO_EXCLUSIVEADDRUSE, SO_REUSEADDR_WINDOWS, SO_CONNECT_TIME, SO_MAX_MSG_SIZE);
        Collections.addAll(ALL, SO_RANDOMIZE_PORT, SO_PORT_SCALABILITY, SO_REUSE_UNICASTPORT, TCP_KEEPIDLE);
        Collections.addAll(ALL, TCP_KEEPINTVL, TCP_KEEPCNT, TCP_MAXRT, TCP_FASTOPEN);
        Collections.addAll(ALL, IP_TTL, IP_DONTFRAGMENT, IPV6_UNICAST_HOPS, IPV6_V6ONLY);
    }

    private WindowsSocketOptions() {}

    private static <T> void standard(SocketOption<T> option, WindowsSocketOption<T> ours) {
        STANDARD.put(option, ours);
        ALL.add(option);
    }

    static Set<SocketOption<?>> all() {
        return Collections.unmodifiableSet(ALL);
    }

    @SuppressWarnings("unchecked") // standard(…) pairs options of one type
    static <T> WindowsSocketOption<T> known(SocketOption<T> option) {
        if (option instanceof WindowsSocketOption<T> ours) {
            return ours;
        }
        if (option == StandardSocketOptions.SO_REUSEADDR) {
            throw new UnsupportedOperationException(
                    "SO_REUSEADDR lets other programs take the address over on Windows, and"
                            + " connections in TIME_WAIT don't stop a bind without it;"
                            + " WindowsSocketOptions.SO_REUSEADDR_WINDOWS sets it");
        }
        WindowsSocketOption<?> ours = STANDARD.get(option);
        if (ours == null) {
            throw new UnsupportedOperationException("socket option " + option
                    + " is not known here; WindowsSocketOption.ofInt and setRawOption take any");
        }
        return (WindowsSocketOption<T>) ours;
    }
}
