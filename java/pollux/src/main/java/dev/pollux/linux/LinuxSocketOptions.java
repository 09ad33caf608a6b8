package dev.pollux.linux;

import static dev.pollux.linux.Linux.CALLS;

import java.io.IOException;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * The socket options of Linux that {@link StandardSocketOptions} lacks, under their own names. Any other is reached by
 * {@link LinuxSocketOption#ofInt} or {@link LinuxSocket#setRawOption}.
 *
 * <p>May be called from any thread.
 *
 * <pre>{@code
 * socket.setOption(LinuxSocketOptions.TCP_USER_TIMEOUT, 10_000);
 * String congestion = socket.getOption(LinuxSocketOptions.TCP_CONGESTION);
 * }</pre>
 */
public final class LinuxSocketOptions {
    private static final int SOCKET = SolSocket.LEVEL;
    private static final int IP = 0;
    private static final int TCP = 6;
    private static final int UDP = 17;
    private static final int IPV6 = 41;

    /** The queueing priority of what is sent, 0 to 6 without CAP_NET_ADMIN (socket(7)). */
    public static final LinuxSocketOption<Integer> SO_PRIORITY = LinuxSocketOption.ofInt("SO_PRIORITY", SOCKET, 12);

    /** Receive the sender's credentials with each message of a Unix socket (unix(7)). */
    public static final LinuxSocketOption<Boolean> SO_PASSCRED = LinuxSocketOption.ofBoolean("SO_PASSCRED", SOCKET, 16);

    /** The mark that packet filters and routing see. It needs CAP_NET_ADMIN (socket(7)). */
    public static final LinuxSocketOption<Integer> SO_MARK = LinuxSocketOption.ofInt("SO_MARK", SOCKET, 36);

    /** Report how many datagrams were dropped for a full buffer (socket(7)). */
    public static final LinuxSocketOption<Boolean> SO_RXQ_OVFL = LinuxSocketOption.ofBoolean("SO_RXQ_OVFL", SOCKET, 40);

    /** Microseconds to poll the device's queue before a blocking call or a wait sleeps (socket(7)). */
    public static final LinuxSocketOption<Integer> SO_BUSY_POLL = LinuxSocketOption.ofInt("SO_BUSY_POLL", SOCKET, 46);

    /** The processor that last handled this socket's packets, or that a listener of a SO_REUSEPORT group prefers (socket(7)). */
    public static final LinuxSocketOption<Integer> SO_INCOMING_CPU =
            LinuxSocketOption.ofInt("SO_INCOMING_CPU", SOCKET, 49);

    /** The device queue that the last packet came through. It is read only (socket(7)). */
    public static final LinuxSocketOption<Integer> SO_INCOMING_NAPI_ID =
            LinuxSocketOption.ofInt("SO_INCOMING_NAPI_ID", SOCKET, 56);

    /** Keep the device's interrupts off while the queue is polled (kernel 5.11). */
    public static final LinuxSocketOption<Boolean> SO_PREFER_BUSY_POLL =
            LinuxSocketOption.ofBoolean("SO_PREFER_BUSY_POLL", SOCKET, 69);

    /** The most packets taken in one busy poll (kernel 5.11). */
    public static final LinuxSocketOption<Integer> SO_BUSY_POLL_BUDGET =
            LinuxSocketOption.ofInt("SO_BUSY_POLL_BUDGET", SOCKET, 70);

    /** The maximum segment size in bytes (tcp(7)). */
    public static final LinuxSocketOption<Integer> TCP_MAXSEG = LinuxSocketOption.ofInt("TCP_MAXSEG", TCP, 2);

    /** Send full segments only, until it is turned off or 200 ms have passed (tcp(7)). */
    public static final LinuxSocketOption<Boolean> TCP_CORK = LinuxSocketOption.ofBoolean("TCP_CORK", TCP, 3);

    /** Seconds of idleness before the first keep-alive probe (tcp(7)). */
    public static final LinuxSocketOption<Integer> TCP_KEEPIDLE = LinuxSocketOption.ofInt("TCP_KEEPIDLE", TCP, 4);

    /** Seconds between keep-alive probes (tcp(7)). */
    public static final LinuxSocketOption<Integer> TCP_KEEPINTVL = LinuxSocketOption.ofInt("TCP_KEEPINTVL", TCP, 5);

    /** Keep-alive probes that go unanswered before the connection is dropped (tcp(7)). */
    public static final LinuxSocketOption<Integer> TCP_KEEPCNT = LinuxSocketOption.ofInt("TCP_KEEPCNT", TCP, 6);

    /** The most SYN retransmissions of a connect (tcp(7)). */
    public static final LinuxSocketOption<Integer> TCP_SYNCNT = LinuxSocketOption.ofInt("TCP_SYNCNT", TCP, 7);

    /** Seconds that an orphaned socket stays in FIN_WAIT2 (tcp(7)). */
    public static final LinuxSocketOption<Integer> TCP_LINGER2 = LinuxSocketOption.ofInt("TCP_LINGER2", TCP, 8);

    /** Seconds in which a listener waits for a connection's first data before it reports it (tcp(7)). */
    public static final LinuxSocketOption<Integer> TCP_DEFER_ACCEPT =
            LinuxSocketOption.ofInt("TCP_DEFER_ACCEPT", TCP, 9);

    /** Acknowledge at once. It is not permanent: the kernel may turn it off again (tcp(7)). */
    public static final LinuxSocketOption<Boolean> TCP_QUICKACK = LinuxSocketOption.ofBoolean("TCP_QUICKACK", TCP, 12);

    /** The congestion control algorithm's name (tcp(7)). */
    public static final LinuxSocketOption<String> TCP_CONGESTION = LinuxSocketOption.ofText("TCP_CONGESTION", TCP, 13);

    /** Milliseconds that sent data may stay unacknowledged before the connection is dropped (tcp(7)). */
    public static final LinuxSocketOption<Integer> TCP_USER_TIMEOUT =
            LinuxSocketOption.ofInt("TCP_USER_TIMEOUT", TCP, 18);

    /** A listener's queue of connections whose SYN carried data. 0 turns it off (tcp(7)). */
    public static final LinuxSocketOption<Integer> TCP_FASTOPEN = LinuxSocketOption.ofInt("TCP_FASTOPEN", TCP, 23);

    /** A socket is writable only while fewer unsent bytes than this wait in it (tcp(7)). */
    public static final LinuxSocketOption<Integer> TCP_NOTSENT_LOWAT =
            LinuxSocketOption.ofInt("TCP_NOTSENT_LOWAT", TCP, 25);

    /** A connect is deferred to the first send, whose data goes with the SYN (tcp(7)). */
    public static final LinuxSocketOption<Boolean> TCP_FASTOPEN_CONNECT =
            LinuxSocketOption.ofBoolean("TCP_FASTOPEN_CONNECT", TCP, 30);

    /** Bind to an address that is not this machine's yet (ip(7)). */
    public static final LinuxSocketOption<Boolean> IP_FREEBIND = LinuxSocketOption.ofBoolean("IP_FREEBIND", IP, 15);

    /** Bind to and take connections for foreign addresses. It needs CAP_NET_ADMIN (ip(7)). */
    public static final LinuxSocketOption<Boolean> IP_TRANSPARENT =
            LinuxSocketOption.ofBoolean("IP_TRANSPARENT", IP, 19);

    /** Leave the choice of a local port to connect (ip(7)). */
    public static final LinuxSocketOption<Boolean> IP_BIND_ADDRESS_NO_PORT =
            LinuxSocketOption.ofBoolean("IP_BIND_ADDRESS_NO_PORT", IP, 24);

    /** Tell with each datagram which address it was sent to: {@link DatagramBatch#destination} (ip(7)). */
    public static final LinuxSocketOption<Boolean> IP_RECVORIGDSTADDR =
            LinuxSocketOption.ofBoolean("IP_RECVORIGDSTADDR", IP, 20);

    /** Take the datagrams of every multicast group that any socket here has joined. It is on unless turned off (ip(7)). */
    public static final LinuxSocketOption<Boolean> IP_MULTICAST_ALL =
            LinuxSocketOption.ofBoolean("IP_MULTICAST_ALL", IP, 49);

    /** An INET6 socket takes no IPv4 (ipv6(7)). */
    public static final LinuxSocketOption<Boolean> IPV6_V6ONLY = LinuxSocketOption.ofBoolean("IPV6_V6ONLY", IPV6, 26);

    /** As {@link #IP_MULTICAST_ALL}, of IPv6 (kernel 4.20). */
    public static final LinuxSocketOption<Boolean> IPV6_MULTICAST_ALL =
            LinuxSocketOption.ofBoolean("IPV6_MULTICAST_ALL", IPV6, 29);

    /** As {@link #IP_RECVORIGDSTADDR}, of IPv6. */
    public static final LinuxSocketOption<Boolean> IPV6_RECVORIGDSTADDR =
            LinuxSocketOption.ofBoolean("IPV6_RECVORIGDSTADDR", IPV6, 74);

    /** The size of the datagrams that one large send is cut into. 0 turns it off (udp(7)). */
    public static final LinuxSocketOption<Integer> UDP_SEGMENT = LinuxSocketOption.ofInt("UDP_SEGMENT", UDP, 103);

    /** Let several datagrams of one sender arrive as one (udp(7)). */
    public static final LinuxSocketOption<Boolean> UDP_GRO = LinuxSocketOption.ofBoolean("UDP_GRO", UDP, 104);

    private static final LinuxSocketOption<Integer> IPV6_TCLASS = LinuxSocketOption.ofInt("IP_TOS", IPV6, 67);

    private static final Map<SocketOption<?>, LinuxSocketOption<?>> STANDARD = new LinkedHashMap<>();
    private static final Set<SocketOption<?>> ALL = new LinkedHashSet<>();

    static {
        standard(StandardSocketOptions.SO_BROADCAST, LinuxSocketOption.ofBoolean("SO_BROADCAST", SOCKET, 6));
        standard(StandardSocketOptions.SO_KEEPALIVE, LinuxSocketOption.ofBoolean("SO_KEEPALIVE", SOCKET, 9));
        standard(StandardSocketOptions.SO_SNDBUF, LinuxSocketOption.ofDoubled("SO_SNDBUF", SOCKET, 7));
        standard(StandardSocketOptions.SO_RCVBUF, LinuxSocketOption.ofDoubled("SO_RCVBUF", SOCKET, 8));
        standard(StandardSocketOptions.SO_REUSEADDR, LinuxSocketOption.ofBoolean("SO_REUSEADDR", SOCKET, 2));
        standard(StandardSocketOptions.SO_REUSEPORT, LinuxSocketOption.ofBoolean("SO_REUSEPORT", SOCKET, 15));
        standard(StandardSocketOptions.SO_LINGER, LinuxSocketOption.ofLinger("SO_LINGER", SOCKET, 13));
        standard(StandardSocketOptions.IP_TOS, LinuxSocketOption.ofInt("IP_TOS", IP, 1));
        standard(StandardSocketOptions.TCP_NODELAY, LinuxSocketOption.ofBoolean("TCP_NODELAY", TCP, 1));
        Collections.addAll(ALL, SO_PRIORITY, SO_PASSCRED, SO_MARK, SO_RXQ_OVFL);
        Collections.addAll(ALL, SO_BUSY_POLL, SO_INCOMING_CPU, SO_INCOMING_NAPI_ID, SO_PREFER_BUSY_POLL);
        Collections.addAll(ALL, SO_BUSY_POLL_BUDGET, TCP_MAXSEG, TCP_CORK, TCP_KEEPIDLE);
        Collections.addAll(ALL, TCP_KEEPINTVL, TCP_KEEPCNT, TCP_SYNCNT, TCP_LINGER2);
        Collections.addAll(ALL, TCP_DEFER_ACCEPT, TCP_QUICKACK, TCP_CONGESTION, TCP_USER_TIMEOUT);
        Collections.addAll(ALL, TCP_FASTOPEN, TCP_NOTSENT_LOWAT, TCP_FASTOPEN_CONNECT, IP_FREEBIND);
        Collections.addAll(ALL, IP_TRANSPARENT, IP_BIND_ADDRESS_NO_PORT, IPV6_V6ONLY, UDP_SEGMENT);
        Collections.addAll(ALL, UDP_GRO, IP_RECVORIGDSTADDR, IP_MULTICAST_ALL, IPV6_MULTICAST_ALL);
        Collections.addAll(ALL, IPV6_RECVORIGDSTADDR);
    }

    private LinuxSocketOptions() {}

    private static <T> void standard(SocketOption<T> option, LinuxSocketOption<T> ours) {
        STANDARD.put(option, ours);
        ALL.add(option);
    }

    static Set<SocketOption<?>> all() {
        return Collections.unmodifiableSet(ALL);
    }

    @SuppressWarnings("unchecked") // standard(…) pairs options of one type
    static <T> LinuxSocketOption<T> known(SocketOption<T> option, Family family) {
        if (option instanceof LinuxSocketOption<T> ours) {
            return ours;
        }
        if (option == StandardSocketOptions.IP_TOS && family == Family.INET6) {
            return (LinuxSocketOption<T>) IPV6_TCLASS;
        }
        LinuxSocketOption<?> ours = STANDARD.get(option);
        if (ours == null) {
            throw new UnsupportedOperationException("socket option " + option
                    + " is not known here; LinuxSocketOption.ofInt and setRawOption take any");
        }
        return (LinuxSocketOption<T>) ours;
    }

    /**
     * Options of the socket level that are read by number (asm-generic/socket.h), and what they tell of a descriptor that came from
     * elsewhere and is to be a socket's.
     */
    static final class SolSocket {
        static final int LEVEL = 1;
        static final int TYPE = 3;
        static final int ERROR = 4;
        static final int LINGER = 13;
        static final int PEERCRED = 17;
        static final int ACCEPTCONN = 30;
        static final int DOMAIN = 39;

        /** SO_MEMINFO: sock_diag's numbers of memory, of which the ninth counts drops (linux/sock_diag.h). */
        static final int MEMINFO = 55;

        static final int MEMINFO_DROPS = 8;

        private static final int F_GETFL = 3;
        private static final int F_SETFL = 4;

        private SolSocket() {}

        /** An int option of a descriptor that is not ours yet. Returns it, or {@code -errno} */
        static int read(int fd, int number) {
            int result = LinuxSocket.getsockopt(fd, LEVEL, number, Scratch.VALUE, 4);
            if (result < 0) {
                return result;
            }
            return result == 4 ? Scratch.get().getInt(Scratch.VALUE) : -Errno.EINVAL;
        }

        /** Checks that it is of a kind, makes it non-blocking, and returns its family. What fails leaves it the caller's. */
        static Family adopt(int fd, int type, boolean listens, String kind) throws IOException {
            Linux.require();
            Linux.checkDescriptor(fd);
            int its = checked("getsockopt", read(fd, TYPE), fd);
            int listening = checked("getsockopt", read(fd, ACCEPTCONN), fd);
            if (its != type || listening != 0 != listens) {
                throw new IllegalArgumentException("descriptor " + fd + " is not " + kind);
            }
            Family family = Family.ofCode(checked("getsockopt", read(fd, DOMAIN), fd));
            int flags = checked("fcntl", CALLS.fcntl(fd, F_GETFL, 0), fd);
            checked("fcntl", CALLS.fcntl(fd, F_SETFL, flags | Linux.O_NONBLOCK), fd);
            return family;
        }

        private static int checked(String call, int result, int fd) throws IOException {
            if (result < 0) {
                throw Errors.of(call, result, fd);
            }
            return result;
        }
    }
}
