package dev.pollux.windows;

import dev.pollux.internal.socket.InetSockaddr;
import dev.pollux.internal.socket.Refusals;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.channels.UnsupportedAddressTypeException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Writes and reads socket addresses in Winsock's layouts: {@link InetSockaddr}, and sockaddr_un, whose path is UTF-8. */
final class Sockaddr {
    static final int SIZE = InetSockaddr.STORAGE_SIZE;

    private static final int PATH = 2; // sun_path's offset
    private static final int MAX_PATH = 107; // bytes; one more is the end

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
        if (family == Family.UNIX && address instanceof UnixDomainSocketAddress unix) {
            return putUnix(memory, at, unix);
        }
        throw Refusals.unsupported(family.name(), address);
    }

    private static int putUnix(ByteBuffer memory, int at, UnixDomainSocketAddress address) {
        byte[] name = utf8(address.getPath().toString());
        if (name.length > MAX_PATH) {
            throw new IllegalArgumentException(
                    "a Unix socket's path has at most " + MAX_PATH + " bytes, not " + name.length);
        }
        memory.putShort(at, (short) Family.UNIX.code);
        memory.put(at + PATH, name).put(at + PATH + name.length, (byte) 0);
        return PATH + name.length + 1;
    }

    /** Windows takes a socket's path in UTF-8. A file's name may hold half of a surrogate pair, which UTF-8 does not have. */
    private static byte[] utf8(String path) {
        try {
            ByteBuffer bytes = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(path));
            return Arrays.copyOf(bytes.array(), bytes.limit());
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException(
                    "a Unix socket's path has half of a surrogate pair, which is not in UTF-8: " + path, e);
        }
    }

    /** {@return the address at {@code at}; null if there is none} */
    static SocketAddress get(ByteBuffer memory, int at, int length) {
        if (length < 2) {
            return null;
        }
        int family = memory.getShort(at);
        if (family == Family.UNIX.code) {
            int end = PATH;
            while (end < Math.min(length, SIZE) && memory.get(at + end) != 0) {
                end++;
            }
            byte[] path = new byte[end - PATH];
            memory.get(at + PATH, path);
            return UnixDomainSocketAddress.of(new String(path, StandardCharsets.UTF_8));
        }
        return InetSockaddr.get(memory, at, length, Family.INET6.code);
    }
}
