package dev.pollux.internal.uring;

import dev.pollux.internal.completion.seam.PeerAddress;
import dev.pollux.internal.socket.InetSockaddr;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** An address in Linux's layout. On the heap: the system reads and writes the copy in a ticket's memory. */
final class UringAddress extends PeerAddress {
    static final int AF_INET6 = 10;

    private final ByteBuffer memory =
            ByteBuffer.allocate(InetSockaddr.STORAGE_SIZE).order(ByteOrder.nativeOrder());
    final int family;
    private int length;

    /** @param family of its socket: {@link InetSockaddr#AF_INET} or {@link #AF_INET6} */
    UringAddress(int family) {
        this.family = family;
    }

    @Override
    public void set(InetSocketAddress address) {
        length = InetSockaddr.put(memory, 0, address, family);
    }

    @Override
    public void set(PeerAddress other) {
        if (other instanceof UringAddress its) {
            length = its.length;
            memory.put(0, its.memory, 0, length);
        } else {
            set(other.get());
        }
    }

    @Override
    public InetSocketAddress get() {
        return length == 0 ? null : InetSockaddr.get(memory, 0, length, AF_INET6);
    }

    /** Copies it to a ticket's memory. Returns its length. */
    int copyTo(ByteBuffer target) {
        target.put(UringTicket.ADDRESS, memory, 0, length);
        return length;
    }

    /** Takes it from native memory. */
    void set(ByteBuffer source, int at, int newLength) {
        length = Math.max(0, Math.min(newLength, InetSockaddr.STORAGE_SIZE));
        memory.put(0, source, at, length);
    }
}
