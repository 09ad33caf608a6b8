package dev.pollux.internal.completion.shared;

import dev.pollux.internal.loop.ShortLock;
import dev.pollux.internal.socket.Refusals;
import java.io.IOException;
import java.util.concurrent.locks.LockSupport;

/**
 * Has several threads poll a completion port whose system wants one thread in its wait at a time. One of them leads: it is in the
 * system's wait. The others follow: they sleep until there is something in the queue, or nobody leads. What the leader
 * dequeues goes to its own batch, and to the queue once that is full. What other threads complete goes to the queue. A leader that
 * leaves with its batch calls a follower, which leads before the first callback of that batch is called.
 *
 * <p>All methods may be called from any thread. Nothing is allocated.
 */
public final class SharedWait {
    /** The system's wait. */
    public interface Port {
        /**
         * Waits, and {@linkplain SharedBatch#add adds} what is complete. One thread at a time calls it, which may be another each
         * time. It may return early.
         *
         * @param timeoutNanos 0 does not wait, a negative value waits for ever
         */
        void awaitLeading(SharedBatch batch, long timeoutNanos) throws IOException;

        /** Ends the wait under way, or the next one. May be called from any thread. */
        void wakeLeader();
    }

    private final Port port;
    private final ShortLock lock = new ShortLock();

    // All below is changed under the lock.

    // What is complete, in order.
    private CompletionEntry first;
    private CompletionEntry last;
    private int wakeups;

    private SharedBatch leader;
    private boolean leaderSleeps; // or is about to, and nobody has woken it
    private SharedBatch firstFollower; // the one that came last: its stack is in the cache
    private int called; // followers that were told to look, and have not yet

    private boolean closed;
    private Thread closer; // waits until nobody leads

    public SharedWait(Port port) {
        this.port = port;
    }

    /** Makes what one thread dequeues into. */
    public SharedBatch newBatch(int capacity) {
        return new SharedBatch(this, capacity);
    }

    /** Adds what is complete, and has a thread take it. */
    public void add(CompletionEntry entry) {
        lock.lock();
        append(entry);
        unlockAndCall();
    }

    /** Adds what does not fit the leader's batch. The followers are called when it leaves. */
    void addLeft(CompletionEntry entry) {
        lock.lock();
        append(entry);
        lock.unlock();
    }

    /** Ends one wait: the batch of one thread gets a wakeup. */
    public void wake() {
        lock.lock();
        wakeups++;
        unlockAndCall();
    }

    /** {@return true if something is queued} */
    public boolean isSomething() {
        lock.lock();
        boolean is = first != null || wakeups > 0;
        lock.unlock();
        return is;
    }

    /** Ends all waits, and returns once no thread is in the system's wait. */
    public void close() {
        lock.lock();
        closed = true;
        SharedBatch follower;
        while ((follower = callFollower()) != null) {
            LockSupport.unpark(follower.thread);
        }
        boolean interrupted = false;
        while (leader != null && leader.thread != Thread.currentThread()) { // that may be an error handler's
            closer = Thread.currentThread();
            lock.unlock();
            port.wakeLeader();
            LockSupport.park(this);
            interrupted |= Thread.interrupted(); // an interrupted thread does not park
            lock.lock();
        }
        closer = null;
        lock.unlock();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Fills a batch; returns how many there are, 0 only if the time is up. */
    int await(SharedBatch batch, long timeoutNanos) throws IOException {
        batch.clear();
        if (timeoutNanos == 0) {
            look(batch, 0);
            return batch.count();
        }
        long startNanos = timeoutNanos < 0 ? 0 : System.nanoTime();
        long leftNanos = timeoutNanos;
        boolean interrupted = false;
        try {
            while (true) {
                look(batch, leftNanos);
                if (batch.count() > 0) {
                    return batch.count();
                }
                if (timeoutNanos > 0) {
                    leftNanos = timeoutNanos - (System.nanoTime() - startNanos);
                    if (leftNanos <= 0) {
                        lock.lock();
                        unlockAndCall(); // this thread may have been called to lead
                        return 0;
                    }
                }
                interrupted |= Thread.interrupted(); // an interrupted thread does not wait
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /**
     * Takes what is queued, and leads or follows for a while. What is queued keeps nobody from asking the system: else what is
     * posted again and again would starve it.
     */
    private void look(SharedBatch batch, long timeoutNanos) throws IOException {
        lock.lock();
        if (leader == null && !closed) {
            takeQueued(batch, (batch.room() + 1) / 2); // the system's share of a batch is the other half
            long leftNanos = batch.count() > 0 ? 0 : timeoutNanos;
            leader = batch;
            batch.thread = Thread.currentThread();
            leaderSleeps = leftNanos != 0;
            lock.unlock();
            lead(batch, leftNanos);
            return;
        }
        takeQueued(batch, batch.room());
        if (batch.count() > 0) {
            unlockAndCall();
        } else if (closed) {
            lock.unlock();
            throw Refusals.closed("the completion port");
        } else if (timeoutNanos == 0) {
            lock.unlock(); // what the system has is the leader's
        } else {
            follow(batch, timeoutNanos);
        }
    }

    private void lead(SharedBatch batch, long timeoutNanos) throws IOException {
        boolean done = false;
        try {
            port.awaitLeading(batch, timeoutNanos);
            done = true;
        } finally {
            leave(batch, done);
        }
    }

    private void leave(SharedBatch batch, boolean done) {
        lock.lock();
        leaderSleeps = false;
        leader = null;
        batch.thread = null; // the port keeps the batch, and is not to keep the thread
        if (done) {
            takeQueued(batch, batch.room());
        } else {
            putBack(batch); // it will not deliver them
        }
        LockSupport.unpark(closer);
        unlockAndCall();
    }

    /** Sleeps until it is called. The lock is held, and given back. */
    private void follow(SharedBatch batch, long timeoutNanos) {
        batch.thread = Thread.currentThread();
        batch.previousFollower = null;
        batch.nextFollower = firstFollower;
        if (firstFollower != null) {
            firstFollower.previousFollower = batch;
        }
        firstFollower = batch;
        batch.isFollowing = true;
        lock.unlock();
        if (timeoutNanos < 0) {
            LockSupport.park(this);
        } else {
            LockSupport.parkNanos(this, timeoutNanos);
        }
        lock.lock();
        batch.thread = null;
        if (batch.isFollowing) { // nobody has called it
            takeOut(batch);
        }
        if (batch.isCalled) {
            batch.isCalled = false;
            called--;
        }
        takeQueued(batch, batch.room()); // it may have been called for that, and its time is up
        if (batch.count() > 0) {
            unlockAndCall();
        } else {
            lock.unlock(); // it looks again, or its time is up
        }
    }

    // ---- Under the lock ----

    private void append(CompletionEntry entry) {
        if (first == null) {
            first = entry;
        } else {
            last.next = entry;
        }
        last = entry;
    }

    /** At most one wakeup goes to a thread: the next is another's. */
    private void takeQueued(SharedBatch batch, int most) {
        int until = batch.room() - most; // of room
        if (wakeups > 0 && batch.room() > until) {
            wakeups--;
            batch.addWakeup();
        }
        CompletionEntry entry = first;
        if (entry == null) {
            return;
        }
        while (entry != null && batch.room() > until) {
            CompletionEntry next = entry.next;
            entry.next = null;
            batch.add(entry);
            entry = next;
        }
        first = entry;
        last = entry == null ? null : last;
    }

    private void putBack(SharedBatch batch) {
        for (int i = batch.count() - 1; i >= 0; i--) {
            CompletionEntry entry = batch.entry(i);
            entry.next = first;
            last = first == null ? entry : last;
            first = entry;
        }
        batch.clear();
    }

    private void takeOut(SharedBatch follower) {
        follower.isFollowing = false;
        if (follower.previousFollower == null) {
            firstFollower = follower.nextFollower;
        } else {
            follower.previousFollower.nextFollower = follower.nextFollower;
        }
        if (follower.nextFollower != null) {
            follower.nextFollower.previousFollower = follower.previousFollower;
        }
        follower.nextFollower = null;
        follower.previousFollower = null;
    }

    /** Returns a follower to be woken, or null if there is none. */
    private SharedBatch callFollower() {
        SharedBatch follower = firstFollower;
        if (follower != null) {
            takeOut(follower);
            follower.isCalled = true;
            called++;
        }
        return follower;
    }

    /** Has a thread come for what there is to do, unless one is on its way. */
    private void unlockAndCall() {
        boolean isSomething = first != null || wakeups > 0;
        SharedBatch follower = null;
        boolean wakesLeader = false;
        if (called == 0 && (isSomething || leader == null)) {
            follower = callFollower();
            wakesLeader = follower == null && isSomething && leaderSleeps;
            if (wakesLeader) {
                leaderSleeps = false;
            }
        }
        lock.unlock();
        if (follower != null) {
            LockSupport.unpark(follower.thread);
        } else if (wakesLeader) {
            port.wakeLeader();
        }
    }
}
