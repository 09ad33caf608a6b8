package dev.pollux;

import java.util.Arrays;

/**
 * A loop's timers: a binary heap by deadline, and by order of scheduling where deadlines are equal. Each timer knows
 * its place, so that cancelling and rescheduling look for nothing and allocate nothing.
 */
final class Timers {
    static final int NOT_SCHEDULED = -1;

    /** The longest delay: deadlines compare by difference, which has to stay within half of a long's range. */
    static final long MAX_DELAY_NANOS = Long.MAX_VALUE / 2;

    /** Whose timers they are. */
    interface Loop {
        /** {@return true if the loop will look at its timers before it sleeps} */
        boolean looksAnyway();

        void wakeup();
    }

    private final Loop loop;
    private Timer[] heap = new Timer[64];
    private volatile int size; // changed under the lock
    private long nextSequence;

    Timers(Loop loop) {
        this.loop = loop;
    }

    Timer timer(Runnable task) {
        return new Timer(this, task);
    }

    void schedule(Timer timer, long delayNanos) {
        long deadlineNanos = System.nanoTime() + Math.min(Math.max(delayNanos, 0), MAX_DELAY_NANOS);
        if (put(timer, deadlineNanos) && !loop.looksAnyway()) {
            loop.wakeup(); // the loop may be waiting for a later one
        }
    }

    /** Returns true if this timer is now the first. */
    synchronized boolean put(Timer timer, long deadlineNanos) {
        boolean isNew = timer.index == NOT_SCHEDULED;
        if (isNew && size == heap.length) {
            heap = Arrays.copyOf(heap, size * 2);
        }
        int index = isNew ? size : timer.index;
        if (isNew) {
            size = index + 1;
        }
        timer.deadlineNanos = deadlineNanos;
        timer.sequence = nextSequence++;
        place(timer, index);
        return timer.index == 0;
    }

    synchronized boolean cancel(Timer timer) {
        if (timer.index == NOT_SCHEDULED) {
            return false;
        }
        removeAt(timer.index);
        return true;
    }

    synchronized boolean isScheduled(Timer timer) {
        return timer.index != NOT_SCHEDULED;
    }

    boolean isEmpty() {
        return size == 0;
    }

    /** How long to wait for something else: until the first timer is due, or the time is up; negative for ever. */
    long nanosToWait(long timeoutNanos) {
        long untilFirst = isEmpty() ? -1 : nanosUntilFirst();
        if (untilFirst < 0 || timeoutNanos < 0) {
            return Math.max(untilFirst, timeoutNanos);
        }
        return Math.min(untilFirst, timeoutNanos);
    }

    /** How long until the first timer is due; negative if there is none. */
    synchronized long nanosUntilFirst() {
        return size == 0 ? -1 : Math.max(0, heap[0].deadlineNanos - System.nanoTime());
    }

    /**
     * Takes out the first timer, if its time has come.
     *
     * @param nowNanos the time
     * @param before only timers that were scheduled before this many
     */
    synchronized Timer takeExpired(long nowNanos, long before) {
        if (size == 0 || heap[0].deadlineNanos - nowNanos > 0 || heap[0].sequence >= before) {
            return null;
        }
        Timer first = heap[0];
        removeAt(0);
        return first;
    }

    /** How many times a timer was scheduled until now. */
    synchronized long sequence() {
        return nextSequence;
    }

    private void removeAt(int index) {
        heap[index].index = NOT_SCHEDULED;
        int lastIndex = size - 1;
        size = lastIndex;
        Timer last = heap[lastIndex];
        heap[lastIndex] = null;
        if (index < lastIndex) {
            place(last, index);
        }
    }

    /** Puts a timer at an index, or where from there its deadline belongs. */
    private void place(Timer timer, int start) {
        int index = start;
        while (index > 0 && precedes(timer, heap[(index - 1) / 2])) {
            set(index, heap[(index - 1) / 2]);
            index = (index - 1) / 2;
        }
        if (index == start) {
            for (int child = firstChild(index);
                    child < size && precedes(heap[child], timer);
                    child = firstChild(index)) {
                set(index, heap[child]);
                index = child;
            }
        }
        set(index, timer);
    }

    /** The child that comes first. */
    private int firstChild(int index) {
        int child = 2 * index + 1;
        return child + 1 < size && precedes(heap[child + 1], heap[child]) ? child + 1 : child;
    }

    private void set(int index, Timer timer) {
        heap[index] = timer;
        timer.index = index;
    }

    private static boolean precedes(Timer a, Timer b) {
        long difference = a.deadlineNanos - b.deadlineNanos;
        return difference < 0 || difference == 0 && a.sequence < b.sequence;
    }
}
