package dev.pollux.internal.readiness;

import dev.pollux.readiness.Interest;
import dev.pollux.readiness.ReadinessCallback;
import dev.pollux.readiness.ReadinessPort;
import dev.pollux.readiness.Registration;
import dev.pollux.readiness.TriggerMode;
import java.io.IOException;
import java.util.Objects;

/** What the registrations of all backends have in common. */
public abstract class AbstractRegistration implements Registration {
    // What each event looks at: together, for they are in no cache when it comes.
    public volatile byte
            expected; // events of these bits alone are reported as they are; 0 while more is to be looked at
    private final boolean foreign;
    public final ReadinessCallback callback;

    /** Works beside the callback, and waits for writability by itself. Changed on the polling thread. */
    private volatile WriteQueueWork writeQueue;

    public final AbstractReadinessPort port;
    private final AbstractPollable source;
    private final TriggerMode triggerMode;

    // Changed under the source's lock.
    public volatile boolean open = true;
    private volatile Interest interest;
    private volatile boolean paused;
    private volatile boolean armedAgain;
    private volatile boolean resumed; // and the system is to be told, though it may never have learned of the pause
    public AbstractRegistration nextOfSource; // with another port

    private Object attachment;

    private volatile boolean queueWaits;

    /** True while it is one of its port's {@link ChangedRegistrations}. Changed under the source's lock. */
    public boolean changed;

    /** The one of those that was added before it, or null. */
    public AbstractRegistration changedBefore;

    /** A one-shot registration that was reported and not armed again. It is the polling thread's own. */
    private boolean spent;

    public AbstractRegistration(
            AbstractReadinessPort port,
            AbstractPollable source,
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

    @Override
    public final AbstractPollable source() {
        return source;
    }

    @Override
    public final AbstractReadinessPort port() {
        return port;
    }

    @Override
    public final Interest interest() {
        return interest;
    }

    public final WriteQueueWork writeQueue() {
        return writeQueue;
    }

    public final void addWriteQueue(WriteQueueWork queue) {
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
    public final void queueWaits(boolean waits) {
        synchronized (source.lock) {
            queueWaits = waits;
            if (open) {
                effectiveInterestChanged();
                port.changed(this);
            }
        }
    }

    @Override
    public final TriggerMode triggerMode() {
        return triggerMode;
    }

    @Override
    public final boolean isOpen() {
        return open && !isAbandoned();
    }

    /** True if its source was closed by somebody who does not tell us. */
    public final boolean isAbandoned() {
        return foreign && !source.isOpen();
    }

    @Override
    public final boolean isPaused() {
        return paused;
    }

    @Override
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

    @Override
    public final void rearm() {
        modify(interest);
    }

    @Override
    public final void pause() {
        pause(true);
    }

    @Override
    public final void resume() {
        pause(false);
    }

    private void pause(boolean pauses) {
        synchronized (source.lock) {
            checkOpen();
            if (paused != pauses) {
                paused = pauses;
                resumed |= !pauses && triggerMode == TriggerMode.EDGE;
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

    @Override
    public final AbstractRegistration moveTo(ReadinessPort to) throws IOException {
        AbstractReadinessPort target = AbstractReadinessPort.of(Objects.requireNonNull(to, "target"));
        port.checkMayMove();
        if (foreign) {
            target.sweep(); // or a port that gets its channels by moves alone would never look for those that are
            // closed
        }
        synchronized (source.lock) {
            checkOpen();
            if (target == port) {
                return this;
            }
            AbstractRegistration moved = target.prepare(source, interest, triggerMode, callback);
            moved.attachment = attachment;
            moved.paused = paused;
            moved.spent = spent && !armedAgain;
            WriteQueueWork queue = writeQueue;
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
                for (AbstractRegistration each = moved; each != null; each = each.nextOfSource) {
                    if (each.nextOfSource == this) {
                        each.nextOfSource = nextOfSource;
                    }
                }
                port.leftBehind = true;
            }
            return moved;
        }
    }

    @Override
    public final Object attachment() {
        return attachment;
    }

    @Override
    public final void attach(Object object) {
        attachment = object;
    }

    @Override
    public final void close() {
        close(false);
    }

    /** Ends the registration of a source that is about to be closed. */
    public final void closeWithSource() {
        close(true);
    }

    /** Closes it. Returns false if somebody else has, or it was never added. It is for the port's own close. */
    public final boolean end() {
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
    public final Interest effectiveInterest() {
        return queueWaits ? ownInterest().with(Interest.WRITE) : ownInterest();
    }

    /** Called under the source's lock: {@link #effectiveInterest()} is another, or the registration was closed. */
    public abstract void effectiveInterestChanged();

    /** What the callback is to learn of now. */
    public final Interest ownInterest() {
        return paused ? Interest.NONE : interest;
    }

    /** True if a one-shot registration is to stay silent. It is the polling thread's own. */
    public final boolean isSpent() {
        return spent;
    }

    /** It is about to be reported. It is the polling thread's own. */
    public final void reported() {
        spent = triggerMode == TriggerMode.ONESHOT;
    }

    /** Takes it out of its port. */
    public abstract void remove(boolean sourceCloses);

    /** Tells the system of a changed interest, on the polling thread, before a wait, under the source's lock. */
    public final void applyChange() throws IOException {
        if (armedAgain) {
            armedAgain = false;
            spent = false;
        }
        if (resumed) {
            resumed = false;
            forgetTold();
        }
        if (!spent) {
            tellInterest();
        }
    }

    /** Has the next {@link #tellInterest} tell the system, whatever it was told last: it reports what is ready then. */
    public void forgetTold() {}

    /** Tells the system what to report, if that is not what it was told last. */
    public abstract void tellInterest() throws IOException;

    @Override
    public String toString() {
        return "Registration[" + source + ", " + interest + ", " + triggerMode + (paused ? ", paused" : "")
                + (isOpen() ? "]" : ", closed]");
    }
}
