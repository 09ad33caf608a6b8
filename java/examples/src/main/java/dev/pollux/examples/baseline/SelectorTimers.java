package dev.pollux.examples.baseline;

import java.util.Arrays;

/** The timers of a {@link SelectorLoop}: a binary heap that knows each timer's place. On the loop's thread only. */
public final class SelectorTimers {
    private static final int NOT_SCHEDULED = -1;

    private Timer[] heap = new Timer[16];
    private int count;

    SelectorTimers() {}

    /** A task for later, and for later again. */
    public final class Timer {
        private final Runnable task;
        private long deadlineNanos;
        private int place = NOT_SCHEDULED;

        private Timer(Runnable task) {
            this.task = task;
        }

        /** Has the task run after a delay, in place of the time it was scheduled for. Never early. */
        public void schedule(long delayNanos) {
            cancel();
            deadlineNanos = System.nanoTime() + Math.max(0, delayNanos);
            if (count == heap.length) {
                heap = Arrays.copyOf(heap, 2 * count);
            }
            up(this, count++);
        }

        /** Takes the schedule back. Returns whether there was one. */
        public boolean cancel() {
            if (place == NOT_SCHEDULED) {
                return false;
            }
            remove(place);
            return true;
        }

        private boolean isBefore(Timer other) {
            return deadlineNanos - other.deadlineNanos < 0;
        }
    }

    Timer timer(Runnable task) {
        return new Timer(task);
    }

    /** Returns 0 if one is due, and -1 if there is none. */
    long nanosUntilNext() {
        return count == 0 ? -1 : Math.max(0, heap[0].deadlineNanos - System.nanoTime());
    }

    /** Runs those that are due now. One that is scheduled meanwhile waits for the next turn. */
    void fire() {
        if (count == 0) {
            return;
        }
        long nowNanos = System.nanoTime();
        while (count > 0 && heap[0].deadlineNanos - nowNanos < 0) {
            Timer due = heap[0];
            remove(0);
            SelectorTasks.run(due.task);
        }
    }

    private void remove(int place) {
        heap[place].place = NOT_SCHEDULED;
        Timer last = heap[--count];
        heap[count] = null;
        if (place < count) {
            down(last, place);
            if (last.place == place) {
                up(last, place);
            }
        }
    }

    private void up(Timer timer, int from) {
        int at = from;
        while (at > 0 && timer.isBefore(heap[(at - 1) / 2])) {
            put(heap[(at - 1) / 2], at);
            at = (at - 1) / 2;
        }
        put(timer, at);
    }

    private void down(Timer timer, int from) {
        int at = from;
        for (int child = 2 * at + 1; child < count; child = 2 * at + 1) {
            if (child + 1 < count && heap[child + 1].isBefore(heap[child])) {
                child++;
            }
            if (!heap[child].isBefore(timer)) {
                break;
            }
            put(heap[child], at);
            at = child;
        }
        put(timer, at);
    }

    private void put(Timer timer, int at) {
        heap[at] = timer;
        timer.place = at;
    }
}
