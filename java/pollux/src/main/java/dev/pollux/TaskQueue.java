package dev.pollux;

import java.util.Arrays;

/**
 * Tasks from any thread for a dispatcher's. Two arrays that change places: producers fill the one, the dispatcher empties
 * the other, so a task costs no node, and a turn of the loop runs what was there when it began and no more.
 */
final class TaskQueue {
    private Runnable[] filling = new Runnable[64];
    private int filled;

    // The dispatcher's own between two calls of swap.
    private Runnable[] emptying = new Runnable[64];
    private int taken;
    private int toTake;
    private boolean moreWait; // behind those, since before the last swap: their wakeup may have been used up

    private boolean closed;

    /** Adds a task; returns false if no more are taken. */
    synchronized boolean add(Runnable task) {
        if (closed) {
            return false;
        }
        if (filled == filling.length) {
            filling = Arrays.copyOf(filling, filled * 2);
        }
        filling[filled++] = task;
        return true;
    }

    /** Returns how many tasks there are to {@link #take}: what was added, once those of the last swap are gone. */
    synchronized int swap() {
        if (taken == toTake) {
            Runnable[] full = filling;
            filling = emptying;
            emptying = full;
            toTake = filled;
            taken = 0;
            filled = 0;
        }
        moreWait = filled > 0;
        return toTake - taken;
    }

    /** True if there are tasks that no wakeup will tell of: more than the turn had room for. The dispatcher's thread only. */
    boolean hasLeft() {
        return moreWait || taken < toTake;
    }

    Runnable take() {
        Runnable task = emptying[taken];
        emptying[taken++] = null;
        return task;
    }

    synchronized void close() {
        closed = true;
    }
}
