package dev.pollux.windows;

import dev.pollux.internal.field.Fields;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToLongFunction;

/**
 * A pool of {@link Overlapped} operations, whose native blocks lie in slabs: the address that comes with a completion leads
 * back to its object by arithmetic, and no memory is read to find out whether it is one of the pool's.
 *
 * <p>All methods may be called from any thread. Nothing is allocated once the pool has grown to what is outstanding at once. It
 * shrinks when {@link #trim()} is called, not by itself.
 *
 * <p>The memory is freed when the pool is closed <i>and</i> all operations were given back. Until then the pool is reachable
 * from a static field: one that the program forgets is never freed under the system's hands.
 *
 * <p>{@link OverlappedFile} has an example.
 */
public final class OverlappedPool implements AutoCloseable {
    private static final int FIRST_SLAB = 32; // blocks, so 20 KiB
    private static final int MAX_SLAB = 4096;
    private static final int KEPT = 1024; // blocks that no trim drops: 640 KiB

    /** What keeps the pools, and so the blocks, alive. */
    private static final Set<OverlappedPool> LIVE = ConcurrentHashMap.newKeySet();

    private static final VarHandle HEAD = Fields.find(MethodHandles.lookup(), "head", long.class);
    private static final VarHandle OUTSTANDING = Fields.find(MethodHandles.lookup(), "outstanding", int.class);

    private record Slab(long address, Overlapped[] operations) {
        boolean has(Overlapped operation) {
            int offset = operation.index - operations[0].index;
            return offset >= 0 && offset < operations.length;
        }
    }

    private final ToLongFunction<ByteBuffer> addressOf;

    // Replaced as a whole, under the lock, when the pool grows or shrinks. Where a slab was dropped, the second has
    // nulls.
    private volatile Slab[] slabs = {};
    private volatile Overlapped[] all = {};

    /** The list of free ones: in the lower half the first's index + 1, in the upper half a count, against ABA. */
    private volatile long head;

    private volatile int outstanding;
    private int most; // that were outstanding at once since the last trim; no exact number, as threads race
    private volatile boolean closed;

    OverlappedPool(ToLongFunction<ByteBuffer> addressOf) {
        this.addressOf = addressOf;
    }

    /**
     * Makes a pool, empty as yet.
     *
     * @return the pool
     * @throws UnsupportedOperationException if there is no binding to the Windows calls here
     */
    public static OverlappedPool create() {
        OverlappedPool pool = new OverlappedPool(Windows.addresses());
        LIVE.add(pool);
        return pool;
    }

    /**
     * Takes an operation out of the pool: the one that was given back last.
     *
     * @return an idle one, to be given back by {@link Overlapped#release()}
     * @throws IllegalStateException if the pool is closed, or if the system wrote to a free operation, which shows that it
     *     was released before its completion was dequeued
     */
    public Overlapped acquire() {
        int taken = (int) OUTSTANDING.getAndAdd(this, 1) + 1; // first, so that a close that does not see it is seen
        if (taken > most) {
            most = taken;
        }
        boolean acquired = false;
        try {
            if (closed) {
                throw new IllegalStateException("the pool is closed");
            }
            Overlapped operation = pop();
            operation.acquired();
            acquired = true;
            return operation;
        } finally {
            if (!acquired) {
                oneLess();
            }
        }
    }

    private Overlapped pop() {
        while (true) {
            long before = head;
            int first = (int) before;
            if (first == 0) {
                grow();
                continue;
            }
            Overlapped[] now = all;
            Overlapped operation = first <= now.length ? now[first - 1] : null;
            if (operation == null) {
                continue; // its slab was dropped meanwhile: the head is another
            }
            if (HEAD.compareAndSet(this, before, next(before, operation.nextFree))) {
                return operation;
            }
        }
    }

    private void push(Overlapped operation) {
        long before;
        do {
            before = head;
            operation.nextFree = (int) before;
        } while (!HEAD.compareAndSet(this, before, next(before, operation.index + 1)));
    }

    private static long next(long before, int first) {
        return (before >>> 32) + 1 << 32 | first;
    }

    private synchronized void grow() {
        if ((int) head != 0) {
            return; // another thread was here before, or gave one back
        }
        int blocks = Math.min(Math.max(capacity(), FIRST_SLAB), MAX_SLAB);
        int from = firstFreeRange(blocks);
        ByteBuffer memory = ByteBuffer.allocateDirect(blocks * Block.SIZE + Block.ALIGNMENT)
                .alignedSlice(Block.ALIGNMENT)
                .order(ByteOrder.nativeOrder());
        long address = addressOf.applyAsLong(memory);
        Overlapped[] operations = new Overlapped[blocks];
        Overlapped[] grown = Arrays.copyOf(all, Math.max(all.length, from + blocks));
        for (int i = 0; i < blocks; i++) {
            int at = i * Block.SIZE;
            operations[i] = new Overlapped(this, from + i, memory, at, address + at);
            grown[from + i] = operations[i];
        }
        Slab[] more = Arrays.copyOf(slabs, slabs.length + 1);
        more[slabs.length] = new Slab(address, operations);
        all = grown;
        slabs = more;
        for (int i = blocks - 1; i >= 0; i--) {
            push(operations[i]);
        }
    }

    /** Where so many places follow each other that are nobody's. They are at the end, if there are none before. */
    private int firstFreeRange(int blocks) {
        int from = 0;
        for (int i = 0; i < all.length && i - from < blocks; i++) {
            if (all[i] != null) {
                from = i + 1;
            }
        }
        return from;
    }

    /** {@return true if there is something that {@link #trim} may drop} */
    public boolean isGrown() {
        return all.length > KEPT;
    }

    /**
     * Lets go of slabs of which nothing is taken: if at most a quarter of all was outstanding at once since the last trim,
     * until half of them is left, {@value #KEPT} at least. The memory is the garbage collector's then. A slab is of up to
     * {@value #MAX_SLAB} operations, and stays as long as one of them is taken.
     */
    public synchronized void trim() {
        int needed = most;
        most = outstanding;
        int blocks = capacity();
        if (blocks <= KEPT || needed > blocks / 4) {
            return;
        }
        Slab[] before = slabs;
        int[] free = new int[before.length];
        Overlapped[] places = all.clone();
        Slab[] kept = new Slab[before.length];
        // From here on whatever is taken off the list is put back, or dropped.
        int list = takeList();
        for (int each = list; each != 0; each = all[each - 1].nextFree) {
            free[slabOf(before, all[each - 1])]++;
        }
        int left = blocks;
        int count = 0;
        for (int i = before.length - 1; i >= 0; i--) { // the newest first, which are the largest
            Overlapped[] its = before[i].operations;
            if (free[i] == its.length && left - its.length >= Math.max(KEPT, blocks / 2)) {
                left -= its.length;
                Arrays.fill(places, its[0].index, its[0].index + its.length, null);
            } else {
                kept[count++] = before[i];
            }
        }
        Overlapped[] old = all;
        try {
            slabs = Arrays.copyOf(kept, count);
            all = places;
        } finally { // without memory nothing is dropped
            for (int each = list, next; each != 0; each = next) {
                next = old[each - 1].nextFree;
                if (all[each - 1] != null) {
                    push(old[each - 1]);
                }
            }
        }
    }

    /** Takes all free ones at once. Returns the first's index + 1. A thread that finds none waits in {@link #grow} for the lock. */
    private int takeList() {
        long before;
        do {
            before = head;
        } while (!HEAD.compareAndSet(this, before, next(before, 0)));
        return (int) before;
    }

    private static int slabOf(Slab[] slabs, Overlapped operation) {
        int i = 0;
        while (!slabs[i].has(operation)) {
            i++;
        }
        return i;
    }

    /** Called by {@link Overlapped#release()}. */
    void giveBack(Overlapped operation) {
        push(operation);
        oneLess();
    }

    private void oneLess() {
        int left = (int) OUTSTANDING.getAndAdd(this, -1) - 1;
        if (left == 0 && closed) {
            free();
        }
    }

    /**
     * Finds the operation that an address is of.
     *
     * @param address any number, such as {@link Completions#overlappedAddress}
     * @return the operation, or null if the address is not that of one of this pool's
     */
    public Overlapped find(long address) {
        for (Slab slab : slabs) {
            long offset = address - slab.address;
            if (offset >= 0 && offset < (long) slab.operations.length * Block.SIZE) {
                return offset % Block.SIZE == 0 ? slab.operations[(int) (offset / Block.SIZE)] : null;
            }
        }
        return null;
    }

    /** {@return the number of operations that were taken out and not given back} */
    public int outstanding() {
        return outstanding;
    }

    /** {@return the number of operations that the pool has memory for} */
    public int capacity() {
        int blocks = 0;
        for (Slab slab : slabs) {
            blocks += slab.operations.length;
        }
        return blocks;
    }

    /**
     * Closes the pool: it hands out nothing more. Its memory is freed when the last operation was given back. A second call
     * does nothing.
     */
    @Override
    public void close() {
        closed = true;
        if (outstanding == 0) {
            free();
        }
    }

    /** Lets go of the memory. May be called more than once. */
    private void free() {
        LIVE.remove(this);
        slabs = new Slab[0];
        all = new Overlapped[0];
    }

    /** What tells one list of free ones from another with the same beginning. */
    int listCount() {
        return (int) (head >>> 32);
    }

    /** {@return true if the memory is kept, whatever the program does} */
    boolean isRooted() {
        return LIVE.contains(this);
    }
}
