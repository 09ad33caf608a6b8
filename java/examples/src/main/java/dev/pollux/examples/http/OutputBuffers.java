package dev.pollux.examples.http;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;

/** What responses leave from: a write that is pending owns its memory. One a loop. */
final class OutputBuffers {
    /** More spare ones than this are left to the garbage collector. */
    private static final int MAX_SPARE = 64;

    private final ArrayDeque<ByteBuffer> spare = new ArrayDeque<>(MAX_SPARE + 1);

    ByteBuffer take() {
        ByteBuffer buffer = spare.pollLast();
        return buffer != null ? buffer.clear() : ByteBuffer.allocateDirect(HttpLoop.OUTPUT_BYTES);
    }

    void giveBack(ByteBuffer buffer) {
        if (spare.size() < MAX_SPARE) {
            spare.addLast(buffer);
        }
    }
}
