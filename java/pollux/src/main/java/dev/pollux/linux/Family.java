package dev.pollux.linux;

import static dev.pollux.linux.Linux.CALLS;

import dev.pollux.internal.socket.IpStack;
import dev.pollux.internal.socket.Refusals;
import dev.pollux.system.SystemCallException;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.UnsupportedAddressTypeException;

/**
 * A socket's address family (socket(2), address_families(7)).
 *
 * <p>May be called from any thread. {@link LinuxStreamSocket} has an example.
 */
public enum Family {
    /** AF_UNIX: within this machine, by pathname or abstract name (unix(7)). */
    UNIX(1),
    /** AF_INET: IPv4 (ip(7)). */
    INET(2),
    /**
     * AF_INET6: IPv6, and IPv4 by mapped addresses unless {@link LinuxSocketOptions#IPV6_V6ONLY} is set (ipv6(7)). A socket is opened
     * without it, whatever the system's default is (net.ipv6.bindv6only).
     */
    INET6(10);

    private static volatile Family forIp; // null until the system has said whether it has IPv6

    final int code;

    Family(int code) {
        this.code = code;
    }

    /**
     * The family whose sockets can use an address.
     *
     * @param address an {@link InetSocketAddress}, {@link UnixAddress} or {@link UnixDomainSocketAddress}
     * @return its family
     * @throws UnsupportedAddressTypeException if it is an address of another type
     */
    public static Family of(SocketAddress address) {
        if (address instanceof InetSocketAddress inet) {
            return inet.getAddress() instanceof Inet4Address ? INET : INET6;
        }
        if (address instanceof UnixAddress || address instanceof UnixDomainSocketAddress) {
            return UNIX;
        }
        throw Refusals.unsupported(address
                + " is no address of a socket here: an InetSocketAddress, UnixDomainSocketAddress or UnixAddress is");
    }

    /**
     * The family for a socket that is to reach every IP address: {@link #INET6}, whose sockets take IPv4 too, or {@link #INET}
     * where the system has no IPv6 (EAFNOSUPPORT), or the JVM was told to do without ({@code java.net.preferIPv4Stack}). The system
     * is asked once, by a socket that is closed again.
     *
     * @return INET6 or INET
     * @throws IOException if the system refuses for another reason. Then it is asked again the next time
     */
    public static Family forIp() throws IOException {
        if (forIp == null) {
            forIp = IpStack.IS_IPV4_ONLY ? INET : askForIp();
        }
        return forIp;
    }

    /**
     * The family for a socket that is to use one address, as {@link #of} has it, unless it is an IPv6 address and {@link
     * #forIp()} knows of no IPv6.
     *
     * @param address an {@link InetSocketAddress}, {@link UnixAddress} or {@link UnixDomainSocketAddress}
     * @return its family
     * @throws UnsupportedAddressTypeException if there is no socket for it here, with the reason
     * @throws IOException as {@link #forIp()}
     */
    public static Family forIp(SocketAddress address) throws IOException {
        Family family = of(address);
        if (family == INET6 && forIp() == INET) {
            throw Refusals.unsupported(INET.name(), address);
        }
        return family;
    }

    private static Family askForIp() throws IOException {
        try {
            CALLS.close(LinuxSocket.open(INET6, LinuxSocket.SOCK_DGRAM));
            return INET6;
        } catch (SystemCallException e) {
            if (e.code() != Errno.EAFNOSUPPORT) {
                throw e;
            }
            return INET;
        }
    }

    static Family ofCode(int code) {
        for (Family family : values()) {
            if (family.code == code) {
                return family;
            }
        }
        throw new IllegalArgumentException("address family " + code + " is none of UNIX, INET and INET6");
    }
}
