package dev.pollux.internal.loop;

import java.util.Arrays;

/**
 * The timers that are due soon: a binary heap by deadline, and by order of scheduling where deadlines are equal. Each
 * timer knows its index, so that taking one out looks for nothing. Guarded by {@link Timers}.
 */
final class TimerHeap {
    private TimerWork[] heap = new TimerWork[64];
    private int size;
    private int marked = heap.length; // at this size it grows, or notes that it needs its length
    private boolean isNeeded;

    /** Returns the first timer, or null. */
    TimerWork first() {
        return heap[0];
    }

    /** Comes before {@link #add}, and before anything is changed, because it may fail for lack of memory. */
    void makeRoom() {
        if (size == marked) {
            reachMark();
        }
    }

    void add(TimerWork timer) {
        siftUp(timer, size++);
    }

    private void reachMark() {
        if (size == heap.length) {
            heap = Arrays.copyOf(heap, size * 2);
        }
        marked = heap.length;
        isNeeded = true;
    }

    /** Halves its length, if no more than a quarter of it was used since the last time. */
    void trim() {
        if (isGrown() && !isNeeded) {
            heap = Arrays.copyOf(heap, heap.length / 2);
        }
        isNeeded = size > heap.length / 4;
        marked = isNeeded ? heap.length : heap.length / 4 + 1;
    }

    boolean isGrown() {
        return heap.length > Surplus.KEPT_LENGTH;
    }

    int length() {
        return heap.length;
    }

    void remove(TimerWork timer) {
        int index = timer.place;
        TimerWork last = heap[--size];
        heap[size] = null;
        if (last == timer) {
            return;
        }
        if (index > 0 && precedes(last, heap[(index - 1) / 2])) {
            siftUp(last, index);
        } else {
            siftDown(last, index);
        }
    }

    private void siftUp(TimerWork timer, int start) {
        int index = start;
        while (index > 0 && precedes(timer, heap[(index - 1) / 2])) {
            set(index, heap[(index - 1) / 2]);
            index = (index - 1) / 2;
        }
        set(index, timer);
    }

    private void siftDown(TimerWork timer, int start) {
        int index = start;
        int child = firstChild(index);
        while (child < size && precedes(heap[child], timer)) {
            set(index, heap[child]);
            index = child;
            child = firstChild(index);
        }
        set(index, timer);
    }

    /** The child that comes first. */
    private int firstChild(int index) {
        int child = 2 * index + 1;
        return child + 1 < size && precedes(heap[child + 1], heap[child]) ? child + 1 : child;
    }

    private void set(int index, TimerWork timer) {
        heap[index] = timer;
        timer.place = index;
    }

    private static boolean precedes(TimerWork a, TimerWork b) {
        long difference = a.deadlineNanos - b.deadlineNanos;
        return difference < 0 || difference == 0 && a.sequence < b.sequence;
    }
}
