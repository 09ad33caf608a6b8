package dev.pollux.internal.epoll;

import dev.pollux.linux.NativeAddress;
import java.net.InetSocketAddress;

/**
 * Addresses that datagrams came from, and the objects that were made of them: a server with some hundred clients makes each
 * client's once. Not for use by several threads at once.
 */
public final class SenderCache {
    private static final int SLOTS = 256;

    private final NativeAddress[] keys = new NativeAddress[SLOTS];
    private final InetSocketAddress[] values = new InetSocketAddress[SLOTS];

    public static int slot(NativeAddress address) {
        return address.hashCode() & SLOTS - 1;
    }

    /** {@return an address as an object, the same one as before if it is still here} */
    public InetSocketAddress get(NativeAddress address) {
        int slot = slot(address);
        NativeAddress key = keys[slot];
        if (key == null) {
            key = keys[slot] = new NativeAddress();
        }
        if (!key.equals(address)) {
            values[slot] = (InetSocketAddress) address.get();
            key.set(address);
        }
        return values[slot];
    }
}
