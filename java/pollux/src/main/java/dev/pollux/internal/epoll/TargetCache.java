package dev.pollux.internal.epoll;

import dev.pollux.linux.Family;
import dev.pollux.linux.NativeAddress;
import java.net.SocketAddress;

/**
 * Addresses that datagrams were sent to, as the kernel takes them: a server with some hundred clients translates each
 * client's once. Not for use by several threads at once.
 */
public final class TargetCache {
    private static final int SLOTS = 256;

    private final SocketAddress[] keys = new SocketAddress[SLOTS];
    private final NativeAddress[] values = new NativeAddress[SLOTS];

    public static int slot(SocketAddress address) {
        int hash = address.hashCode();
        return (hash ^ hash >>> 8 ^ hash >>> 16) & SLOTS - 1;
    }

    /** {@return an address of a socket of that family} */
    public NativeAddress get(SocketAddress address, Family family) {
        int slot = slot(address);
        NativeAddress value = values[slot];
        if (value == null) {
            value = values[slot] = new NativeAddress();
        }
        if (!address.equals(keys[slot])) {
            keys[slot] = null; // should the next line fail
            value.set(address, family);
            keys[slot] = address;
        }
        return value;
    }
}
