package dev.pollux;

import java.io.IOException;

/**
 * A socket's or listener's membership of a {@link ReadinessPort}. All methods may be called from any thread; changes take
 * effect while the port waits, too.
 */
public abstract sealed class Registration permits EpollRegistration, NioRegistration {
    final ReadinessPort port;
    final ReadinessCallback callback;
    private final Pollable source;
    private final TriggerMode triggerMode;
    private volatile boolean open = true; // changed under the source's lock
    private volatile Interest interest;
    private Object attachment;

    /** Works beside the callback, and waits for writability by itself. Changed on the polling thread. */
    private volatile WriteQueue writeQueue;

    private volatile boolean queueWaits;

    /** True while it stands in the port's list of changes, which guards it. */
    boolean changed;

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
    }

    /** {@return what is registered} */
    public final Pollable source() {
        return source;
    }

    /** {@return what it waits for} */
    public final Interest interest() {
        return interest;
    }

    /** What the system is to watch: the interest, and what the write queue waits for. */
    final Interest watched() {
        return queueWaits ? interest.with(Interest.WRITE) : interest;
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
        }
    }

    /** Called by the write queue: it waits for writability from now on, or no longer. */
    final void queueWaits(boolean waits) {
        queueWaits = waits;
        if (open) {
            port.changed(this);
        }
    }

    /** {@return when it is reported} */
    public final TriggerMode triggerMode() {
        return triggerMode;
    }

    /** {@return false once it, its source or its port was closed} */
    public final boolean isOpen() {
        return open;
    }

    /**
     * Changes what it waits for, before the port's next wait at the latest. Changes that cancel out cost no system call.
     * Arms a one-shot registration again.
     *
     * @param newInterest what it waits for from now on; {@link Interest#NONE} pauses it, and then nothing is reported, not
     *     even an error
     * @throws IllegalStateException if it is closed
     * @throws UnsupportedOperationException if its trigger mode is {@link TriggerMode#EXCLUSIVE}, or the backend can't
     *     tell what is asked for
     */
    public final void modify(Interest newInterest) {
        if (!open) {
            throw new IllegalStateException("this registration is closed: " + source);
        }
        if (triggerMode == TriggerMode.EXCLUSIVE) {
            throw new UnsupportedOperationException(
                    "an EXCLUSIVE registration can't be modified: close it, register again");
        }
        port.checkInterest(newInterest);
        interest = newInterest;
        armAgain();
        port.changed(this);
    }

    /**
     * Arms a one-shot registration again; what is ready now is reported.
     *
     * @throws IllegalStateException if it is closed
     */
    public final void rearm() {
        modify(interest);
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

    private void close(boolean sourceCloses) {
        synchronized (source.lock) {
            if (open) {
                open = false;
                remove(sourceCloses);
                source.registration = null;
                if (writeQueue != null) {
                    port.changed(this); // has it dropped on the polling thread
                }
            }
        }
    }

    /** Called before a change is announced: a one-shot registration reports again. */
    void armAgain() {}

    /** Takes it out of its port. */
    abstract void remove(boolean sourceCloses);

    /** Tells the system of a changed interest; on the polling thread, before a wait. */
    abstract void applyChange() throws IOException;

    @Override
    public String toString() {
        return "Registration[" + source + ", " + interest + ", " + triggerMode + (open ? "]" : ", closed]");
    }
}
