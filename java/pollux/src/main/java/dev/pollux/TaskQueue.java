package dev.pollux;

import java.util.Arrays;

/**
 * Tasks from any thread for a dispatcher's. Two arrays that change places: producers fill the one, the dispatcher empties
 * the other, so a task costs no node, and a turn of the loop runs what was there when it began and no more.
 */
final class TaskQueue {
    private Runnable[] filling = new Runnable[64];
    private int filled;
    private Runnable[] emptying = new Runnable[64]; // the dispatcher's own between two calls of swap
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

    /** Takes what was added; returns how many, to be had by {@link #take}. */
    synchronized int swap() {
        int count = filled;
        if (count > 0) {
            Runnable[] full = filling;
            filling = emptying;
            emptying = full;
            filled = 0;
        }
        return count;
    }

    Runnable take(int index) {
        Runnable task = emptying[index];
        emptying[index] = null;
        return task;
    }

    synchronized void close() {
        closed = true;
    }
}
