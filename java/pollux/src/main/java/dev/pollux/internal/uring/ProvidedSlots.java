package dev.pollux.internal.uring;

import dev.pollux.internal.completion.ProvidedRequest;
import dev.pollux.internal.completion.lent.LentBufferPool;
import dev.pollux.internal.completion.lent.LentHome;
import dev.pollux.internal.completion.lent.LentSlot;
import dev.pollux.internal.completion.lent.LentWaiter;
import dev.pollux.internal.field.Fields;
import dev.pollux.internal.loop.ShortLock;
import dev.pollux.linux.IoUring;
import dev.pollux.linux.ProvidedBuffers;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * The slots of the port's lent buffers that the kernel takes from by itself, at the moment when there is something to read. So an
 * idle connection keeps none. Some slots stay the pool's, for what is not read by the ring's own streams.
 *
 * <p>The ring's thread alone writes to what it shares with the kernel, and needs no lock for that. What other threads give back
 * waits in a list until that thread is about to wait, or a stream finds nothing.
 */
final class ProvidedSlots implements LentHome {
    /** A smaller pool is not divided. */
    static final int FEWEST = 8;

    /**
     * The kernel has so many at first. It takes the one that it got first, so each is used in turn, and cold if they are many. It gets
     * more when it has run out of them, and they are taken back from it once it does with less.
     */
    private static final int FIRST = 64;

    private static final int RESERVED = 4; // the pool keeps one of so many

    /** How often each of the kernel's slots comes back until it is looked at whether it does with less. */
    private static final int USES = 16;

    private static final int SHARE = 2; // it is to have so many times what was out at once

    /** It keeps so many, and gets less only if half is enough: what is rarely done makes the JIT compile the callers anew. */
    private static final int KEPT = 2 * FIRST;

    private static final VarHandle AVAILABLE = Fields.find(MethodHandles.lookup(), "available", int.class);

    private final IoUring ring;
    private final RingThreads threads;
    private final LentBufferPool pool;
    private final int group;
    private final int head;
    private final Arrival[] arrivals; // of the slots that the kernel has, or had, by their index
    private final ShortLock lock = new ShortLock();

    /** Waits at the pool while the kernel has got none. */
    private final LentWaiter waiter = new LentWaiter() {
        @Override
        protected void lent(LentSlot slot) {
            keep(slot);
        }
    };

    // The ring's thread's own.
    private ProvidedBuffers buffers;
    private int most; // that the kernel gets
    private int provided; // that it has got
    private Arrival unused; // for the next one that it gets
    private int wanted; // that it is to have
    private int mostOut; // of them at once, since it was looked at that the last time
    private int untilLook; // so many come back before the next time
    private Arrival firstSurplus; // of what others have given back, and goes to the pool
    private volatile int available; // for the kernel, as far as completions have told: written by the ring's thread

    // Written under the lock. The ring's thread looks without it whether there is something.
    private volatile Arrival firstReturned; // by others
    private volatile ProvidedRequest firstStarved;
    private int returned;
    private LentSlot spare; // the pool's, for the kernel

    /**
     * @param group its number, for entries
     * @param head how many of the bytes before each slot are the kernel's, too
     */
    ProvidedSlots(IoUring ring, RingThreads threads, LentBufferPool pool, int group, int head) {
        this.ring = ring;
        this.threads = threads;
        this.pool = pool;
        this.group = group;
        this.head = head;
        arrivals = new Arrival[pool.count()];
    }

    LentBufferPool pool() {
        return pool;
    }

    /** Registers the group with the kernel, and gives it its slots. On the ring's thread, before the first entry that uses it. */
    void makeReady() throws IOException {
        if (buffers == null) {
            register();
        }
        if (provided == 0) {
            provide(FIRST);
        }
    }

    private void register() throws IOException {
        int count = Math.min(ProvidedBuffers.MAX_COUNT, pool.count() - pool.count() / RESERVED);
        int entries = Integer.highestOneBit(count);
        entries = entries == count ? entries : Math.min(ProvidedBuffers.MAX_COUNT, 2 * entries);
        buffers = ring.registrations().provideBuffers(group, entries, 0, 0);
        pool.addHome(this);
        most = count;
    }

    /** Gives the kernel so many slots more, if there are. Returns false if there is none. On the ring's thread. */
    private boolean provide(int more) {
        int upTo = Math.min(most, provided + more);
        int before = provided;
        while (provided < upTo) {
            if (unused == null) {
                unused = new Arrival(); // first: a slot would be lost without memory for that
            }
            LentSlot slot = take();
            if (slot == null) {
                break;
            }
            if (arrivals[slot.index()] == null) { // else the kernel had it before
                unused.slot = slot;
                arrivals[slot.index()] = unused;
                unused = null;
            }
            slot.home(this);
            provided++;
            add(slot);
        }
        keepAll();
        return provided > before;
    }

    /** The kernel is to have what it has, until that was used for a while. */
    private void keepAll() {
        wanted = provided;
        mostOut = provided - available;
        untilLook = USES * provided;
    }

    private LentSlot take() {
        lock.lock();
        LentSlot slot = spare;
        spare = null;
        lock.unlock();
        return slot != null ? slot : pool.take();
    }

    /** {@return the group's number, for entries} */
    int group() {
        return group;
    }

    /** The kernel has filled a slot. On the ring's thread. */
    Arrival taken(int index) {
        int left = available - 1;
        AVAILABLE.setRelease(this, left);
        mostOut = Math.max(mostOut, provided - left);
        return arrivals[index];
    }

    private void add(LentSlot slot) {
        buffers.add(slot.address() - head, head + pool.size(), slot.index());
        buffers.publish();
        AVAILABLE.setRelease(this, available + 1);
    }

    /**
     * Gives the kernel what others have given back, as far as it is to have it. The rest is left to {@link #leaveSurplus}. On the ring's
     * thread.
     */
    void addReturned() {
        if (firstReturned == null) {
            return;
        }
        Arrival back;
        lock.lock();
        back = firstReturned;
        firstReturned = null;
        returned = 0;
        lock.unlock();
        while (back != null) {
            Arrival next = back.nextReturned;
            if (isTooMany()) {
                back.nextReturned = firstSurplus;
                firstSurplus = back;
            } else {
                back.nextReturned = null;
                add(back.slot);
            }
            back = next;
        }
    }

    /** Gives the rest to the pool. Somebody may wait for it there, and submits: so without a lock. On the ring's thread. */
    void leaveSurplus() {
        Arrival each = firstSurplus;
        firstSurplus = null;
        while (each != null) {
            Arrival next = each.nextReturned;
            each.nextReturned = null;
            leave(each.slot);
            each = next;
        }
    }

    /** Whether the kernel has more than it is to have, which a slot that comes back is taken off from. On the ring's thread. */
    private boolean isTooMany() {
        if (--untilLook <= 0) {
            int enough = Math.max(KEPT, SHARE * mostOut);
            wanted = 2 * enough <= provided ? enough : provided;
            mostOut = provided - available; // some stay out for long
            untilLook = USES * wanted;
        }
        if (provided <= wanted) {
            return false;
        }
        provided--;
        return true;
    }

    private static void leave(LentSlot slot) {
        slot.home(null);
        slot.giveBack();
    }

    @Override
    public void cameBack(LentSlot slot) {
        if (threads.isOwner()) {
            if (firstStarved == null) { // none begins to wait on another thread
                if (isTooMany()) {
                    leave(slot);
                } else {
                    add(slot);
                }
                return;
            }
            add(slot);
            lock.lock();
        } else {
            Arrival back = arrivals[slot.index()];
            lock.lock();
            back.nextReturned = firstReturned;
            firstReturned = back;
            returned++;
        }
        ProvidedRequest starved = takeStarved();
        lock.unlock();
        goOn(starved);
    }

    /** The pool has lent one for the kernel. On any thread. */
    private void keep(LentSlot slot) {
        lock.lock();
        boolean isOneMore = spare != null; // the wait has begun again before this one came
        if (!isOneMore) {
            spare = slot;
        }
        ProvidedRequest starved = takeStarved();
        lock.unlock();
        if (isOneMore) {
            slot.giveBack();
        }
        goOn(starved);
    }

    /** Takes all that wait. Under the lock. */
    private ProvidedRequest takeStarved() {
        ProvidedRequest starved = firstStarved;
        firstStarved = null;
        return starved;
    }

    private static void goOn(ProvidedRequest first) {
        ProvidedRequest starved = first;
        while (starved != null) {
            ProvidedRequest next = starved.nextStarved;
            starved.nextStarved = null;
            starved.goesOn();
            starved = next;
        }
    }

    @Override
    public int held() {
        lock.lock();
        try {
            return available + returned + (spare == null ? 0 : 1);
        } finally {
            lock.unlock();
        }
    }

    /**
     * The kernel had no slot for a request. Returns false if it has one by now, else the request waits. On the ring's thread.
     *
     * @throws IOException if the kernel takes none
     */
    boolean waits(ProvidedRequest request) throws IOException {
        addReturned();
        leaveSurplus();
        makeReady();
        keepAll();
        if (provided == 0) {
            LentSlot slot = pool.take(waiter);
            if (slot != null) {
                keep(slot);
            }
        }
        if (2 * available < provided
                && provide(provided)) { // else the next ones of the same burst would double it again
            return false;
        }
        lock.lock();
        try {
            if (available > 0 || firstReturned != null || spare != null) {
                return false;
            }
            request.nextStarved = firstStarved;
            firstStarved = request;
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Ends a request's wait. Returns false if it does not wait. */
    boolean leave(ProvidedRequest request) {
        lock.lock();
        try {
            ProvidedRequest before = null;
            for (ProvidedRequest each = firstStarved; each != null; before = each, each = each.nextStarved) {
                if (each == request) {
                    if (before == null) {
                        firstStarved = each.nextStarved;
                    } else {
                        before.nextStarved = each.nextStarved;
                    }
                    each.nextStarved = null;
                    return true;
                }
            }
            return false;
        } finally {
            lock.unlock();
        }
    }
}
