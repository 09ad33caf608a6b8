package dev.pollux.history;

import java.nio.ByteBuffer;

/** Direct buffers of one history, out of memory that the next one uses again: else the collector would have to free them. */
final class DirectBuffers {
    private static final int SIZE = 1 << 23;
    private static final ThreadLocal<ByteBuffer> MEMORY =
            ThreadLocal.withInitial(() -> ByteBuffer.allocateDirect(SIZE));

    private final ByteBuffer memory = MEMORY.get();
    private int taken;

    ByteBuffer take(int size) {
        if (taken + size > SIZE) {
            return ByteBuffer.allocateDirect(size);
        }
        taken += size;
        return memory.slice(taken - size, size);
    }
}
