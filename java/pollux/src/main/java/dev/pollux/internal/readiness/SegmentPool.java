package dev.pollux.internal.readiness;

import dev.pollux.readiness.WriteQueue;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * The long arrays that the write queues of one loop need for a burst of many writes: given back when all is written, so that
 * the next burst of any of them allocates none. It is the polling thread's own.
 */
public final class SegmentPool {
    /** More spare ones than this are left to the garbage collector. */
    public static final int MAX_SPARE = 64;

    /** The places for what one write queue holds. */
    public static final class Places {
        public final ByteBuffer[] buffers;
        public final WriteQueue.Release[] releases;

        Places(int length) {
            this(new ByteBuffer[length], new WriteQueue.Release[length]);
        }

        private Places(ByteBuffer[] buffers, WriteQueue.Release[] releases) {
            this.buffers = buffers;
            this.releases = releases;
        }

        public int length() {
            return buffers.length;
        }

        /** Takes over what stands in others from {@code from} on. They keep nothing of it. */
        public void take(Places others, int from, int count) {
            System.arraycopy(others.buffers, from, buffers, 0, count);
            System.arraycopy(others.releases, from, releases, 0, count);
            int to = others == this ? count : from; // what was moved within the same places may overlap
            Arrays.fill(others.buffers, to, from + count, null);
            Arrays.fill(others.releases, to, from + count, null);
        }
    }

    private final Places[] spare = new Places[MAX_SPARE];
    private int count;
    private int least; // since the last trim: so many were spare all the time

    /** Returns empty places, so many at least, or null if there are none. The last ones given back are looked at first. */
    public Places take(int length) {
        for (int i = count - 1; i >= 0; i--) {
            Places places = spare[i];
            if (places.length() >= length) {
                spare[i] = spare[--count];
                spare[count] = null;
                least = Math.min(least, count);
                return places;
            }
        }
        return null;
    }

    /** Takes no memory. */
    public void giveBack(Places places) {
        if (count < MAX_SPARE) {
            spare[count++] = places;
        }
    }

    /** True while there are any: none are usual. */
    boolean isGrown() {
        return count > 0;
    }

    /** Leaves half of those that were spare all the time since the last trim to the garbage collector. */
    void trim() {
        for (int i = (least + 1) / 2; i > 0; i--) {
            spare[--count] = null;
        }
        least = count;
    }
}
