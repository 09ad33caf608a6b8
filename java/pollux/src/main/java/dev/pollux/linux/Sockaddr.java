package dev.pollux.linux;

import dev.pollux.internal.socket.Refusals;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.UnsupportedAddressTypeException;

/**
 * The kernel's layouts of socket addresses: sockaddr_in (ip(7)), sockaddr_in6 (ipv6(7)), sockaddr_un (unix(7)). They are
 * the same on x86-64 and aarch64.
 */
final class Sockaddr {
    /** The size of a struct sockaddr_storage. */
    static final int SIZE = 128;

    private static final int INET_SIZE = 16;
    private static final int INET6_SIZE = 28;
    private static final int PATH = 2; // sun_path's offset

    /**
     * The most that the kernel takes. For a pathname that fills sun_path it gives one byte more, a zero that is behind the
     * struct (unix(7)), and refuses that length when it is handed in.
     */
    static final int MAX_LENGTH = PATH + UnixAddress.SUN_PATH_SIZE;

    private Sockaddr() {}

    /**
     * Writes an address at {@code at} for a socket of {@code family}. Returns its length
     *
     * @throws UnsupportedAddressTypeException if a socket of that family can't use it
     */
    static int put(ByteBuffer memory, int at, SocketAddress address, Family family) {
        if (address instanceof InetSocketAddress inet && family != Family.UNIX) {
            if (inet.isUnresolved()) {
                throw Refusals.unresolved(inet);
            }
            return family == Family.INET ? putInet(memory, at, inet) : putInet6(memory, at, inet);
        }
        if (family == Family.UNIX && address instanceof UnixAddress unix) {
            return putUnix(memory, at, unix);
        }
        if (family == Family.UNIX && address instanceof UnixDomainSocketAddress unix) {
            return putUnix(
                    memory,
                    at,
                    unix.getPath().toString().isEmpty() ? UnixAddress.UNNAMED : UnixAddress.of(unix.getPath()));
        }
        throw Refusals.unsupported(family.name(), address);
    }

    private static int putInet(ByteBuffer memory, int at, InetSocketAddress address) {
        if (!(address.getAddress() instanceof Inet4Address inet)) {
            if (!address.getAddress().isAnyLocalAddress()) {
                throw Refusals.unsupported(Family.INET.name(), address);
            }
            return putInet(memory, at, address.getPort(), new byte[4]); // the IPv6 wildcard, to an IPv4 socket
        }
        return putInet(memory, at, address.getPort(), inet.getAddress());
    }

    private static int putInet(ByteBuffer memory, int at, int port, byte[] ip) {
        memory.putShort(at, (short) Family.INET.code);
        putPort(memory, at + 2, port);
        memory.put(at + 4, ip).putLong(at + 8, 0);
        return INET_SIZE;
    }

    private static int putInet6(ByteBuffer memory, int at, InetSocketAddress address) {
        memory.putShort(at, (short) Family.INET6.code);
        putPort(memory, at + 2, address.getPort());
        memory.putInt(at + 4, 0); // flow information
        byte[] ip = address.getAddress().getAddress();
        int scope = 0;
        if (address.getAddress() instanceof Inet6Address inet6) {
            memory.put(at + 8, ip);
            scope = inet6.getScopeId();
        } else if (address.getAddress().isAnyLocalAddress()) {
            memory.putLong(at + 8, 0).putLong(at + 16, 0);
        } else {
            memory.putLong(at + 8, 0).putShort(at + 16, (short) 0).putShort(at + 18, (short) 0xFFFF); // ::ffff:a.b.c.d
            memory.put(at + 20, ip);
        }
        memory.putInt(at + 24, scope);
        return INET6_SIZE;
    }

    private static int putUnix(ByteBuffer memory, int at, UnixAddress address) {
        byte[] name = address.sunPath();
        memory.putShort(at, (short) Family.UNIX.code);
        memory.put(at + PATH, name);
        if (address.isAbstract() || address.isUnnamed() || name.length == UnixAddress.SUN_PATH_SIZE) {
            return PATH + name.length;
        }
        memory.put(at + PATH + name.length, (byte) 0);
        return PATH + name.length + 1;
    }

    private static void putPort(ByteBuffer memory, int at, int port) {
        memory.put(at, (byte) (port >> 8)).put(at + 1, (byte) port);
    }

    /** {@return the address at {@code at}, or null if there is none, as a stream's peer in recvmsg} */
    static SocketAddress get(ByteBuffer memory, int at, int length) {
        if (length < 2) {
            return null;
        }
        int family = memory.getShort(at);
        if (family == Family.UNIX.code) {
            byte[] sunPath = new byte[Math.min(length, MAX_LENGTH) - PATH];
            memory.get(at + PATH, sunPath);
            return UnixAddress.ofKernel(sunPath);
        }
        if (family == Family.INET.code && length < INET_SIZE || family == Family.INET6.code && length < INET6_SIZE) {
            throw new IllegalArgumentException("an address of " + Family.ofCode(family) + " is longer than the "
                    + length + " bytes that the system gave");
        }
        int port = (memory.get(at + 2) & 0xFF) << 8 | memory.get(at + 3) & 0xFF;
        try {
            if (family == Family.INET.code) {
                byte[] ip = new byte[4];
                memory.get(at + 4, ip);
                return new InetSocketAddress(InetAddress.getByAddress(ip), port);
            }
            if (family == Family.INET6.code) {
                return new InetSocketAddress(inet6(memory, at), port);
            }
        } catch (UnknownHostException e) {
            throw new AssertionError("an array of 4 or 16 bytes is always an address", e);
        }
        throw new IllegalArgumentException("address family " + family + " is none of UNIX, INET and INET6");
    }

    private static InetAddress inet6(ByteBuffer memory, int at) throws UnknownHostException {
        byte[] ip = new byte[16];
        memory.get(at + 8, ip);
        int scope = memory.order(ByteOrder.nativeOrder()).getInt(at + 24);
        InetAddress address = InetAddress.getByAddress(ip); // an Inet4Address if it is mapped
        return scope == 0 || address instanceof Inet4Address ? address : Inet6Address.getByAddress(null, ip, scope);
    }
}
