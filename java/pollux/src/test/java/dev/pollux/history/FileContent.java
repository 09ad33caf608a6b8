package dev.pollux.history;

import dev.pollux.NotOnWine;
import java.nio.ByteBuffer;
import java.util.BitSet;

/** What a file holds, as far as it is known. */
final class FileContent {
    /** Nothing begins behind this. */
    static final int LARGEST = 700;

    /** Nothing ends behind this. */
    static final int END = 2 * LARGEST;

    private final byte[] bytes = new byte[END]; // zeros behind the end, as whoever makes it longer finds them
    private final BitSet unknown = new BitSet(END);
    private long least;
    private long most;

    long least() {
        return least;
    }

    boolean mayHaveSize(long size) {
        // Wine makes a file longer by a byte behind its new end, and then cuts that one off.
        long mostNow = least < most && NotOnWine.Here.is() ? most + 1 : most;
        return size >= least && size <= mostNow;
    }

    /** A write to there is about to begin. */
    void mayReach(long end) {
        most = Math.max(most, end);
    }

    void written(long position, ByteBuffer from) {
        if (!from.hasRemaining()) {
            return;
        }
        int at = (int) position;
        while (from.hasRemaining()) {
            unknown.clear(at);
            bytes[at++] = from.get();
        }
        least = Math.max(least, at);
    }

    /** Something may have been written there, or not. */
    void unknown(long from, long to) {
        unknown.set((int) from, (int) to);
    }

    /** A truncate to that is about to begin. */
    void mayGetSize(long size) {
        least = Math.min(least, size);
        most = Math.max(most, size);
    }

    void sized(long size) {
        least = size;
        most = size;
        for (int i = (int) size; i < END; i++) {
            bytes[i] = 0;
        }
        unknown.clear((int) size, END);
    }

    /**
     * Checks a read.
     *
     * @param leastBefore what the size was at least when the read began
     */
    void read(long position, int room, long leastBefore, long result, ByteBuffer read) {
        long atLeast = Math.min(room, leastBefore - position);
        long atMost = Math.min(room, most - position);
        boolean isEnd = result == -1 && atLeast <= 0;
        if (!isEnd && (result <= 0 || result < atLeast || result > atMost)) {
            throw new AssertionError(result + " of " + room + " bytes were read at " + position + ", of " + this);
        }
        check(position, read);
    }

    /** Checks bytes that were read. */
    void check(long position, ByteBuffer read) {
        if (read.limit() > 0 && position + read.limit() > most) {
            throw new AssertionError(read.limit() + " bytes were read at " + position + ", of " + this);
        }
        for (int i = 0; i < read.limit(); i++) {
            int at = (int) position + i;
            if (!unknown.get(at) && read.get(i) != bytes[at]) {
                throw new AssertionError("byte " + at + " is " + read.get(i) + ", and was " + bytes[at]);
            }
        }
    }

    @Override
    public String toString() {
        return least + " to " + most + " bytes";
    }
}
