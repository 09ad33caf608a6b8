package dev.pollux.internal.socket;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.UnsupportedAddressTypeException;

/**
 * Writes and reads internet addresses in the systems' own layouts: sockaddr_in (ip(7)) and sockaddr_in6 (ipv6(7)). They are the
 * same on x86-64 and aarch64, and on Windows, except the number of AF_INET6, which the caller knows.
 */
public final class InetSockaddr {
    /** AF_INET, on every system. */
    public static final int AF_INET = 2;

    /** The size of a struct sockaddr_storage. */
    public static final int STORAGE_SIZE = 128;

    private static final int INET_SIZE = 16;
    private static final int INET6_SIZE = 28;

    private InetSockaddr() {}

    /**
     * Writes an address at {@code at} for a socket of {@code family}: {@link #AF_INET}, or the system's AF_INET6. Returns its
     * length.
     *
     * @throws UnsupportedAddressTypeException if it is an IPv6 address and the family is {@link #AF_INET}
     * @throws java.nio.channels.UnresolvedAddressException if the host name has no address
     */
    public static int put(ByteBuffer memory, int at, InetSocketAddress address, int family) {
        if (address.isUnresolved()) {
            throw Refusals.unresolved(address);
        }
        memory.putShort(at, (short) family);
        memory.put(at + 2, (byte) (address.getPort() >> 8)).put(at + 3, (byte) address.getPort());
        if (family == AF_INET) {
            memory.put(at + 4, inet(address)).putLong(at + 8, 0);
            return INET_SIZE;
        }
        putInet6(memory, at, address.getAddress());
        return INET6_SIZE;
    }

    private static byte[] inet(InetSocketAddress address) {
        if (address.getAddress() instanceof Inet4Address inet) {
            return inet.getAddress();
        }
        if (address.getAddress().isAnyLocalAddress()) {
            return new byte[4]; // the IPv6 wildcard, to an IPv4 socket
        }
        throw Refusals.unsupported("INET", address);
    }

    private static void putInet6(ByteBuffer memory, int at, InetAddress address) {
        memory.putInt(at + 4, 0); // flow information
        byte[] ip = address.getAddress();
        int scope = 0;
        if (address instanceof Inet6Address inet6) {
            memory.put(at + 8, ip);
            scope = inet6.getScopeId();
        } else if (address.isAnyLocalAddress()) {
            memory.putLong(at + 8, 0).putLong(at + 16, 0);
        } else {
            memory.putLong(at + 8, 0).putShort(at + 16, (short) 0).putShort(at + 18, (short) 0xFFFF); // ::ffff:a.b.c.d
            memory.put(at + 20, ip);
        }
        memory.putInt(at + 24, scope);
    }

    /**
     * {@return the address at {@code at}, of {@code length} bytes, of which two or more are the family}
     *
     * @throws IllegalArgumentException if it is neither of {@link #AF_INET} nor of {@code inet6}, the system's AF_INET6, or longer
     *     than what the system gave
     */
    public static InetSocketAddress get(ByteBuffer memory, int at, int length, int inet6) {
        int family = memory.getShort(at);
        if (family != AF_INET && family != inet6) {
            throw new IllegalArgumentException("address family " + family + " is none of UNIX, INET and INET6");
        }
        boolean isInet = family == AF_INET;
        if (length < (isInet ? INET_SIZE : INET6_SIZE)) {
            throw new IllegalArgumentException("an address of " + (isInet ? "INET" : "INET6") + " is longer than the "
                    + length + " bytes that the system gave");
        }
        int port = (memory.get(at + 2) & 0xFF) << 8 | memory.get(at + 3) & 0xFF;
        try {
            return new InetSocketAddress(isInet ? ip(memory, at + 4, 4) : inet6(memory, at), port);
        } catch (UnknownHostException e) {
            throw new AssertionError("an array of 4 or 16 bytes is always an address", e);
        }
    }

    private static InetAddress ip(ByteBuffer memory, int at, int length) throws UnknownHostException {
        byte[] ip = new byte[length];
        memory.get(at, ip);
        return InetAddress.getByAddress(ip); // an Inet4Address if it is a mapped one
    }

    private static InetAddress inet6(ByteBuffer memory, int at) throws UnknownHostException {
        InetAddress address = ip(memory, at + 8, 16);
        int scope = memory.order(ByteOrder.nativeOrder()).getInt(at + 24);
        return scope == 0 || address instanceof Inet4Address
                ? address
                : Inet6Address.getByAddress(null, address.getAddress(), scope);
    }
}
