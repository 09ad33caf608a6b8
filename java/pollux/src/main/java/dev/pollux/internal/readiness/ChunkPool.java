package dev.pollux.internal.readiness;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * The chunks that the write queues of one loop copy small writes into: given back when written, so that only connections
 * whose peers lag hold any. It is the polling thread's own.
 */
public final class ChunkPool {
    /** Two pages: a gather of a few carries what a socket's send buffer takes, and a lagging reader costs little. */
    public static final int CHUNK_BYTES = 8 * 1024;

    /** More spare ones than this, 8 MB, are left to the garbage collector. */
    public static final int MAX_SPARE = 1024;

    /** So many, half a megabyte, are kept however long they were not used. */
    public static final int KEPT_SPARE = 64;

    /** What the queues note the chunks in. */
    public final SegmentPool segments = new SegmentPool();

    private ByteBuffer[] spare = new ByteBuffer[16];
    private int count;
    private int least; // since the last trim: so many were spare all the time

    /** Returns an empty chunk: what is written into it is to be put at its limit. */
    public ByteBuffer take() {
        if (count == 0) {
            return ByteBuffer.allocateDirect(CHUNK_BYTES).limit(0);
        }
        ByteBuffer chunk = spare[--count];
        spare[count] = null;
        if (count < least) {
            least = count;
        }
        return chunk.position(0).limit(0);
    }

    /** Never fails: a chunk that there is no room for is left to the garbage collector. */
    public void giveBack(ByteBuffer chunk) {
        if (count < MAX_SPARE && (count < spare.length || isLengthened())) {
            spare[count++] = chunk;
        }
    }

    private boolean isLengthened() {
        try {
            spare = Arrays.copyOf(spare, count * 2);
            return true;
        } catch (OutOfMemoryError e) {
            return false;
        }
    }

    public boolean isGrown() {
        return spare.length > KEPT_SPARE || segments.isGrown();
    }

    public int spareCount() {
        return count;
    }

    /** Leaves half of those that were spare all the time since the last trim to the garbage collector. */
    public void trim() {
        segments.trim();
        int unused = Math.min(least, count - KEPT_SPARE);
        for (int i = 0; i < (unused + 1) / 2; i++) {
            spare[--count] = null;
        }
        least = count;
        if (count <= KEPT_SPARE && spare.length > KEPT_SPARE) {
            spare = Arrays.copyOf(spare, KEPT_SPARE);
        }
    }
}
