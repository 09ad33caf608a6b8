package dev.pollux;

import java.nio.ByteBuffer;
import java.nio.ReadOnlyBufferException;
import java.util.Objects;

/** What is asked of a caller's buffers first, so that the answer is the same whatever state the socket is in. */
final class BufferChecks {
    private BufferChecks() {}

    static void checkWritable(ByteBuffer buffer) {
        if (buffer.isReadOnly()) {
            throw new ReadOnlyBufferException();
        }
    }

    static void checkWritable(ByteBuffer[] buffers, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, buffers.length);
        for (int i = offset; i < offset + length; i++) {
            checkWritable(buffers[i]);
        }
    }

    /** True if there is a byte to transfer; mostly the first buffer tells. */
    static boolean hasRemaining(ByteBuffer[] buffers, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, buffers.length);
        for (int i = offset; i < offset + length; i++) {
            if (buffers[i].hasRemaining()) {
                return true;
            }
        }
        return false;
    }
}
