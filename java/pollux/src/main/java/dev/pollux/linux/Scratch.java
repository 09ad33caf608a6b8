package dev.pollux.linux;

import static dev.pollux.linux.Linux.CALLS;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A thread's own native memory for the small arguments of a call: a timespec, an option's value, an address, an array of
 * iovecs. Held across one call only, so nothing is allocated for one.
 */
final class Scratch {
    /** The most buffers that one gather or scatter call takes: UIO_MAXIOV, the kernel takes no more. */
    static final int MAX_IOVECS = 1024;

    /** The most that one call copies to or from heap buffers: more than any datagram. */
    static final int MAX_COPY = 64 * 1024;

    static final int EVENT = 0; // struct epoll_event
    static final int VALUE = 16; // an option's value, or a pair of descriptors
    static final int LENGTH = 24; // socklen_t
    static final int TIME = 32; // struct timespec, or itimerspec
    static final int OLD_TIME = 64; // struct itimerspec
    static final int MESSAGE = 96; // struct msghdr
    static final int ADDRESS = 160; // struct sockaddr_storage
    static final int CONTROL = 288; // struct cmsghdr and what follows it
    static final int CONTROL_SIZE = 1088;
    static final int IOVECS = CONTROL + CONTROL_SIZE;
    private static final int SELF = IOVECS + MAX_IOVECS * Iovecs.SIZE; // this memory's own address
    private static final int SIZE = SELF + Long.BYTES;

    /** Where the bytes begin in what {@link #copy} returns: before them stands its own address. */
    static final int COPIED = Long.BYTES;

    private static final int FIRST_COPY = 4096;

    // Of the JDK's classes alone: while a thread lives, so do its values, their classes, and the loaders of those.
    private static final ThreadLocal<ByteBuffer> MEMORY = new ThreadLocal<>();
    private static final ThreadLocal<ByteBuffer> COPY = new ThreadLocal<>();

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
}
