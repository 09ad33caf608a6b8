package dev.pollux.windows;

import java.nio.ByteBuffer;
import java.nio.ReadOnlyBufferException;
import java.util.Objects;

/**
 * What a buffer must be to be handed to an overlapped call: the system reads and writes its memory after the call has
 * returned.
 *
 * <p>Each {@code submit…} method checks that a buffer is direct, and that one to be received into is not read-only. It can't
 * afford to look where the memory comes from; whoever takes buffers from elsewhere does so by {@link #check} once, when a
 * buffer is handed in first.
 */
public final class NativeBuffers {
    private NativeBuffers() {}

    /**
     * Checks that a buffer's memory is such as only the garbage collector frees: that of {@link ByteBuffer#allocateDirect}, of a
     * mapped file, of an automatic or the global arena. A view of a memory segment whose arena can be closed is refused: its
     * memory might be given to others while the system still writes to it.
     *
     * @param buffer the buffer
     * @return the same buffer
     * @throws IllegalArgumentException if the buffer is not direct, or its memory can be freed
     */
    public static ByteBuffer check(ByteBuffer buffer) {
        checkDirect(buffer);
        if (ArenaCheck.isCloseable(buffer)) {
            throw new IllegalArgumentException(
                    "the buffer is a view of a memory segment whose arena can be closed while the"
                            + " system writes to it; take ByteBuffer.allocateDirect, Arena.ofAuto or Arena.global");
        }
        return buffer;
    }

    /** One that is sent from. */
    static void checkDirect(ByteBuffer buffer) {
        if (!buffer.isDirect()) {
            throw new IllegalArgumentException("an overlapped call needs a direct buffer, not " + buffer);
        }
        if (buffer.hasRemaining()) {
            buffer.get(buffer.position()); // fails if its arena was closed already, or is another thread's
        }
    }

    /** One that is received into. */
    static void checkWritable(ByteBuffer buffer) {
        checkDirect(buffer);
        if (buffer.isReadOnly()) {
            throw new ReadOnlyBufferException();
        }
    }

    static void check(ByteBuffer[] buffers, int offset, int length, boolean writable) {
        Objects.checkFromIndexSize(offset, length, buffers.length);
        if (length > Overlapped.MAX_BUFFERS) {
            throw new IllegalArgumentException(
                    length + " buffers; an operation takes " + Overlapped.MAX_BUFFERS + " at most");
        }
        for (int i = offset; i < offset + length; i++) {
            if (writable) {
                checkWritable(buffers[i]);
            } else {
                checkDirect(buffers[i]);
            }
        }
    }
}
