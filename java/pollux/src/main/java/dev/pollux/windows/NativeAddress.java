package dev.pollux.windows;

import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Objects;

/**
 * A socket address in Winsock's own layout, reusable: what a datagram is received from or sent to without an object a
 * message. Only one thread at a time may use it.
 *
 * <p>{@link WinsockDatagramSocket} has an example.
 */
public final class NativeAddress {
    // On the heap: the system reads and writes the copy in an operation's block.
    private final ByteBuffer memory = ByteBuffer.allocate(Sockaddr.SIZE).order(ByteOrder.nativeOrder());
    private int length;

    /** An empty address. */
    public NativeAddress() {}

    /**
     * Sets it to what sockets of a family understand.
     *
     * @param value the address
     * @param family the family of the socket that it will be used with
     * @throws java.nio.channels.UnsupportedAddressTypeException if such a socket can't use it
     */
    public void set(SocketAddress value, Family family) {
        length = Sockaddr.put(memory, 0, Objects.requireNonNull(value), family);
    }

    /**
     * Sets it to another's value.
     *
     * @param other the address to copy
     */
    public void set(NativeAddress other) {
        set(other.memory, 0, other.length);
    }

    /** Sets it to what stands somewhere in native memory. */
    void set(ByteBuffer source, int from, int newLength) {
        length = Math.max(0, Math.min(newLength, Sockaddr.SIZE));
        memory.put(0, source, from, length);
    }

    /** Writes it to somewhere in native memory. Returns its length */
    int copyTo(ByteBuffer target, int to) {
        target.put(to, memory, 0, length);
        return length;
    }

    /** {@return the address as a Java object, or null if empty} */
    public SocketAddress get() {
        return Sockaddr.get(memory, 0, length);
    }

    /** {@return true if it was never set, or cleared} */
    public boolean isEmpty() {
        return length == 0;
    }

    /** Makes it empty. */
    public void clear() {
        length = 0;
    }

    @Override
    public boolean equals(Object other) {
        if (!(other instanceof NativeAddress that) || length != that.length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (memory.get(i) != that.memory.get(i)) {
                return false;
            }
        }
        return true;
    }

    @Override
    public int hashCode() {
        int hash = 1;
        for (int i = 0; i < length; i++) {
            hash = 31 * hash + memory.get(i);
        }
        return hash;
    }

    @Override
    public String toString() {
        return String.valueOf(get());
    }
}
