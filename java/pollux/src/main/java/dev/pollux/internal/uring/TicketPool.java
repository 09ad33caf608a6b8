package dev.pollux.internal.uring;

import java.util.Arrays;

/**
 * The tickets of one ring: an array, in which what the kernel hands back is looked up. All is guarded by the engine but what finds
 * something, and {@link #takeOwn}: the owner of a ring of one thread keeps some free ones for itself, which nobody else touches.
 */
final class TicketPool {
    private static final int FIRST = 64;
    private static final int KEPT = 1024; // that no trim drops
    private static final int CANCELS = 2; // of a ticket's entries
    private static final int OWN = 64; // about as many as a turn brings, and in the cache

    private volatile UringTicket[] all = new UringTicket[FIRST]; // by their slots, with nulls where there is none now

    /** The streams whose entries the ring has, by the slots of their tickets: what comes for a stream meets no ticket. */
    private volatile UringReadStream[] streams = new UringReadStream[FIRST];

    private int[] noTicket = new int[FIRST]; // slots without one
    private int noTicketCount;
    private UringTicket[] free = new UringTicket[FIRST];
    private int freeCount;
    private int count;
    private int most; // that were taken at once since the last trim, the owner's free ones included
    private int generation; // the last that a ticket had which was dropped: its slot's next one begins there

    // The owner's alone: written without the engine's lock. Another thread that counts reads how many there were some
    // time ago.
    private final UringTicket[] own = new UringTicket[OWN];
    private int ownCount;

    private final LongQueue cancels; // each ticket has two at most, so that to cancel needs no memory

    TicketPool(LongQueue cancels) {
        this.cancels = cancels;
        cancels.reserve(CANCELS * FIRST);
        for (int slot = FIRST - 1; slot >= 0; slot--) {
            noTicket[noTicketCount++] = slot;
        }
    }

    /** {@return one that nobody has} */
    UringTicket take() {
        UringTicket ticket = freeCount > 0 ? free[--freeCount] : make();
        ticket.generation++;
        most = Math.max(most, count - freeCount);
        return ticket;
    }

    /** {@return one of the owner's, or null if it has none} Only from that thread, without the engine's lock. */
    UringTicket takeOwn() {
        int last = ownCount - 1;
        if (last < 0) {
            return null;
        }
        UringTicket ticket = own[last];
        ownCount = last;
        ticket.generation++;
        return ticket;
    }

    private UringTicket make() {
        if (noTicketCount == 0) {
            grow();
        }
        UringTicket made = new UringTicket(noTicket[noTicketCount - 1]);
        noTicketCount--;
        made.generation = generation;
        all[made.slot] = made;
        count++;
        return made;
    }

    /** Makes room for twice as many, in all four arrays, and to cancel them: to give one back needs no memory then. */
    private void grow() {
        int before = all.length;
        UringTicket[] more = Arrays.copyOf(all, 2 * before);
        UringTicket[] moreFree = Arrays.copyOf(free, 2 * before);
        UringReadStream[] moreStreams = Arrays.copyOf(streams, 2 * before);
        int[] slots = new int[2 * before];
        cancels.reserve(CANCELS * 2 * before);
        for (int slot = 2 * before - 1; slot >= before; slot--) {
            slots[noTicketCount++] = slot;
        }
        all = more;
        streams = moreStreams;
        free = moreFree;
        noTicket = slots;
    }

    /** @param isOwner whether the owner gives it back */
    void giveBack(UringTicket ticket, boolean isOwner) {
        ticket.clear();
        if (isOwner && ownCount < OWN) {
            own[ownCount++] = ticket;
        } else {
            free[freeCount++] = ticket;
        }
    }

    /** {@return the ticket that a completion is of, or null if its use is over} */
    UringTicket find(long data) {
        UringTicket[] now = all;
        int slot = slot(data);
        UringTicket ticket = slot < now.length ? now[slot] : null;
        return ticket != null && ticket.generation == (int) (data >>> Integer.SIZE) ? ticket : null;
    }

    /** {@return the stream whose entry a completion is of, or null if it is of none, or the stream's use of it is over} */
    UringReadStream findStream(long data) {
        UringReadStream[] now = streams;
        int slot = slot(data);
        UringReadStream stream = slot < now.length ? now[slot] : null;
        return stream != null && stream.entry == data ? stream : null;
    }

    private static int slot(long data) {
        return (int) (data >>> RingEntries.KIND_BITS & RingEntries.SLOT);
    }

    /** Has what the kernel says of a slot's entry be a stream's, or from now on nobody's: null. */
    void stream(int slot, UringReadStream stream) {
        streams[slot] = stream;
    }

    int taken() {
        return count - freeCount - ownCount;
    }

    boolean isGrown() {
        return count > KEPT;
    }

    /** Drops what was not used since the last time, except {@value #KEPT}. */
    void trim() {
        int keep = Math.max(KEPT, most);
        while (count > keep && freeCount > 0) {
            UringTicket dropped = free[--freeCount];
            free[freeCount] = null;
            all[dropped.slot] = null;
            generation = dropped.generation - generation > 0 ? dropped.generation : generation;
            noTicket[noTicketCount++] = dropped.slot;
            count--;
        }
        most = count - freeCount;
    }

    /** {@return the next one that is taken, from a slot on, or null if there is none} */
    UringTicket nextTaken(int slot) {
        for (int i = slot; i < all.length; i++) {
            UringTicket each = all[i];
            if (each != null && (each.operation() != null || each.holds)) {
                return each;
            }
        }
        return null;
    }
}
