package dev.pollux;

import java.io.IOException;
import java.util.Objects;

/**
 * A socket's, listener's, channel's or descriptor's membership of a {@link ReadinessPort}. All methods may be called from
 * any thread, but {@link #moveTo}; changes take effect while the port waits, too.
 */
public abstract sealed class Registration permits EpollRegistration, NioRegistration {
    // What each event looks at: together, for they are in no cache when it comes.
    volatile byte expected; // events of these bits alone are reported as they are; 0 while more is to be looked at
    private final boolean foreign;
    final ReadinessCallback callback;

    /** Works beside the callback, and waits for writability by itself. Changed on the polling thread. */
    private volatile WriteQueue writeQueue;

    final ReadinessPort port;
    private final Pollable source;
    private final TriggerMode triggerMode;

    // Changed under the source's lock.
    volatile boolean open = true;
    private volatile Interest interest;
    private volatile boolean paused;
    private volatile boolean armedAgain;
    Registration nextOfSource; // with another port

    private Object attachment;

    private volatile boolean queueWaits;

    /** True while it is one of its port's {@link ChangedRegistrations}; changed under the source's lock. */
    boolean changed;

    /** The one of those that was added before it, or null. */
    Registration changedBefore;

    /** A one-shot registration that was reported and not armed again; the polling thread's own. */
    private boolean spent;

    Registration(
            ReadinessPort port,
            Pollable source,
            Interest interest,
            TriggerMode triggerMode,
            ReadinessCallback callback) {
        this.port = port;
        this.source = source;
        this.interest = interest;
        this.triggerMode = triggerMode;
        this.callback = callback;
        foreign = source.isForeign();
    }

    /** {@return what is registered} */
    public final Pollable source() {
        return source;
    }

    /** {@return what it waits for, or will again after {@link #resume()}} */
    public final Interest interest() {
        return interest;
    }

    final WriteQueue writeQueue() {
        return writeQueue;
    }

    final void addWriteQueue(WriteQueue queue) {
        synchronized (source.lock) {
            if (!open) {
                throw new IllegalStateException("this registration is closed: " + source);
            }
            if (writeQueue != null) {
                throw new IllegalStateException("this registration has a write queue: " + source);
            }
            writeQueue = queue;
            expected = 0;
        }
    }

    /** Called by the write queue: it waits for writability from now on, or no longer. */
    final void queueWaits(boolean waits) {
        synchronized (source.lock) {
            queueWaits = waits;
            if (open) {
                effectiveInterestChanged();
                port.changed(this);
            }
        }
    }

    /** {@return when it is reported} */
    public final TriggerMode triggerMode() {
        return triggerMode;
    }

    /** {@return false once it, its source or its port was closed, or it was moved} */
    public final boolean isOpen() {
        return open && !isAbandoned();
    }

    /** True if its source was closed by somebody who does not tell us. */
    final boolean isAbandoned() {
        return foreign && !source.isOpen();
    }

    /** {@return true after {@link #pause()}, until {@link #resume()}} */
    public final boolean isPaused() {
        return paused;
    }

    /**
     * Changes what it waits for, before the port's next wait at the latest. Changes that cancel out cost no system call.
     * Arms a one-shot registration again. A paused registration stays paused.
     *
     * @param newInterest what it waits for from now on; with {@link Interest#NONE} nothing is reported, not even an error
     * @throws IllegalStateException if it is closed
     * @throws UnsupportedOperationException if its trigger mode is {@link TriggerMode#EXCLUSIVE}, or the backend can't
     *     tell what is asked for
     */
    public final void modify(Interest newInterest) {
        Objects.requireNonNull(newInterest, "newInterest");
        synchronized (source.lock) { // or a move could miss it
            checkOpen();
            if (triggerMode == TriggerMode.EXCLUSIVE) {
                throw new UnsupportedOperationException(
                        "an EXCLUSIVE registration can't be modified: close it, register again");
            }
            port.checkInterest(newInterest);
            interest = newInterest;
            armedAgain = true;
            effectiveInterestChanged();
            port.changed(this);
        }
    }

    /**
     * Arms a one-shot registration again; what is ready now is reported.
     *
     * @throws IllegalStateException if it is closed
     */
    public final void rearm() {
        modify(interest);
    }

    /**
     * Reports nothing until {@link #resume()}, not even an error. The interest is kept, and so is whether a one-shot
     * registration is armed. Of an {@link TriggerMode#EXCLUSIVE} registration, too. A second call does nothing.
     *
     * @throws IllegalStateException if it is closed
     */
    public final void pause() {
        pause(true);
    }

    /**
     * Ends a pause: what is ready now is reported, also in mode {@link TriggerMode#EDGE}. A second call does nothing.
     *
     * @throws IllegalStateException if it is closed
     */
    public final void resume() {
        pause(false);
    }

    private void pause(boolean pauses) {
        synchronized (source.lock) {
            checkOpen();
            if (paused != pauses) {
                paused = pauses;
                effectiveInterestChanged();
                port.changed(this);
            }
        }
    }

    private void checkOpen() {
        if (!isOpen()) {
            throw new IllegalStateException("this registration is closed: " + source);
        }
    }

    /**
     * Moves it to another port: ends it here, and registers its source there with the same interest, mode, callback and
     * attachment, paused or waiting to be armed again if it is so here. What is ready is reported there, and here nothing
     * more, not even of the batch that is being delivered. Its {@link WriteQueue} goes with it. The other port may call the
     * callback on its own thread before this method returns: let a callback that moves itself do so last.
     *
     * <p>To be called on the thread that polls this registration's port, where no callback of its can run meanwhile: in a
     * callback, a task or a timer of its {@link Dispatcher}. While no thread has polled the port yet, or the one that did
     * has ended, any thread may call it.
     *
     * @param target the port to move to, of the same backend
     * @return the new registration; this one itself if it is of that port already
     * @throws IllegalStateException if it is closed, if the calling thread is not the one that polls, or if the source is
     *     registered with the target already
     * @throws IllegalArgumentException if the target is of another backend
     * @throws java.nio.channels.ClosedChannelException if the target or the source is closed
     * @throws IOException if the system refuses; this registration stands as it was then, as after the others
     */
    public final Registration moveTo(ReadinessPort target) throws IOException {
        Objects.requireNonNull(target, "target");
        port.checkMayMove();
        synchronized (source.lock) {
            checkOpen();
            if (target == port) {
                return this;
            }
            Registration moved = target.prepare(source, interest, triggerMode, callback);
            moved.attachment = attachment;
            moved.paused = paused;
            moved.spent = spent && !armedAgain;
            WriteQueue queue = writeQueue;
            if (queue != null) {
                moved.writeQueue = queue;
                moved.queueWaits =
                        queueWaits || queue.isScheduled(); // the target's first event does what the turn's end did
            }
            try {
                if (queue != null) {
                    queue.moved(moved);
                }
                target.addPrepared(moved); // first: if that fails, this one stands
            } catch (Throwable e) {
                if (queue != null) {
                    queue.stays(this, queueWaits);
                }
                throw e;
            }
            writeQueue = null;
            try {
                close();
            } catch (Throwable e) { // no memory, or no stack: the move is made, and what is left of this one goes later
                open = false;
                for (Registration each = moved; each != null; each = each.nextOfSource) {
                    if (each.nextOfSource == this) {
                        each.nextOfSource = nextOfSource;
                    }
                }
                port.leftBehind = true;
            }
            return moved;
        }
    }

    /** {@return what {@link #attach} attached, or null} */
    public final Object attachment() {
        return attachment;
    }

    /**
     * Attaches an object of the caller's. Not for use by several threads at once.
     *
     * @param object anything, or null
     */
    public final void attach(Object object) {
        attachment = object;
    }

    /**
     * Ends the registration; its source stays open and can be registered again. Events that were already on their way are
     * not delivered. A second call does nothing.
     */
    public final void close() {
        close(false);
    }

    /** Ends the registration of a source that is about to be closed. */
    final void closeWithSource() {
        close(true);
    }

    /** Closes it; returns false if somebody else has, or it was never added. For the port's own close. */
    final boolean end() {
        return close(false);
    }

    private boolean close(boolean sourceCloses) {
        boolean ends;
        synchronized (source.lock) {
            ends = open;
            if (ends) {
                open = false;
                try {
                    effectiveInterestChanged();
                    remove(sourceCloses);
                } catch (Throwable e) { // no memory, or no stack
                    port.leftBehind = true;
                    throw e;
                } finally {
                    if (source.registration == this) { // by no call, if it can be: there may be no stack left for one
                        source.registration = nextOfSource;
                    } else {
                        source.unlink(this);
                    }
                    if (writeQueue != null) {
                        port.changed(this); // has it dropped on the polling thread
                    }
                }
            }
        }
        if (writeQueue != null && !port.isOpen()) {
            port.dropQueues(); // which the port's own close may have done too early for this one
        }
        return ends;
    }

    /** What the system is to report now: to the callback, and to the write queue. */
    final Interest effectiveInterest() {
        return queueWaits ? ownInterest().with(Interest.WRITE) : ownInterest();
    }

    /** Called under the source's lock: {@link #effectiveInterest()} is another, or the registration was closed. */
    abstract void effectiveInterestChanged();

    /** What the callback is to learn of now. */
    final Interest ownInterest() {
        return paused ? Interest.NONE : interest;
    }

    /** True if a one-shot registration is to stay silent; the polling thread's own. */
    final boolean isSpent() {
        return spent;
    }

    /** It is about to be reported; the polling thread's own. */
    final void reported() {
        spent = triggerMode == TriggerMode.ONESHOT;
    }

    /** Takes it out of its port. */
    abstract void remove(boolean sourceCloses);

    /** Tells the system of a changed interest; on the polling thread, before a wait, under the source's lock. */
    final void applyChange() throws IOException {
        if (armedAgain) {
            armedAgain = false;
            spent = false;
        }
        if (!spent) {
            tellInterest();
        }
    }

    /** Tells the system what to report, if that is not what it was told last. */
    abstract void tellInterest() throws IOException;

    @Override
    public String toString() {
        return "Registration[" + source + ", " + interest + ", " + triggerMode + (paused ? ", paused" : "")
                + (isOpen() ? "]" : ", closed]");
    }
}
