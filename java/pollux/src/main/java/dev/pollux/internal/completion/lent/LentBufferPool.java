package dev.pollux.internal.completion.lent;

import dev.pollux.internal.loop.ShortLock;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;

/**
 * The buffers that a port lends: slots of one block of memory, which is made when the first is taken. The slot that came back last
 * is lent first, and those that were never needed are not touched: what a turn needs stays in the processor's cache. Who finds none
 * waits, and they are served in turn. The memory lives for as long as one of its buffers does. All methods may be called from any
 * thread.
 */
public final class LentBufferPool {
    /** Of the processor's cache, in bytes. A copy to where no line begins costs up to twice as much. */
    private static final int LINE = 64;

    private final int count;
    private final int size;
    private final int stride; // from one slot to the next
    private final int head;
    private final ToLongFunction<ByteBuffer> addresses;
    private final LentChecks checks; // null if nobody checks

    // Guarded by this object.
    private ByteBuffer memory;
    private long address;

    // Guarded by the lock, which each message takes twice: a monitor costs twice as much.
    private final ShortLock lock = new ShortLock();
    private int made; // slots
    private LentSlot first;
    private int free;
    private volatile LentWaiter firstWaiter; // also looked at without the lock
    private LentWaiter lastWaiter;
    private final List<LentHome> homes = new CopyOnWriteArrayList<>(); // of the slots that have one

    /**
     * @param count how many slots there are
     * @param size how many bytes each has
     * @param head how many bytes lie before those, for what the system says of a datagram, if there is room
     * @param checked whether each lending is followed
     * @param addresses tells where memory is
     * @param reports takes what the checks find
     */
    public LentBufferPool(
            int count,
            int size,
            int head,
            boolean checked,
            ToLongFunction<ByteBuffer> addresses,
            Consumer<Throwable> reports) {
        this.count = count;
        this.size = size;
        long lines = (size + (long) head - 1) / LINE + 1;
        long padded = (lines | 1) * LINE; // an odd number of lines: else many would fall on the same sets of the cache
        boolean fits = count * padded + LINE <= Integer.MAX_VALUE;
        stride = fits ? (int) padded : size;
        this.head = fits ? head : 0;
        this.addresses = addresses;
        checks = checked ? new LentChecks(reports) : null;
    }

    /** {@return how many slots there are} */
    public int count() {
        return count;
    }

    /** {@return how many bytes each has} */
    public int size() {
        return size;
    }

    /** {@return how many bytes lie before each} */
    public int head() {
        return head;
    }

    boolean isChecked() {
        return checks != null;
    }

    LentChecks checks() {
        return checks;
    }

    /** {@return all of it: each slot, with the bytes before it} */
    public synchronized ByteBuffer memory() {
        if (memory == null) {
            int bytes = Math.multiplyExact(count, stride);
            memory = stride == size
                    ? ByteBuffer.allocateDirect(bytes)
                    : ByteBuffer.allocateDirect(bytes + LINE).alignedSlice(LINE);
        }
        return memory;
    }

    /** {@return where in the memory the bytes before a slot begin} */
    int headAt(int index) {
        return index * stride;
    }

    /** {@return where a slot's memory begins} */
    synchronized long address(int index) {
        if (address == 0) {
            address = addresses.applyAsLong(memory());
        }
        return address + headAt(index) + head;
    }

    /** {@return a slot, or null if none is free and so the waiter gets one later} */
    public LentSlot take(LentWaiter waiter) {
        lock.lock();
        try {
            LentSlot slot = firstWaiter == null ? takeFree() : null; // nobody overtakes those who wait
            if (slot == null && !waiter.waits) {
                enter(waiter);
            }
            return slot;
        } finally {
            lock.unlock();
        }
    }

    /** {@return a slot, or null if none is free} */
    public LentSlot take() {
        lock.lock();
        try {
            return firstWaiter == null ? takeFree() : null;
        } finally {
            lock.unlock();
        }
    }

    private LentSlot takeFree() {
        LentSlot slot = first;
        if (slot != null) {
            first = slot.next;
            slot.next = null;
            free--;
            return slot;
        }
        return made < count ? make() : null;
    }

    private LentSlot make() {
        LentSlot slot = new LentSlot(this, made, memory().slice(headAt(made) + head, size));
        made++;
        return slot;
    }

    /** Ends a wait. Returns false if it has got a slot, or is about to, or does not wait. */
    public boolean leave(LentWaiter waiter) {
        lock.lock();
        try {
            boolean waited = waiter.waits;
            if (waited) {
                takeOut(waiter);
            }
            return waited;
        } finally {
            lock.unlock();
        }
    }

    private void enter(LentWaiter waiter) {
        waiter.waits = true;
        waiter.previous = lastWaiter;
        if (lastWaiter == null) {
            firstWaiter = waiter;
        } else {
            lastWaiter.next = waiter;
        }
        lastWaiter = waiter;
    }

    private void takeOut(LentWaiter waiter) {
        waiter.waits = false;
        if (waiter.previous == null) {
            firstWaiter = waiter.next;
        } else {
            waiter.previous.next = waiter.next;
        }
        if (waiter.next == null) {
            lastWaiter = waiter.previous;
        } else {
            waiter.next.previous = waiter.previous;
        }
        waiter.next = null;
        waiter.previous = null;
    }

    void giveBack(LentSlot slot) {
        LentHome its = slot.home;
        if (its != null
                && firstWaiter == null) { // who begins to wait now gets a slot that has no home: not all have one
            its.cameBack(slot);
            return;
        }
        LentWaiter waiter;
        LentHome goesTo = null;
        lock.lock();
        try {
            waiter = firstWaiter;
            if (waiter != null) {
                takeOut(waiter);
            } else if (slot.home != null) {
                goesTo = slot.home;
            } else {
                put(slot);
            }
        } finally {
            lock.unlock();
        }
        if (waiter != null) {
            waiter.lent(slot);
        } else if (goesTo != null) {
            goesTo.cameBack(slot);
        }
    }

    private void put(LentSlot slot) {
        slot.next = first;
        first = slot;
        free++;
    }

    /** Has slots go there, too, that a {@link LentSlot#home} was told of. */
    public void addHome(LentHome home) {
        homes.add(home);
    }

    /** {@return how many are neither free nor unused} */
    public int taken() {
        lock.lock();
        int out = made - free;
        lock.unlock();
        for (LentHome each : homes) {
            out -= each.held();
        }
        return out;
    }

    /** The port is closed. It waits for none, and if somebody checks, those that are out are told. */
    public void portClosed() {
        if (checks != null) {
            checks.tellAll();
        }
    }
}
