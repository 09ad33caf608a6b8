package dev.pollux.windows;

import static dev.pollux.windows.Windows.CALLS;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A thread's own native memory for the small arguments of a call that is not overlapped: an option's value, an address,
 * a text. Held across one call only, so nothing is allocated for one.
 */
final class Scratch {
    /** The most that one call copies to or from heap buffers. */
    static final int MAX_COPY = 64 * 1024;

    static final int VALUE = 0; // a number that a call gives back
    static final int VALUE_2 = 8;
    static final int LENGTH = 16; // int
    static final int LENGTH_2 = 24;
    static final int ADDRESS = 32; // SOCKADDR_STORAGE
    static final int OPTION = 160; // an option's value, or what an ioctl takes and gives
    static final int OPTION_SIZE = WindowsSocketOption.MAX_LENGTH;
    static final int TEXT = OPTION + OPTION_SIZE; // UTF-16
    static final int TEXT_UNITS = 512;
    private static final int SIZE = TEXT + TEXT_UNITS * 2;

    private static final ThreadLocal<Scratch> SCRATCH = ThreadLocal.withInitial(Scratch::new);

    final ByteBuffer memory = ByteBuffer.allocateDirect(SIZE).order(ByteOrder.nativeOrder());
    private final long address = CALLS.addressOf(memory);
    private ByteBuffer copy = ByteBuffer.allocateDirect(4096);
    private long copyAddress = CALLS.addressOf(copy);
    private ByteBuffer buffers;
    private long buffersAddress;

    private Scratch() {}

    /** {@return the calling thread's own} */
    static Scratch get() {
        return SCRATCH.get();
    }

    /** {@return the address of one of the places above} */
    long at(int offset) {
        return address + offset;
    }

    /** {@return an empty buffer for {@code length} bytes, at most {@link #MAX_COPY}, to copy a heap buffer's into or from} */
    ByteBuffer copy(int length) {
        int needed = Math.min(length, MAX_COPY);
        if (copy.capacity() < needed) {
            copy = ByteBuffer.allocateDirect(MAX_COPY);
            copyAddress = CALLS.addressOf(copy);
        }
        return copy.clear().limit(needed);
    }

    /** {@return room for {@code count} WSABUFs, from its index 0} */
    ByteBuffer buffers(int count) {
        int needed = Math.multiplyExact(count, Block.BUFFER_SIZE);
        if (buffers == null || buffers.capacity() < needed) {
            buffers = ByteBuffer.allocateDirect(needed).order(ByteOrder.nativeOrder());
            buffersAddress = CALLS.addressOf(buffers);
        }
        return buffers;
    }

    /** {@return the address of what {@link #buffers} returned last} */
    long buffersAddress() {
        return buffersAddress;
    }

    /** {@return the address of what {@link #copy} returned last} */
    long copyAddress() {
        return copyAddress;
    }
}
