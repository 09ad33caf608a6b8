package dev.pollux;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * The chunks that the write queues of one loop copy small writes into: given back when written, so that only connections
 * whose peers lag hold any. The polling thread's own.
 */
final class ChunkPool {
    /** Two pages: a gather of a few carries what a socket's send buffer takes, and a lagging reader costs little. */
    static final int CHUNK_BYTES = 8 * 1024;

    /** More spare ones than this, 8 MB, are left to the garbage collector. */
    static final int MAX_SPARE = 1024;

    private ByteBuffer[] spare = new ByteBuffer[16];
    private int count;

    /** Returns an empty chunk: what is written into it is to be put at its limit. */
    ByteBuffer take() {
        if (count == 0) {
            return ByteBuffer.allocateDirect(CHUNK_BYTES).limit(0);
        }
        ByteBuffer chunk = spare[--count];
        spare[count] = null;
        return chunk.position(0).limit(0);
    }

    void giveBack(ByteBuffer chunk) {
        if (count == MAX_SPARE) {
            return;
        }
        if (count == spare.length) {
            spare = Arrays.copyOf(spare, count * 2);
        }
        spare[count++] = chunk;
    }
}
