package dev.pollux.internal.memory;

import java.nio.ByteBuffer;
import java.nio.ReadOnlyBufferException;
import java.util.Objects;

/** Checks a caller's buffers before anything else, so that the answer is the same whatever state the socket is in. */
public final class BufferChecks {
    private BufferChecks() {}

    /** Native memory that a call is given by its address. */
    public static void checkMemory(long address, int length) {
        if (length < 0 || address == 0 && length > 0) {
            throw new IllegalArgumentException(length + " bytes at address 0x" + Long.toHexString(address));
        }
    }

    /** Several pieces of it. Returns how many bytes they have together. */
    public static long checkMemory(long[] addresses, int[] lengths, int offset, int count) {
        Objects.checkFromIndexSize(offset, count, addresses.length);
        Objects.checkFromIndexSize(offset, count, lengths.length);
        long bytes = 0;
        for (int i = offset; i < offset + count; i++) {
            checkMemory(addresses[i], lengths[i]);
            bytes += lengths[i];
        }
        return bytes;
    }

    public static void checkWritable(ByteBuffer buffer) {
        if (buffer.isReadOnly()) {
            throw new ReadOnlyBufferException();
        }
    }

    public static void checkWritable(ByteBuffer[] buffers, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, buffers.length);
        for (int i = offset; i < offset + length; i++) {
            checkWritable(buffers[i]);
        }
    }

    /**
     * Fails if the buffer is a view of a memory segment whose arena was closed, or belongs to another thread. Its address would
     * be that of memory which is not the caller's. An ordinary access makes the JDK's own check.
     */
    public static void checkAlive(ByteBuffer buffer, int position) {
        buffer.get(position);
    }

    /**
     * {@return the number of bytes from a position to the limit} Whatever another thread does to the buffer meanwhile, they lie
     * within it: for a position that was read once and a limit that is read once, neither is ever beyond the capacity.
     */
    public static int remaining(ByteBuffer buffer, int position) {
        return Math.max(0, buffer.limit() - position);
    }

    /** True if there is a byte to transfer. Mostly the first buffer tells. */
    public static boolean hasRemaining(ByteBuffer[] buffers, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, buffers.length);
        for (int i = offset; i < offset + length; i++) {
            if (buffers[i].hasRemaining()) {
                return true;
            }
        }
        return false;
    }
}
