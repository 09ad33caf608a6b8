package dev.pollux.internal.uring;

import dev.pollux.internal.completion.shared.SharedBatch;
import dev.pollux.internal.completion.shared.SharedWait;
import dev.pollux.internal.field.Fields;
import dev.pollux.linux.EventFd;
import dev.pollux.linux.IoUring;
import dev.pollux.linux.IoUringSetup;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * How threads wait at the ring: what was put in is submitted with the wait, in one call. Another thread that has something for one
 * that sleeps wakes it.
 */
final class RingWaits implements SharedWait.Port {
    private static final VarHandle ASLEEP = Fields.find(MethodHandles.lookup(), "asleep", boolean.class);
    private static final long ORPHAN_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    final SharedWait shared = new SharedWait(this);
    private final UringEngine engine;
    private final IoUring ring;
    private final RingThreads threads;
    private final RingCompletions completions;
    private final EventFd wakeup;
    volatile RingReadiness readiness; // what the waits serve, too, or null
    private boolean isEnabled; // by its only thread
    private boolean isArmed; // the ring polls for wakeups: the leader's own
    private boolean isOrphaned; // its only thread has ended
    private boolean isTakenOver; // ... and what was under way, too
    private volatile boolean asleep; // a thread is in the system's wait, or about to be, and nobody has woken it

    RingWaits(UringEngine engine, EventFd wakeup) {
        this.engine = engine;
        this.wakeup = wakeup;
        ring = engine.ring;
        threads = engine.threads;
        completions = new RingCompletions(engine, ring.completions());
    }

    /** A thread is about to wait. */
    void beforeWait() throws IOException {
        RingReadiness its = readiness;
        if (its != null) {
            its.tellChanges();
        }
        if (!threads.isSingle()) {
            if (ring.unsubmitted() > 0) {
                engine.submit();
            }
        } else if (isOrphaned || threads.isOwnerGone()) {
            isOrphaned = true;
        } else if (threads.claim() || !isEnabled) { // the system may have had no memory for it before
            if ((ring.setupFlags() & IoUringSetup.R_DISABLED) != 0) {
                ring.enable();
            }
            isEnabled = true;
        }
    }

    /** The ring polls for wakeups no more. Before the next sleep it does. */
    void wakeupEnded() {
        isArmed = false;
    }

    private boolean isArmed() {
        if (!isArmed) {
            isArmed = engine.armWakeup();
        }
        return isArmed;
    }

    void turnEnds() {
        threads.turn(false);
        RingReadiness its = readiness;
        if (its != null && ring.isOpen()) {
            its.tellChanges(); // this may be the thread's last turn
        }
        if (!threads.isSingle() && ring.isOpen() && ring.unsubmitted() > 0) {
            engine.submit();
        }
    }

    @Override
    public void awaitLeading(SharedBatch batch, long timeoutNanos) throws IOException {
        if (isOrphaned) {
            awaitOrphaned(batch, timeoutNanos);
            return;
        }
        boolean waits =
                timeoutNanos != 0 && completions.isEmpty() && isArmed(); // else what keeps it from that comes out first
        asleep = waits; // first: who does not see this has left behind what is seen here
        try {
            enter(waits ? 1 : 0, waits ? timeoutNanos : 0);
        } finally {
            asleep = false;
        }
        boolean isAgain = false;
        while (completions.take(batch, isAgain)) {
            isAgain = true;
            enter(0, 0);
        }
    }

    /** What was complete when its thread ended is told as it is. Then all else ends. */
    private void awaitOrphaned(SharedBatch batch, long timeoutNanos) throws IOException {
        if (!completions.isEmpty()) {
            completions.take(batch, false);
        } else if (!isTakenOver) {
            isTakenOver = true;
            engine.ends.takeOver();
        } else {
            LockSupport.parkNanos(Math.min(ORPHAN_NANOS, timeoutNanos));
        }
    }

    private void enter(int minComplete, long timeoutNanos) throws IOException {
        int filled = engine.fillWhatWaits();
        if (threads.isSingle()) {
            ring.submitAndWait(minComplete, timeoutNanos);
        } else {
            ring.await(filled, minComplete, timeoutNanos);
        }
    }

    /** Ends the wait of a thread that may not have seen what was left for it. */
    void wakeIfAsleep() {
        if (asleep && ASLEEP.compareAndSet(this, true, false)) {
            wakeLeader();
        }
    }

    /** Its counter is never read: each write is a change of its own (decision 0004). */
    @Override
    public void wakeLeader() {
        try {
            wakeup.add(1);
        } catch (IOException e) {
            // It is closed: nobody waits.
        }
    }
}
