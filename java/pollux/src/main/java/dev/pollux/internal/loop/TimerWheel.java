package dev.pollux.internal.loop;

/**
 * The timers that are not due soon: a hierarchical timing wheel (Varghese and Lauck). A slot is a list, in no order: what
 * comes up is sorted by the {@link TimerHeap} that it goes to, so deadlines stay exact. Slots of the first level are a
 * tick wide, those of the next a turn of the first. Guarded by {@link Timers}.
 *
 * <p>A timer that is put off stays in its slot, which only comes up too early for it: then it is filed again.
 */
final class TimerWheel {
    private static final int TICK_SHIFT = 20; // about a millisecond
    private static final int SLOT_BITS = 10;
    private static final int SLOTS = 1 << SLOT_BITS;
    private static final int LEVELS = 5; // 63 - 20 bits, rounded up
    private static final long NEVER = Long.MAX_VALUE;

    private static final class Level {
        final TimerWork[] heads = new TimerWork[SLOTS];
        final long[] earliest = new long[SLOTS]; // no timer of the slot is due before; a cancel does not raise it
        final long[] occupied = new long[SLOTS / Long.SIZE];
        int occupiedCount;

        /** How many slots after this one the next with timers is. There has to be one. */
        int distance(int from) {
            int word = from / Long.SIZE;
            long bits = occupied[word] & -1L << from;
            while (bits == 0) {
                word = (word + 1) % occupied.length;
                bits = occupied[word];
            }
            return word * Long.SIZE + Long.numberOfTrailingZeros(bits) - from & SLOTS - 1;
        }
    }

    private final long originNanos; // times are counted from here: they never wrap
    private final Level[] levels = new Level[LEVELS]; // made when one is needed
    private long cursor; // the tick that all was filed by; timers up to it are the heap's
    private long first = NEVER; // no timer here is due before

    TimerWheel(long originNanos) {
        this.originNanos = originNanos;
    }

    /** True if no timer here is due at that time. */
    boolean isLater(long timeNanos) {
        return timeNanos - originNanos < first;
    }

    /** No timer here is due before this time. There has to be one. */
    long firstNanos() {
        return originNanos + first;
    }

    boolean hasFirst() {
        return first != NEVER;
    }

    /**
     * Where a timer of that deadline is to be filed, or {@link Timers#NOT_SCHEDULED} if it is due too soon. It comes before {@link
     * #add}, and before anything is changed, because it may fail for lack of memory.
     */
    int placeFor(long deadlineNanos) {
        long tick = deadlineNanos - originNanos >> TICK_SHIFT;
        if (tick <= cursor) {
            return Timers.NOT_SCHEDULED;
        }
        int shift = 0;
        int depth = 0;
        while ((tick >> shift) - (cursor >> shift) >= SLOTS) {
            shift += SLOT_BITS;
            depth++;
        }
        if (levels[depth] == null) {
            levels[depth] = new Level();
        }
        return Timers.FIRST_IN_WHEEL - (depth << SLOT_BITS | (int) (tick >> shift) & SLOTS - 1);
    }

    /** Files a timer where {@link #placeFor} says. */
    void add(TimerWork timer, int place) {
        long deadline = timer.deadlineNanos - originNanos;
        Level level = levelOf(place);
        int slot = slotOf(place);
        TimerWork head = level.heads[slot];
        if (head == null) {
            level.occupied[slot / Long.SIZE] |= 1L << slot;
            level.occupiedCount++;
            level.earliest[slot] = deadline;
        } else {
            head.previous = timer;
            timer.next = head;
            if (deadline < level.earliest[slot]) {
                level.earliest[slot] = deadline;
            }
        }
        level.heads[slot] = timer;
        timer.place = place;
        if (deadline < first) {
            first = deadline;
        }
    }

    private Level levelOf(int place) {
        return levels[Timers.FIRST_IN_WHEEL - place >> SLOT_BITS];
    }

    private static int slotOf(int place) {
        return Timers.FIRST_IN_WHEEL - place & SLOTS - 1;
    }

    void remove(TimerWork timer) {
        TimerWork next = timer.next;
        TimerWork previous = timer.previous;
        if (next != null) {
            next.previous = previous;
            timer.next = null;
        }
        if (previous != null) {
            previous.next = next;
            timer.previous = null;
            return;
        }
        setHead(levelOf(timer.place), slotOf(timer.place), next);
    }

    private static void setHead(Level level, int slot, TimerWork head) {
        level.heads[slot] = head;
        if (head == null) {
            setEmpty(level, slot);
        }
    }

    private static void setEmpty(Level level, int slot) {
        level.occupied[slot / Long.SIZE] &= ~(1L << slot);
        level.occupiedCount--;
    }

    /**
     * Hands what is due at that time, or within the same tick, to the heap. A timer leaves its slot only when there is room for
     * it elsewhere: if memory is short, the rest stays where it is, and the next call goes on with it.
     */
    void advance(long nowNanos, TimerHeap due) {
        long nowTick = nowNanos - originNanos >> TICK_SHIFT;
        int depth;
        while ((depth = depthOfNext()) >= 0 && startOfNext(depth) <= nowTick) {
            cursor = startOfNext(depth);
            Level level = levels[depth];
            int slot = (int) (cursor >> depth * SLOT_BITS) & SLOTS - 1;
            for (TimerWork timer; (timer = level.heads[slot]) != null; ) {
                int place = placeFor(timer.deadlineNanos);
                if (place == Timers.NOT_SCHEDULED) {
                    due.makeRoom();
                    takeHead(level, slot, timer);
                    due.add(timer);
                } else {
                    takeHead(level, slot, timer);
                    add(timer, place);
                }
            }
        }
        cursor = Math.max(cursor, nowTick);
        first = depth < 0 ? NEVER : earliest();
    }

    private static void takeHead(Level level, int slot, TimerWork head) {
        TimerWork next = head.next;
        head.next = null;
        if (next != null) {
            next.previous = null;
        }
        setHead(level, slot, next);
    }

    /** The level whose next slot starts first, or -1. */
    private int depthOfNext() {
        int found = -1;
        for (int depth = 0; depth < LEVELS; depth++) {
            if (isOccupied(depth) && (found < 0 || startOfNext(depth) < startOfNext(found))) {
                found = depth;
            }
        }
        return found;
    }

    private boolean isOccupied(int depth) {
        return levels[depth] != null && levels[depth].occupiedCount > 0;
    }

    /** The tick at which a level's next slot starts. */
    private long startOfNext(int depth) {
        int shift = depth * SLOT_BITS;
        long unit = cursor >> shift;
        return unit + levels[depth].distance((int) unit & SLOTS - 1) << shift;
    }

    /** A wide slot may start before a narrow one, and its first timer be due after it: each level is asked. */
    private long earliest() {
        long earliest = NEVER;
        for (int depth = 0; depth < LEVELS; depth++) {
            if (isOccupied(depth)) {
                int slot = (int) (startOfNext(depth) >> depth * SLOT_BITS) & SLOTS - 1;
                earliest = Math.min(earliest, levels[depth].earliest[slot]);
            }
        }
        return earliest;
    }
}
