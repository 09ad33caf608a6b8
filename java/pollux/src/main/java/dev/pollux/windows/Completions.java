package dev.pollux.windows;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Objects;
import java.util.function.ToLongFunction;

/**
 * The completions of one wait: an array of {@code OVERLAPPED_ENTRY} that the system fills and that is read in place.
 * Only one thread at a time may use it.
 *
 * <p>{@link Iocp} has an example.
 */
public final class Completions {
    /** The most that one holds: beyond some thousands, a larger batch only makes the rest of the loop wait. */
    public static final int MAX_CAPACITY = 1 << 16;

    // OVERLAPPED_ENTRY: lpCompletionKey, lpOverlapped, Internal, dwNumberOfBytesTransferred
    static final int SIZE = 32;
    static final int KEY = 0;
    static final int OVERLAPPED = 8;
    static final int STATUS = 16; // documented as reserved: read only where the OVERLAPPED tells nothing
    static final int BYTES = 24;

    private final ByteBuffer memory;
    private final long address;
    private final int capacity;
    private int count;

    /**
     * @param capacity the most completions that a wait can return, from 1 to {@link #MAX_CAPACITY}
     */
    public Completions(int capacity) {
        this(capacity, Windows.addresses());
    }

    Completions(int capacity, ToLongFunction<ByteBuffer> addressOf) {
        if (capacity < 1 || capacity > MAX_CAPACITY) {
            throw new IllegalArgumentException("capacity " + capacity + ": not within 1 and " + MAX_CAPACITY);
        }
        this.capacity = capacity;
        memory = ByteBuffer.allocateDirect(capacity * SIZE + 8).order(ByteOrder.nativeOrder());
        address = addressOf.applyAsLong(memory);
    }

    /** {@return the number of completions that the last wait returned} */
    public int count() {
        return count;
    }

    /** {@return the most completions that a wait can return} */
    public int capacity() {
        return capacity;
    }

    /**
     * {@return the key that the handle was associated with, or the packet posted with}
     *
     * @param index from 0 to {@link #count()} - 1
     */
    public long key(int index) {
        return memory.getLong(at(index) + KEY);
    }

    /**
     * {@return the address of the OVERLAPPED of the operation that completed, or whatever was posted, for a posted packet}
     *
     * @param index from 0 to {@link #count()} - 1
     */
    public long overlappedAddress(int index) {
        return memory.getLong(at(index) + OVERLAPPED);
    }

    /**
     * {@return how many bytes were transferred, or whatever was posted, for a posted packet}
     *
     * @param index from 0 to {@link #count()} - 1
     */
    public int bytes(int index) {
        return memory.getInt(at(index) + BYTES);
    }

    /** The NTSTATUS that the system has queued with the completion. */
    int status(int index) {
        return memory.getInt(at(index) + STATUS);
    }

    private int at(int index) {
        return Objects.checkIndex(index, count) * SIZE;
    }

    long address() {
        return address;
    }

    /** Where the system writes the number of completions. */
    long removedAddress() {
        return address + (long) capacity * SIZE;
    }

    void clear() {
        count = 0;
    }

    /** Takes the number of completions that the system wrote. */
    void fill() {
        count = Math.min(memory.getInt(capacity * SIZE), capacity);
    }

    /** Drops the packets that are not the program's, and keeps the others' order. Returns whether there were any */
    boolean dropReserved() {
        int kept = 0;
        for (int i = 0; i < count; i++) {
            if (key(i) != Iocp.RESERVED_KEY) {
                if (kept < i) {
                    memory.put(kept * SIZE, memory, i * SIZE, SIZE);
                }
                kept++;
            }
        }
        boolean dropped = kept < count;
        count = kept;
        return dropped;
    }

    /** Writes an entry as the system does: for tests. */
    void put(int index, long key, long overlappedAddress, int bytes, int newCount) {
        memory.putLong(index * SIZE + KEY, key).putLong(index * SIZE + OVERLAPPED, overlappedAddress);
        memory.putInt(index * SIZE + BYTES, bytes).putInt(capacity * SIZE, newCount);
    }

    /** Writes an entry's status as the system does: for tests. */
    void putStatus(int index, int status) {
        memory.putInt(index * SIZE + STATUS, status);
    }
}
