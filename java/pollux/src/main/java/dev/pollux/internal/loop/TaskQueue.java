package dev.pollux.internal.loop;

import dev.pollux.internal.field.Fields;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;

/**
 * Tasks from any thread for a dispatcher's. Two arrays that change places: producers fill the one, the dispatcher empties
 * the other, so a task costs no node, and a turn of the loop runs what was there when it began and no more.
 *
 * <p>What producers write and what the dispatcher writes lie in objects of their own, with space between: or each write of the
 * one would take the other's cache line away.
 */
public final class TaskQueue {
    private final Filling filling = new FillingAndSpace();
    private final Emptying emptying = new EmptyingAndSpace();
    private final Runnable wakeup;

    /** @param wakeup ends the dispatcher's wait, and is called at least once for what a swap finds */
    TaskQueue(Runnable wakeup) {
        this.wakeup = wakeup;
    }

    /** Adds a task, and wakes the dispatcher if it may not find it otherwise. Returns false if no more are taken. */
    boolean add(Runnable task) {
        long batch = filling.add(task);
        if (batch == Filling.REFUSED) {
            return false;
        }
        if (batch != filling.wokenFor) {
            wakeup.run();
            filling.wokenFor = batch; // not before: who adds meanwhile wakes it too, and does not depend on this thread
        }
        return true;
    }

    /** Returns how many tasks there are to {@link #take}: what was added, once those of the last swap are gone. */
    int swap() {
        return emptying.swap(filling);
    }

    /** {@return how many wait to be run} Those of a turn under way that have not begun are among them. From any thread. */
    int size() {
        filling.lock(); // a swap moves them from the one to the other
        try {
            return filling.count + emptying.left();
        } finally {
            filling.locked = false; // by no call: who asks may have no stack left for one
        }
    }

    /** True if there are tasks that no wakeup will tell of: more than the turn had room for. The dispatcher's thread only. */
    boolean hasLeft() {
        return emptying.moreWait || emptying.taken < emptying.count;
    }

    Runnable take() {
        return emptying.take();
    }

    /** True if it has longer arrays than usual. The dispatcher's thread only, as {@link #trim}. */
    public boolean isGrown() {
        return emptying.isGrown;
    }

    /** Shortens the arrays, if much less was used since the last time. */
    void trim() {
        emptying.trim(filling);
    }

    /** For tests: how many tasks the arrays have room for. */
    public int room() {
        return emptying.tasks.length + filling.length();
    }

    void close() {
        filling.close();
    }

    private static class Filling extends ShortLock {
        static final long REFUSED = -1;
        private static final VarHandle COUNT = Fields.find(MethodHandles.lookup(), "count", int.class);

        // Changed under the lock.
        private Runnable[] tasks = new Runnable[64];
        private volatile int count;
        private long batch; // one more with each swap
        private boolean closed;

        /** A batch that the dispatcher was woken for. If that is told late, of one that is gone, it does no harm. */
        volatile long wokenFor = REFUSED;

        /** Returns the batch that the task is of. */
        long add(Runnable task) {
            lock();
            try {
                long its = closed ? REFUSED : batch;
                if (its != REFUSED) {
                    int at = count;
                    if (at == tasks.length) {
                        tasks = Arrays.copyOf(tasks, at * 2);
                    }
                    tasks[at] = task;
                    COUNT.setRelease(this, at + 1);
                }
                unlock();
                return its;
            } catch (Throwable e) { // it can't grow, or a producer has no stack left for a call
                locked = false; // so this is none
                throw e;
            }
        }

        int length() {
            lock();
            try {
                return tasks.length;
            } finally {
                unlock();
            }
        }

        /** Returns how long the array is then. */
        int trim(int most) {
            int length = length();
            int shorter = Surplus.trimmed(length, most);
            if (shorter < length) {
                Runnable[] replacement = new Runnable[shorter]; // not under the lock
                lock();
                try {
                    if (count == 0 && tasks.length == length) {
                        tasks = replacement;
                        return shorter;
                    }
                } finally {
                    unlock();
                }
            }
            return length;
        }

        void close() {
            lock();
            closed = true;
            locked = false; // not by a call: whoever closes may have no stack left
        }
    }

    /** The dispatcher's own. Other threads ask how many are {@link #left}. */
    private static class Emptying {
        private static final VarHandle TAKEN = Fields.find(MethodHandles.lookup(), "taken", int.class);

        private Runnable[] tasks = new Runnable[64];

        // Changed under the other's lock. Each task that is taken adds one to the first without it.
        private int taken;
        private int count;
        private int most; // of one swap, since the last trim
        private boolean isGrown;
        private boolean moreWait; // behind those, since before the last swap: their wakeup may have been used up

        int swap(Filling filling) {
            moreWait = filling.count > 0;
            if (moreWait && taken == count) {
                filling.lock();
                Runnable[] full = filling.tasks;
                filling.tasks = tasks;
                count = filling.count;
                filling.count = 0;
                filling.batch++;
                taken = 0;
                filling.unlock();
                isGrown |= full.length > Surplus.KEPT_LENGTH;
                most = Math.max(most, count);
                tasks = full;
                moreWait = false;
            }
            return count - taken;
        }

        void trim(Filling filling) {
            int shorter = Surplus.trimmed(tasks.length, most);
            if (shorter < tasks.length && taken == count) {
                tasks = new Runnable[shorter];
                filling.lock();
                taken = 0;
                count = 0;
                filling.unlock();
            }
            isGrown = Math.max(filling.trim(most), tasks.length) > Surplus.KEPT_LENGTH;
            most = count - taken;
        }

        Runnable take() {
            int at = taken;
            Runnable task = tasks[at];
            TAKEN.setOpaque(this, at + 1); // first: without memory for this call the task stays
            tasks[at] = null;
            return task;
        }

        /** Under the other's lock. */
        int left() {
            return count - (int) TAKEN.getOpaque(this);
        }
    }

    // The JVM lays out the fields of one class as it likes, space among them too; those of a subclass come behind.

    private static final class FillingAndSpace extends Filling {
        @SuppressWarnings("unused")
        private long space0, space1, space2, space3, space4, space5, space6, space7, space8, space9, space10, space11;
    }

    private static final class EmptyingAndSpace extends Emptying {
        @SuppressWarnings("unused")
        private long space0, space1, space2, space3, space4, space5, space6, space7, space8, space9, space10, space11;
    }
}
