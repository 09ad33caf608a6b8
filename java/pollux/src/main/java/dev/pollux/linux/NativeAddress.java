package dev.pollux.linux;

import static dev.pollux.linux.Linux.CALLS;

import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Objects;

/**
 * A socket address in the kernel's own layout, reusable: what a datagram is received from or sent to without an object
 * a message. Only one thread at a time may use it.
 *
 * <p>{@link LinuxDatagramSocket} has an example.
 */
public final class NativeAddress {
    private final ByteBuffer memory;
    private final int at;
    private final long address;

    /** An empty address. */
    public NativeAddress() {
        Linux.require();
        memory = ByteBuffer.allocateDirect(Sockaddr.SIZE + 8).order(ByteOrder.nativeOrder());
        at = 0;
        address = CALLS.addressOf(memory);
    }

    /**
     * Sets it to what sockets of a family understand.
     *
     * @param value the address
     * @param family the family of the socket that it will be used with
     * @throws java.nio.channels.UnsupportedAddressTypeException if such a socket can't use it
     */
    public void set(SocketAddress value, Family family) {
        setLength(Sockaddr.put(memory, at, Objects.requireNonNull(value), family));
    }

    /**
     * Sets it to another's value.
     *
     * @param other the address to copy
     */
    public void set(NativeAddress other) {
        memory.put(at, other.memory, other.at, other.length());
        setLength(other.length());
    }

    /** Sets it to what the kernel wrote elsewhere. */
    void set(ByteBuffer source, int from, int length) {
        int its = Math.min(length, Sockaddr.MAX_LENGTH);
        memory.put(at, source, from, its);
        setLength(its);
    }

    /** {@return the address as a Java object, or null if empty} */
    public SocketAddress get() {
        return Sockaddr.get(memory, at, length());
    }

    /** {@return true if it was never set, or if the last receive had nothing to receive} */
    public boolean isEmpty() {
        return length() == 0;
    }

    /** Makes it empty. */
    public void clear() {
        setLength(0);
    }

    /** Sets it to the address of a Unix socket that was not bound: the kernel gives none for such a sender. */
    void setUnnamed() {
        memory.putShort(at, (short) Family.UNIX.code);
        setLength(2);
    }

    long address() {
        return address;
    }

    /** The kernel writes it itself, and tells the whole length of an address that it had no room for. */
    int length() {
        return Math.min(memory.getInt(at + Sockaddr.SIZE), Sockaddr.MAX_LENGTH);
    }

    void setLength(int length) {
        memory.putInt(at + Sockaddr.SIZE, length);
    }

    /** Makes room for what the kernel will write. Returns where it is to write the length */
    long prepare() {
        memory.putInt(at + Sockaddr.SIZE, Sockaddr.SIZE);
        return address + Sockaddr.SIZE;
    }

    @Override
    public boolean equals(Object other) {
        if (!(other instanceof NativeAddress that) || length() != that.length()) {
            return false;
        }
        int length = length();
        int i = 0;
        for (; i <= length - Long.BYTES; i += Long.BYTES) {
            if (memory.getLong(at + i) != that.memory.getLong(that.at + i)) {
                return false;
            }
        }
        for (; i < length; i++) {
            if (memory.get(at + i) != that.memory.get(that.at + i)) {
                return false;
            }
        }
        return true;
    }

    @Override
    public int hashCode() {
        int length = length();
        long hash = 1;
        int i = 0;
        for (; i <= length - Long.BYTES; i += Long.BYTES) {
            hash = 31 * hash + memory.getLong(at + i);
        }
        for (; i < length; i++) {
            hash = 31 * hash + memory.get(at + i);
        }
        return Long.hashCode(hash * 0x9E3779B97F4A7C15L); // addresses differ in few bits: spread over all
    }

    @Override
    public String toString() {
        return String.valueOf(get());
    }
}
