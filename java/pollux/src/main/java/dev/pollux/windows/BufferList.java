package dev.pollux.windows;

import dev.pollux.internal.memory.BufferChecks;
import java.nio.ByteBuffer;
import java.nio.ReadOnlyBufferException;

/**
 * Buffers to be handed to any number of submissions: where their memory comes from is checked once, when they are handed in
 * here (see {@link NativeBuffers}), and one operation takes all of them, however many.
 *
 * <p>Only one thread at a time may use it. Operations that are pending do not count, because a submission reads the buffers'
 * positions and limits as they are then. It holds the buffers themselves until its completion was dequeued. So several
 * operations may have one list, and the list may be changed while they are pending.
 *
 * <pre>{@code
 * BufferList parts = new BufferList(header, body);
 * int result = socket.submitSend(operation, parts);
 * }</pre>
 */
public final class BufferList {
    /**
     * As many of Winsock's buffers as one call is given. Windows names no limit. Wine hands them to sendmsg(2) and recvmsg(2), which
     * refuse more. Of a longer list, a call takes the first that have something left, as if it had been short.
     */
    public static final int MAX_A_CALL = 1024;

    private static final ByteBuffer[] NONE = {};

    private final ByteBuffer[] buffers;

    // Instead of buffers, native memory whose owner keeps it alive.
    private final boolean isMemory;
    private long[] pieceAddresses = {0};
    private int[] pieceLengths = {0};
    private int pieces = 1;
    private int memoryLength;

    /**
     * Makes a list, of a length that stays.
     *
     * @param buffers at least one. The array is copied
     * @throws IllegalArgumentException if there is none, one is not direct, or its memory can be freed
     */
    public BufferList(ByteBuffer... buffers) {
        if (buffers.length == 0) {
            throw new IllegalArgumentException("no buffers");
        }
        this.buffers = buffers.clone();
        isMemory = false;
        for (ByteBuffer buffer : this.buffers) {
            NativeBuffers.check(buffer);
        }
    }

    private BufferList() {
        buffers = NONE;
        isMemory = true;
    }

    /**
     * Makes a list of no buffer, but of native memory. It is the caller's to keep alive until the completion of each operation
     * over it was dequeued: nothing here holds it.
     *
     * @param address where it begins
     * @param length how many bytes there are
     * @return the list
     * @throws IllegalArgumentException if the length is negative, or the address is 0 with a length above 0
     */
    public static BufferList ofMemory(long address, int length) {
        BufferList list = new BufferList();
        list.setMemory(address, length);
        return list;
    }

    /** {@return true if it is of native memory, and has no buffers} */
    public boolean isMemory() {
        return isMemory;
    }

    /** Writes the native memory as WSABUFs from {@code at} on. */
    void putMemory(ByteBuffer target, int at) {
        int count = slots();
        for (int i = 0; i < count; i++) {
            int slot = at + i * Block.BUFFER_SIZE;
            target.putInt(slot, pieceLengths[i]).putLong(slot + 8, pieceAddresses[i]);
        }
    }

    /** {@return where the native memory begins, the first piece of it if there are several} */
    public long memoryAddress() {
        return pieceAddresses[0];
    }

    /** {@return how many bytes of native memory there are, in all pieces} */
    public int memoryLength() {
        return memoryLength;
    }

    /**
     * Sets the native memory that the next submissions use.
     *
     * @param address where it begins
     * @param length how many bytes there are
     * @throws IllegalArgumentException if the length is negative, or the address is 0 with a length above 0
     * @throws IllegalStateException if it is a list of buffers
     */
    public void setMemory(long address, int length) {
        BufferChecks.checkMemory(address, length);
        checkMemory();
        pieceAddresses[0] = address;
        pieceLengths[0] = length;
        pieces = 1;
        memoryLength = length;
    }

    /**
     * Sets several pieces of native memory, one after the other, that the next submissions use. The arrays are copied.
     *
     * @param addresses where each piece begins
     * @param lengths how many bytes each has
     * @param offset the first piece to use
     * @param count how many to use
     * @throws IndexOutOfBoundsException if the arrays have not so many pieces
     * @throws IllegalArgumentException if a length is negative, an address is 0 with a length above 0, or it is 2 GiB or more
     * @throws IllegalStateException if it is a list of buffers
     */
    public void setMemory(long[] addresses, int[] lengths, int offset, int count) {
        long total = BufferChecks.checkMemory(addresses, lengths, offset, count);
        NativeBuffers.requireTotal(total);
        checkMemory();
        if (count == 0) {
            setMemory(0, 0);
            return;
        }
        if (pieceAddresses.length < count) {
            pieceAddresses = new long[count];
            pieceLengths = new int[count];
        }
        System.arraycopy(addresses, offset, pieceAddresses, 0, count);
        System.arraycopy(lengths, offset, pieceLengths, 0, count);
        pieces = count;
        memoryLength = (int) total;
    }

    private void checkMemory() {
        if (!isMemory) {
            throw new IllegalStateException("a list of buffers");
        }
    }

    /** {@return the first buffer of the next call: those before it have nothing left, if one call does not take all} */
    int first() {
        int first = 0;
        if (buffers.length > MAX_A_CALL) {
            while (first < buffers.length - 1 && !buffers[first].hasRemaining()) {
                first++;
            }
        }
        return first;
    }

    /** {@return how many of Winsock's buffers it makes, for one call} */
    int slots() {
        return Math.min(MAX_A_CALL, isMemory ? pieces : buffers.length - first());
    }

    /** A datagram goes by one call. */
    void requireOneCall() {
        int count = isMemory ? pieces : buffers.length;
        if (count > MAX_A_CALL) {
            throw new IllegalArgumentException("a datagram in " + count + " buffers: one call takes " + MAX_A_CALL);
        }
    }

    /** {@return the number of buffers, or 0 if it is of native memory} */
    public int size() {
        return buffers.length;
    }

    /**
     * {@return one of the buffers}
     *
     * @param index from 0 to {@link #size()} - 1
     */
    public ByteBuffer get(int index) {
        return buffers[index];
    }

    /**
     * Puts a buffer in another's place, and checks it if it is another one.
     *
     * @param index from 0 to {@link #size()} - 1
     * @param buffer the buffer that the next submissions use
     * @throws IllegalArgumentException if it is not direct, or its memory can be freed
     */
    public void set(int index, ByteBuffer buffer) {
        if (buffers[index] != buffer) {
            buffers[index] = NativeBuffers.check(buffer);
        }
    }

    /**
     * Checks that all of them can be received into.
     *
     * @return this list
     * @throws ReadOnlyBufferException if one is read-only
     */
    public BufferList checkWritable() {
        for (ByteBuffer buffer : buffers) {
            NativeBuffers.requireWritable(buffer);
        }
        return this;
    }
}
