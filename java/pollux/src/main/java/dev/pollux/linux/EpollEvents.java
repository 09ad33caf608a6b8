package dev.pollux.linux;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Objects;

/**
 * The events of one wait: an array of {@code struct epoll_event} that the kernel fills and that is read in place. It
 * doubles before the next wait when one has filled it, up to a limit.
 *
 * <p>Only one thread at a time may use it. {@link Epoll} has an example.
 */
public final class EpollEvents {
    /** The default limit: beyond some thousands, a larger batch only makes the rest of the loop wait. */
    public static final int DEFAULT_MAX_CAPACITY = 4096;

    // struct epoll_event is packed on x86-64 alone (sys/epoll.h): this is the one place that knows.
    private static final boolean PACKED = System.getProperty("os.arch").equals("amd64")
            || System.getProperty("os.arch").equals("x86_64");
    static final int SIZE = PACKED ? 12 : 16;
    static final int DATA = PACKED ? 4 : 8;

    private final int maxCapacity;
    private ByteBuffer memory;
    private int capacity;
    private int size;

    /**
     * @param capacity the number of events that a wait can return at first
     * @param maxCapacity the number that it grows to, by doubling
     */
    public EpollEvents(int capacity, int maxCapacity) {
        Linux.require();
        if (capacity < 1 || maxCapacity < capacity || maxCapacity > 1 << 24) {
            throw new IllegalArgumentException(
                    "capacity " + capacity + ", at most " + maxCapacity + ": not within 1 and " + (1 << 24));
        }
        this.maxCapacity = maxCapacity;
        allocate(capacity);
    }

    /**
     * @param capacity the number of events that a wait can return at first. It grows to {@link #DEFAULT_MAX_CAPACITY}
     */
    public EpollEvents(int capacity) {
        this(capacity, Math.max(capacity, DEFAULT_MAX_CAPACITY));
    }

    private void allocate(int newCapacity) {
        memory = ByteBuffer.allocateDirect(newCapacity * SIZE).order(ByteOrder.nativeOrder());
        capacity = newCapacity;
    }

    /** {@return the number of events that the last wait returned} */
    public int size() {
        return size;
    }

    /** {@return the number of events that a wait can return} */
    public int capacity() {
        return capacity;
    }

    /**
     * {@return an event's flags, those of {@link Epoll}}
     *
     * @param index from 0 to {@link #size()} - 1
     */
    public int events(int index) {
        return memory.getInt(Objects.checkIndex(index, size) * SIZE);
    }

    /**
     * {@return the data that the descriptor was added with}
     *
     * @param index from 0 to {@link #size()} - 1
     */
    public long data(int index) {
        return memory.getLong(Objects.checkIndex(index, size) * SIZE + DATA);
    }

    static void put(ByteBuffer memory, int at, int events, long data) {
        memory.putInt(at, events).putLong(at + DATA, data);
    }

    /** {@return the memory for the next wait, larger if the last one filled it} */
    ByteBuffer beforeWait() {
        if (size == capacity && capacity < maxCapacity) {
            allocate(Math.min(capacity * 2, maxCapacity));
        }
        size = 0;
        return memory;
    }

    /** Takes the number of events that the kernel wrote. */
    void afterWait(int count) {
        size = count;
    }

    /** Drops the events that are not the user's. Returns how many are left */
    int dropReserved() {
        for (int i = size - 1; i >= 0; i--) {
            if (data(i) == Epoll.RESERVED_DATA) {
                removeAt(i);
            }
        }
        return size;
    }

    private void removeAt(int index) {
        int last = --size;
        if (index < last) {
            memory.putInt(index * SIZE, memory.getInt(last * SIZE));
            memory.putLong(index * SIZE + DATA, memory.getLong(last * SIZE + DATA));
        }
    }
}
