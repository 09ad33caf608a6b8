package dev.pollux.linux;

import dev.pollux.internal.socket.InetSockaddr;
import dev.pollux.internal.socket.Refusals;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.UnsupportedAddressTypeException;

/** Writes and reads socket addresses in the kernel's layouts: {@link InetSockaddr}, and sockaddr_un (unix(7)). */
final class Sockaddr {
    static final int SIZE = InetSockaddr.STORAGE_SIZE;

    private static final int PATH = 2; // sun_path's offset

    /**
     * The most that the kernel takes. For a pathname that fills sun_path it gives one byte more, a zero that is behind the
     * struct (unix(7)), and refuses that length when it is handed in.
     */
    static final int MAX_LENGTH = PATH + UnixAddress.SUN_PATH_SIZE;

    private Sockaddr() {}

    /**
     * Writes an address at {@code at} for a socket of {@code family}. Returns its length.
     *
     * @throws UnsupportedAddressTypeException if a socket of that family can't use it
     */
    static int put(ByteBuffer memory, int at, SocketAddress address, Family family) {
        if (address instanceof InetSocketAddress inet && family != Family.UNIX) {
            return InetSockaddr.put(memory, at, inet, family.code);
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

    /** {@return the address at {@code at}. Null if there is none, as a stream's peer in recvmsg} */
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
        return InetSockaddr.get(memory, at, length, Family.INET6.code);
    }
}
