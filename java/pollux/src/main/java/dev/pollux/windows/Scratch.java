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
    private static final int SELF = TEXT + TEXT_UNITS * 2; // this memory's own address
    private static final int SIZE = SELF + Long.BYTES;

    /** Where the bytes begin in what {@link #copy} returns: before them stands its own address. */
    static final int COPIED = Long.BYTES;

    private static final int FIRST_COPY = 4096;

    // Of the JDK's classes alone: while a thread lives, so do its values, their classes, and the loaders of those.
    private static final ThreadLocal<ByteBuffer> MEMORY = new ThreadLocal<>();
    private static final ThreadLocal<ByteBuffer> COPY = new ThreadLocal<>();
    private static final ThreadLocal<ByteBuffer> BUFFERS = new ThreadLocal<>();

    private Scratch() {}

    /** {@return the calling thread's own} */
    static ByteBuffer get() {
        ByteBuffer memory = MEMORY.get();
        return memory != null ? memory : make();
    }

    private static ByteBuffer make() {
        ByteBuffer memory = ByteBuffer.allocateDirect(SIZE).order(ByteOrder.nativeOrder());
        memory.putLong(SELF, CALLS.addressOf(memory));
        MEMORY.set(memory);
        return memory;
    }

    /** {@return the address of one of the places above} */
    static long at(ByteBuffer scratch, int offset) {
        return scratch.getLong(SELF) + offset;
    }

    /**
     * {@return a buffer of the thread's own, from {@link #COPIED} on for {@code length} bytes, at most {@link #MAX_COPY}, to
     * copy a heap buffer's into or from}
     */
    static ByteBuffer copy(int length) {
        int needed = Math.min(length, MAX_COPY);
        ByteBuffer copy = COPY.get();
        if (copy == null || copy.capacity() - COPIED < needed) {
            copy = makeCopy(needed <= FIRST_COPY ? FIRST_COPY : MAX_COPY);
        }
        return copy.clear().limit(COPIED + needed).position(COPIED);
    }

    private static ByteBuffer makeCopy(int room) {
        ByteBuffer copy = ByteBuffer.allocateDirect(COPIED + room).order(ByteOrder.nativeOrder());
        copy.putLong(0, CALLS.addressOf(copy));
        COPY.set(copy);
        return copy;
    }

    /** {@return the address of the bytes of what {@link #copy} has returned} */
    static long copyAddress(ByteBuffer copy) {
        return copy.getLong(0) + COPIED;
    }

    /** {@return room for {@code count} WSABUFs, from its index 0. Its own address stands behind them} */
    static ByteBuffer buffers(int count) {
        int needed = Math.addExact(Math.multiplyExact(count, Block.BUFFER_SIZE), Long.BYTES);
        ByteBuffer buffers = BUFFERS.get();
        if (buffers == null || buffers.capacity() < needed) {
            buffers = ByteBuffer.allocateDirect(needed).order(ByteOrder.nativeOrder());
            buffers.putLong(needed - Long.BYTES, CALLS.addressOf(buffers));
            BUFFERS.set(buffers);
        }
        return buffers;
    }

    /** {@return the address of what {@link #buffers} has returned} */
    static long buffersAddress(ByteBuffer buffers) {
        return buffers.getLong(buffers.capacity() - Long.BYTES);
    }
}
