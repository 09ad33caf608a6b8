package dev.pollux.linux;

import dev.pollux.internal.socket.Refusals;
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
    /** AF_INET6: IPv6, and IPv4 by mapped addresses unless {@link LinuxSocketOptions#IPV6_V6ONLY} is set (ipv6(7)). */
    INET6(10);

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

    static Family ofCode(int code) {
        for (Family family : values()) {
            if (family.code == code) {
                return family;
            }
        }
        throw new IllegalArgumentException("address family " + code + " is none of UNIX, INET and INET6");
    }
}
