package dev.pollux.windows;

import dev.pollux.internal.memory.ArenaCheck;
import dev.pollux.internal.memory.BufferChecks;
import java.nio.ByteBuffer;
import java.nio.ReadOnlyBufferException;
import java.util.Objects;

/**
 * What a buffer must be to be handed to an overlapped call: the system reads and writes its memory after the call has
 * returned.
 *
 * <p>It has to be direct, not read-only if it is received into, and of memory that only the garbage collector frees: that of
 * {@link ByteBuffer#allocateDirect}, of a mapped file, of an automatic or the global arena. A view of a memory segment whose
 * arena can be closed is refused: its memory might be given to others while the system still writes to it.
 *
 * <p>Each {@code submit…} method checks the buffers that it is called with. Buffers in steady use are remembered, some thousands
 * of them, so that nothing is allocated. A {@link BufferList} checks its buffers when they are handed in, and no more.
 *
 * <p>May be called from any thread.
 *
 * <pre>{@code
 * ByteBuffer buffer = NativeBuffers.checkWritable(ByteBuffer.allocateDirect(16 * 1024));
 * }</pre>
 */
public final class NativeBuffers {
    private NativeBuffers() {}

    /**
     * Checks a buffer that is to be sent from.
     *
     * @param buffer the buffer
     * @return the same buffer
     * @throws IllegalArgumentException if the buffer is not direct, or its memory can be freed
     */
    public static ByteBuffer check(ByteBuffer buffer) {
        if (!buffer.isDirect()) {
            throw new IllegalArgumentException("an overlapped call needs a direct buffer, not " + buffer);
        }
        if (ArenaCheck.isCloseable(buffer)) {
            throw new IllegalArgumentException(
                    "the buffer is a view of a memory segment whose arena can be closed while the"
                            + " system uses it; take ByteBuffer.allocateDirect, Arena.ofAuto or Arena.global");
        }
        return buffer;
    }

    /**
     * Checks a buffer that is to be received into.
     *
     * @param buffer the buffer
     * @return the same buffer
     * @throws IllegalArgumentException if the buffer is not direct, or its memory can be freed
     * @throws ReadOnlyBufferException if it is read-only
     */
    public static ByteBuffer checkWritable(ByteBuffer buffer) {
        return requireWritable(check(buffer));
    }

    static void check(ByteBuffer buffer, boolean writable) {
        check(buffer);
        if (writable) {
            requireWritable(buffer);
        }
    }

    /**
     * Checks only that a buffer isn't read-only, for one whose memory is checked elsewhere.
     *
     * @param buffer the buffer
     * @return the same buffer
     * @throws ReadOnlyBufferException if it is read-only
     */
    public static ByteBuffer requireWritable(ByteBuffer buffer) {
        BufferChecks.checkWritable(buffer);
        return buffer;
    }

    /** What an operation takes of an array: the buffers themselves are checked when they are taken. */
    static void requireRange(ByteBuffer[] buffers, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, buffers.length);
        if (length > Overlapped.MAX_BUFFERS) {
            throw new IllegalArgumentException(
                    length + " buffers; an operation takes " + Overlapped.MAX_BUFFERS + " at most");
        }
    }

    static void requireTotal(long bytes) {
        if (bytes > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(bytes + " bytes; an operation takes " + Integer.MAX_VALUE + " at most");
        }
    }
}
