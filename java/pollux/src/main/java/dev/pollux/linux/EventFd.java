package dev.pollux.linux;

import static dev.pollux.linux.Linux.CALLS;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.IntFunction;

/**
 * A counter that can be polled (eventfd(2)). It wakes a wait from another thread. It never blocks.
 *
 * <p>All methods may be called from any thread.
 *
 * <pre>{@code
 * EventFd wakeup = EventFd.create();
 * epoll.add(wakeup, Epoll.IN, 0L);
 * wakeup.add(1);               // on another thread: the wait ends
 * long count = wakeup.take();  // on the waiting thread: the counter is 0 again
 * wakeup.close();
 * }</pre>
 */
public final class EventFd extends Descriptor {
    /** The most that the counter holds: 2^64 - 2, which as a signed long is -2. */
    public static final long MAX_VALUE = 0xFFFF_FFFF_FFFF_FFFEL;

    private static final int EFD_SEMAPHORE = 1;

    private final long oneAddress = One.ADDRESS; // read here, and so made before it is needed

    private EventFd(int fd) {
        super(fd);
    }

    /** What {@link #add} writes most: a thread that wakes another may have no memory for a {@link Scratch} of its own. */
    private static final class One {
        private static final ByteBuffer MEMORY = ByteBuffer.allocateDirect(Long.BYTES)
                .order(ByteOrder.nativeOrder())
                .putLong(0, 1);

        static final long ADDRESS = CALLS.addressOf(MEMORY);
    }

    /**
     * Opens one with a counter of 0: each read takes the whole counter.
     *
     * @return the eventfd
     * @throws IOException if too many descriptors are open
     */
    public static EventFd create() throws IOException {
        return create(0, 0);
    }

    /**
     * Opens one with EFD_SEMAPHORE: each read takes 1.
     *
     * @param initialValue the counter at first, not negative
     * @return the eventfd
     * @throws IOException if too many descriptors are open
     */
    public static EventFd createSemaphore(int initialValue) throws IOException {
        return create(initialValue, EFD_SEMAPHORE);
    }

    private static EventFd create(int initialValue, int flags) throws IOException {
        Linux.require();
        if (initialValue < 0) {
            throw new IllegalArgumentException("an eventfd counts from 0, not from " + initialValue);
        }
        int fd = CALLS.eventfd(initialValue, flags | Linux.O_CLOEXEC | Linux.O_NONBLOCK);
        if (fd < 0) {
            throw Errors.of("eventfd", fd, "");
        }
        return owner(fd, new Maker());
    }

    /** Not a method reference, as in {@link LinuxStreamListener}: to open a port would wait until that is linked. */
    private static final class Maker implements IntFunction<EventFd> {
        @Override
        public EventFd apply(int fd) {
            return new EventFd(fd);
        }
    }

    /**
     * Adds to the counter, which makes it readable: write(2).
     *
     * @param value what to add, unsigned, and not -1
     * @return false if it would overflow, that is, if it would block: nothing was added
     * @throws IOException if it is closed
     */
    public boolean add(long value) throws IOException {
        if (value == -1) {
            throw new IllegalArgumentException("2^64 - 1 can't be added to an eventfd");
        }
        int fd = acquire();
        try {
            long result = CALLS.write(fd, value == 1 ? oneAddress : inScratch(value), Long.BYTES);
            if (result < 0 && result != -Errno.EAGAIN) {
                throw Errors.of("write", result, fd);
            }
            return result >= 0;
        } finally {
            release();
        }
    }

    private static long inScratch(long value) {
        ByteBuffer scratch = Scratch.get();
        scratch.putLong(Scratch.VALUE, value);
        return Scratch.at(scratch, Scratch.VALUE);
    }

    /**
     * Takes the counter, or 1 of a semaphore's: read(2).
     *
     * @return what was taken, unsigned, or 0 if the counter is 0, that is, if it would block
     * @throws IOException if it is closed
     */
    public long take() throws IOException {
        int fd = acquire();
        try {
            return readCounter(fd);
        } finally {
            release();
        }
    }

    /** Reads the eight bytes of an eventfd or a timerfd. Returns them, or 0 if it would block */
    static long readCounter(int fd) throws IOException {
        ByteBuffer scratch = Scratch.get();
        long result = CALLS.read(fd, Scratch.at(scratch, Scratch.VALUE), 8);
        if (result < 0 && result != -Errno.EAGAIN) {
            throw Errors.of("read", result, fd);
        }
        return result < 0 ? 0 : scratch.getLong(Scratch.VALUE);
    }
}
