package dev.pollux.linux;

import static dev.pollux.linux.Linux.CALLS;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A thread's own native memory for the small arguments of a call: a timespec, an option's value, an address, an array of
 * iovecs. Held across one call only, so nothing is allocated for one.
 */
final class Scratch {
    /** The most buffers that one gather or scatter call takes. */
    static final int MAX_IOVECS = 256;

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
    private static final int SIZE = IOVECS + MAX_IOVECS * Iovecs.SIZE;

    private static final ThreadLocal<Scratch> SCRATCH = ThreadLocal.withInitial(Scratch::new);

    final ByteBuffer memory = ByteBuffer.allocateDirect(SIZE).order(ByteOrder.nativeOrder());
    private final long address = CALLS.addressOf(memory);
    private ByteBuffer copy = ByteBuffer.allocateDirect(4096);
    private long copyAddress = CALLS.addressOf(copy);

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

    /** {@return the address of what {@link #copy} returned last} */
    long copyAddress() {
        return copyAddress;
    }
}
