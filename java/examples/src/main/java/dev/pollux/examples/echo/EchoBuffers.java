package dev.pollux.examples.echo;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;

/**
 * The buffers of one loop: one that every connection reads into, and spare ones for those whose peer does not take its
 * echo. Not thread-safe.
 */
final class EchoBuffers {
    private static final int BUFFER_BYTES = 64 * 1024;

    /** More spare ones than this are left to the garbage collector. */
    private static final int MAX_SPARE = 64;

    private final ArrayDeque<ByteBuffer> spare = new ArrayDeque<>(MAX_SPARE + 1);
    private ByteBuffer shared = ByteBuffer.allocateDirect(BUFFER_BYTES);

    /** {@return the loop's buffer, empty} */
    ByteBuffer shared() {
        return shared.clear();
    }

    /** Leaves the loop's buffer with what it holds to the caller. The loop goes on with a spare one. */
    ByteBuffer take() {
        ByteBuffer taken = shared;
        ByteBuffer next = spare.pollLast();
        shared = next != null ? next : ByteBuffer.allocateDirect(BUFFER_BYTES);
        return taken;
    }

    void giveBack(ByteBuffer buffer) {
        if (spare.size() < MAX_SPARE) {
            spare.addLast(buffer);
        }
    }
}
