package dev.pollux.internal.memory;

/**
 * Native memory in several pieces, of which more and more has been transferred. What is left of them is written as it is to a call: the
 * first piece begins where the last transfer has ended. Their owner keeps the memory. Not safe for several threads.
 */
public final class MemoryParts {
    private static final int FEW = 16;

    private long[] addresses = new long[FEW];
    private int[] lengths = new int[FEW];
    private int end;
    private int first;
    private int moved; // bytes by which the first piece was moved
    private int total;
    private int done;

    /** Copies some pieces of a program's, checked already. Empty ones are left out. */
    public void set(long[] newAddresses, int[] newLengths, int offset, int count) {
        if (addresses.length < count) {
            addresses = new long[count];
            lengths = new int[count];
        }
        end = 0;
        first = 0;
        moved = 0;
        total = 0;
        done = 0;
        for (int i = offset; i < offset + count; i++) {
            if (newLengths[i] > 0) {
                addresses[end] = newAddresses[i];
                lengths[end++] = newLengths[i];
                total += newLengths[i];
            }
        }
    }

    /** {@return how many pieces are left} */
    public int count() {
        return end - first;
    }

    /** {@return the index of the first piece that is left, in the arrays} */
    public int first() {
        return first;
    }

    public long[] addresses() {
        return addresses;
    }

    public int[] lengths() {
        return lengths;
    }

    /** {@return how many bytes are left} */
    public int left() {
        return total - done;
    }

    /** {@return how many bytes were transferred} */
    public int done() {
        return done;
    }

    /** Has so many bytes be transferred, no more than there are: as many as before, or more, or less. */
    public void moveTo(int newDone) {
        if (newDone < done) { // those before the first have their lengths still
            restore();
            first = 0;
            done = 0;
        }
        while (done < newDone) {
            int here = Math.min(newDone - done, lengths[first]);
            done += here;
            if (here == lengths[first]) {
                restore();
                first++;
            } else {
                addresses[first] += here;
                lengths[first] -= here;
                moved += here;
            }
        }
    }

    /** Puts the first piece back to its beginning. */
    private void restore() {
        if (moved > 0) {
            addresses[first] -= moved;
            lengths[first] += moved;
            moved = 0;
        }
    }
}
