package dev.pollux.linux;

import java.nio.ByteBuffer;
import java.nio.ReadOnlyBufferException;
import java.util.Objects;

/** What is checked of a user's buffers before their addresses go to the kernel. */
final class Buffers {
    private Buffers() {}

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

    /**
     * Fails if the buffer is a view of a memory segment whose arena was closed, or is another thread's: its address would
     * be that of memory which is no longer, or not, the caller's. An ordinary access makes the JDK's own check.
     */
    static void checkAlive(ByteBuffer buffer, int position) {
        buffer.get(position);
    }
}
