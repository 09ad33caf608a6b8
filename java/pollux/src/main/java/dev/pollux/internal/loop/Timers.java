package dev.pollux.internal.loop;

import dev.pollux.internal.field.Fields;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.RejectedExecutionException;

/**
 * A loop's timers, in order of deadline, and of scheduling where deadlines are equal: those that are due within a
 * millisecond in a heap, the others in a wheel. To schedule and to cancel look for nothing and allocate nothing,
 * however many there are.
 *
 * <p>Guarded by a lock of one word: nearly always the loop's own thread takes it, and it is held for some nanoseconds.
 */
public final class Timers {
    // Where a timer is: an index into the heap, or one of these.
    static final int NOT_SCHEDULED = -1;
    static final int FIRST_IN_WHEEL = -2; // and, below, every slot of the wheel

    /** The longest delay: deadlines compare by difference, which has to stay within half of a long's range. */
    public static final long MAX_DELAY_NANOS = Long.MAX_VALUE / 2;

    private static final VarHandle SIZE = Fields.find(MethodHandles.lookup(), "size", int.class);

    /** Whose timers they are. */
    public interface Loop {
        /** {@return true if the loop will look at its timers before it sleeps} */
        boolean looksAnyway();

        void wakeup();

        /** {@return true on the loop's thread, and on one that closes it, while that runs the last tasks} */
        default boolean isInside() {
            return looksAnyway();
        }

        /** {@return what is thrown when it is closed} */
        default RejectedExecutionException rejection() {
            return new RejectedExecutionException("the loop is closed");
        }
    }

    private final Loop loop;
    private final ShortLock lock = new ShortLock();
    private final TimerHeap due = new TimerHeap();
    private final TimerWheel later;
    private long nextSequence;
    private long turnNanos; // when the last turn began
    private volatile int size; // changed under the lock

    // Changed under the lock.
    private boolean closing; // to all but those inside
    private boolean closed;

    public Timers(Loop loop) {
        this(loop, System.nanoTime());
    }

    /** @param originNanos no later than any deadline */
    public Timers(Loop loop, long originNanos) {
        this.loop = loop;
        later = new TimerWheel(originNanos);
        turnNanos = originNanos - 1;
    }

    public TimerWork timer(Runnable task) {
        return new TimerWork(this, task);
    }

    public void schedule(TimerWork timer, long delayNanos) {
        scheduleAt(timer, System.nanoTime() + Math.min(Math.max(delayNanos, 0), MAX_DELAY_NANOS));
    }

    public void scheduleAt(TimerWork timer, long deadlineNanos) {
        if (put(timer, deadlineNanos) && !loop.looksAnyway()) {
            loop.wakeup(); // the loop may be waiting for a later one
        }
    }

    /**
     * Returns true if this timer is now the first. One that is overdue already, as a fixed rate is that can't be kept, gets
     * the first deadline after the turn under way: it is not due in this turn again, and comes behind all that were.
     */
    public boolean put(TimerWork timer, long wantedNanos) {
        lock.lock();
        try {
            if (closing && (closed || !loop.isInside())) {
                throw loop.rejection();
            }
            long deadlineNanos = wantedNanos - turnNanos <= 0 ? turnNanos + 1 : wantedNanos;
            int place = timer.place;
            if (place <= FIRST_IN_WHEEL && deadlineNanos - timer.deadlineNanos >= 0) {
                timer.deadlineNanos = deadlineNanos; // put off, as idle timeouts are: it stays in its slot
                timer.sequence = nextSequence++;
                return false;
            }
            int wanted = later.placeFor(deadlineNanos);
            if (wanted == NOT_SCHEDULED) {
                due.makeRoom();
            }
            // Nothing fails from here on.
            if (place != NOT_SCHEDULED) {
                takeOut(timer);
            } else {
                SIZE.setRelease(this, size + 1);
            }
            timer.deadlineNanos = deadlineNanos;
            timer.sequence = nextSequence++;
            boolean first = later.isLater(deadlineNanos);
            if (wanted == NOT_SCHEDULED) {
                due.add(timer);
            } else {
                later.add(timer, wanted);
            }
            return first && (due.first() == null || due.first().deadlineNanos - deadlineNanos >= 0);
        } finally {
            lock.unlock();
        }
    }

    public boolean cancel(TimerWork timer) {
        lock.lock();
        try {
            if (closed || timer.place == NOT_SCHEDULED) {
                return false;
            }
            takeOut(timer);
            timer.place = NOT_SCHEDULED;
            SIZE.setRelease(this, size - 1);
            return true;
        } finally {
            lock.unlock();
        }
    }

    private void takeOut(TimerWork timer) {
        if (timer.place >= 0) {
            due.remove(timer);
        } else {
            later.remove(timer);
        }
    }

    public boolean isScheduled(TimerWork timer) {
        lock.lock();
        try {
            return !closed && timer.place != NOT_SCHEDULED;
        } finally {
            lock.unlock();
        }
    }

    /** Takes no timers from outside from now on. */
    public void beginClose() {
        lock.lock();
        closing = true;
        lock.unlock();
    }

    /** Takes none at all, and those that there are do not run: none is scheduled any more. */
    public void close() {
        lock.lock();
        closing = true;
        closed = true;
        SIZE.setRelease(this, 0);
        lock.unlock();
    }

    public boolean isEmpty() {
        return (int) SIZE.getAcquire(this) == 0;
    }

    /** {@return how many are scheduled} */
    public int size() {
        return size;
    }

    /** True if its heap is longer than usual. Nothing is lost if another thread's change is seen late. */
    public boolean isGrown() {
        return due.isGrown();
    }

    /** Shortens the heap, if much less was used since the last time. */
    public void trim() {
        lock.lock();
        try {
            due.trim();
        } finally {
            lock.unlock();
        }
    }

    /** For tests: how many timers the heap has room for. */
    public int room() {
        lock.lock();
        try {
            return due.length();
        } finally {
            lock.unlock();
        }
    }

    /** How long to wait for something else: until the first timer is due, or the time is up. Negative for ever. */
    public long nanosToWait(long timeoutNanos) {
        if (timeoutNanos == 0 || isEmpty()) {
            return timeoutNanos;
        }
        long untilFirst = nanosUntilFirst();
        return timeoutNanos < 0 || untilFirst < 0
                ? Math.max(untilFirst, timeoutNanos)
                : Math.min(untilFirst, timeoutNanos);
    }

    /**
     * How long until the first timer may be due, at the latest when it is: if it was cancelled or put off, that time stands
     * until it comes. Negative if there is none.
     */
    public long nanosUntilFirst() {
        lock.lock();
        try {
            if (size == 0) {
                return -1;
            }
            long nowNanos = System.nanoTime();
            long until = due.first() == null ? Long.MAX_VALUE : due.first().deadlineNanos - nowNanos;
            return Math.max(0, later.hasFirst() ? Math.min(until, later.firstNanos() - nowNanos) : until);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Takes out the first timer, if its time has come. What is scheduled from now on is due after that time, so that no timer
     * fires twice in one turn.
     *
     * @param nowNanos when the turn began
     */
    public TimerWork takeExpired(long nowNanos) {
        lock.lock();
        try {
            if (nowNanos - turnNanos > 0) { // else another thread's turn began later
                turnNanos = nowNanos;
            }
            if (!later.isLater(nowNanos)) {
                later.advance(nowNanos, due);
            }
            TimerWork first = due.first();
            if (first == null || first.deadlineNanos - nowNanos > 0) {
                return null;
            }
            due.remove(first);
            first.place = NOT_SCHEDULED;
            SIZE.setRelease(this, size - 1);
            return first;
        } finally {
            lock.unlock();
        }
    }
}
