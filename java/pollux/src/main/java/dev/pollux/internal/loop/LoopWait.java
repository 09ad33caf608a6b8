package dev.pollux.internal.loop;

import dev.pollux.WaitStrategy;
import dev.pollux.internal.field.Fields;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * The wait of a port's one polling thread, and what ends it. The thread spins as the strategy says, then it sleeps. Any thread may
 * wake it, which costs a signal only if it is really asleep. Many wakeups before a wait are one, and none is lost: whoever goes to
 * sleep says so before the last look, and whoever wakes says so before looking whether the other sleeps.
 */
public final class LoopWait {
    private static final VarHandle WAKE_STATE = Fields.find(MethodHandles.lookup(), "wakeState", long.class);

    /** The port whose wait it is. */
    public interface Port {
        /** Waits; returns how many are ready. */
        int awaitOnce(long timeoutNanos) throws IOException;

        /** True if something has come that the system is to be told before the thread sleeps. */
        boolean isChanged();

        /** Ends the wait under way. */
        void signal();
    }

    private final Port port;

    /** Twice the number of wakeups asked for until now, and one more while the polling thread sleeps. */
    private volatile long wakeState;

    private volatile long asleepState = -1; // what it was when the thread fell asleep, last
    private volatile boolean unsent; // a wakeup could not be sent, and others may have relied on it
    private long seenState; // the wakeups that have ended a wait; the polling thread's own
    private boolean restless; // the last wait ended with something to do; the polling thread's own

    public LoopWait(Port port) {
        this.port = port;
    }

    /** Spins as the strategy says, then sleeps, unless it is woken; returns how many are ready. */
    public int await(long timeoutNanos, WaitStrategy strategy) throws IOException {
        long remainingNanos = timeoutNanos;
        long spinNanos = strategy.spinNanos();
        if (spinNanos != 0 && remainingNanos != 0 && (restless || spinNanos == Long.MAX_VALUE)) {
            long startNanos = System.nanoTime();
            long spunNanos = 0;
            while (spunNanos < spinNanos && !port.isChanged()) {
                int ready = port.awaitOnce(0);
                spunNanos = System.nanoTime() - startNanos;
                if (ready > 0 || takeWakeups() || timeoutNanos > 0 && spunNanos >= timeoutNanos) {
                    return ready;
                }
                Thread.onSpinWait();
            }
            remainingNanos = timeoutNanos < 0 ? timeoutNanos : timeoutNanos - spunNanos;
        }
        return sleep(remainingNanos);
    }

    /**
     * The thread waits at another port, which learns of this one's signals, and tells the system of changes before. Returns false if a
     * wakeup has come before that.
     */
    public boolean fallsAsleepElsewhere() {
        long awake = seenState;
        asleepState = awake + 1;
        return WAKE_STATE.compareAndSet(this, awake, awake + 1);
    }

    /** ... and is back. */
    public void wakesElsewhere() {
        WAKE_STATE.getAndAdd(this, -1L);
    }

    private int sleep(long timeoutNanos) throws IOException {
        long awake = seenState;
        asleepState = awake + 1;
        boolean sleeps = timeoutNanos != 0 && !port.isChanged() && WAKE_STATE.compareAndSet(this, awake, awake + 1);
        try {
            return port.awaitOnce(sleeps ? timeoutNanos : 0);
        } finally {
            // Before any task is looked for: whoever wakes from here on is not lost, but ends the next wait.
            if (sleeps) {
                WAKE_STATE.getAndAdd(this, -1L);
            }
            restless = takeWakeups();
        }
    }

    /** Takes the wakeups until now for seen; returns whether there were any. */
    private boolean takeWakeups() {
        long now = wakeState;
        boolean woken = now != seenState;
        seenState = now;
        return woken;
    }

    /** Called when a wait has brought something to do: with the next one it is worth a while to spin. */
    public void hadWork() {
        restless = true;
    }

    /** Makes the wait under way, or the next one, return. From any thread. */
    public void wakeup() {
        long before = (long) WAKE_STATE.getAndAdd(this, 2L);
        if ((before & 1) != 0
                && (before == asleepState || unsent)) { // else it is awake, or another has woken it already
            boolean sent = false;
            unsent = false;
            try { // by no further call: there may be no stack for it
                port.signal();
                sent = true;
            } finally {
                if (!sent) {
                    unsent = true; // the next wakeup has to send one
                }
            }
        }
    }

    /** True if the wait under way is to end. */
    public boolean isWoken() {
        return (wakeState & ~1L) != seenState;
    }

    /** A number that is another after a wait that was woken; the polling thread's own. */
    public long seen() {
        return seenState;
    }

    /** How many wakeups were asked for until now. */
    public long asked() {
        return wakeState >> 1;
    }
}
