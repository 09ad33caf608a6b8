package dev.pollux.internal.afd;

import dev.pollux.internal.field.Fields;
import dev.pollux.internal.readiness.AbstractPollable;
import dev.pollux.internal.readiness.AbstractReadinessPort;
import dev.pollux.internal.readiness.AbstractRegistration;
import dev.pollux.internal.readiness.channel.ChannelPollable;
import dev.pollux.readiness.Interest;
import dev.pollux.readiness.Readiness;
import dev.pollux.readiness.ReadinessCallback;
import dev.pollux.readiness.TriggerMode;
import dev.pollux.windows.AfdDevice;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.channels.ClosedChannelException;

/**
 * A registration and its one poll. The polling thread alone submits the poll and takes its completion. Another thread that closes the
 * registration cancels it.
 *
 * <p>The two meet without a lock. Whoever submits says so first, and looks whether the registration is open after that. Whoever closes
 * does the opposite, and waits for a call that is under way, because the socket may be closed right after it.
 */
final class AfdRegistration extends AbstractRegistration {
    private static final VarHandle STATE = Fields.find(MethodHandles.lookup(), "state", int.class);

    // Of the poll.
    private static final int IDLE = 0;
    private static final int SUBMITTING = 1;
    private static final int PENDING = 2;
    private static final int GIVEN_BACK = 3;

    private final AfdHold hold;

    // Where its poll is; set once, before it is known to its port.
    private AfdDevice device;
    private int poll;
    private int place;
    private long socket;

    private volatile int state = IDLE;

    // The polling thread's own.
    private int armed; // the events that the pending poll waits for
    private boolean cancelled; // the pending poll was asked to end, because it waits for less than is wanted
    private int found; // what the last poll has found, and was not told yet
    boolean isToBeArmed; // it is in its port's list of those

    /** The one that was added to the port before it, or null. */
    AfdRegistration addedBefore;

    AfdRegistration(
            AbstractReadinessPort port,
            AbstractPollable source,
            Interest interest,
            TriggerMode triggerMode,
            ReadinessCallback callback) {
        super(port, source, interest, triggerMode, callback);
        hold = (AfdHold) ((ChannelPollable) source).hold();
    }

    /** Under the source's lock. */
    void findSocket() throws IOException {
        socket = hold.socket();
    }

    void placed(AfdDevice newDevice, int newPoll, int newPlace) {
        device = newDevice;
        poll = newPoll;
        place = newPlace;
    }

    long socket() {
        return socket;
    }

    int place() {
        return place;
    }

    @Override
    public void effectiveInterestChanged() {}

    @Override
    public void tellInterest() throws IOException {
        arm();
    }

    /** Has the poll wait for what is wanted now. On the polling thread. */
    void arm() throws IOException {
        int wanted = isSpent() || !isOpen() ? 0 : hold.events(effectiveInterest());
        if (state != IDLE) {
            if ((wanted & ~armed) != 0 && !cancelled) { // it is armed anew when that has ended
                cancelled = true;
                device.cancelPoll(poll);
            }
            return;
        }
        if (wanted == 0 || !STATE.compareAndSet(this, IDLE, SUBMITTING)) {
            return;
        }
        int result = 0;
        boolean isPending = false;
        try {
            if (open) { // else it was closed before this one said what it is about to do
                armed = wanted;
                cancelled = false;
                result = device.submitPoll(poll, socket, wanted);
                isPending = result >= 0;
            }
        } finally {
            state = isPending ? PENDING : IDLE;
        }
        if (result < 0 && isOpen()) {
            throw device.failure("IOCTL_AFD_POLL", -result);
        }
    }

    /**
     * Takes the poll's completion. On the polling thread.
     *
     * @return true if there is something to tell
     */
    boolean completed() {
        found = device.completed(poll);
        cancelled = false;
        state = IDLE;
        if (!open) {
            giveBack();
            return false;
        }
        return isAbandoned() || found != 0 && readiness() != 0;
    }

    /** {@return the bits of {@link Readiness} that what was found means to who is to learn of it now, or 0} */
    private int readiness() {
        if (isSpent()) {
            return 0;
        }
        Interest interest = effectiveInterest();
        int bits = interest.isRead() && AfdHold.isReadable(found) ? Readiness.READABLE : 0;
        return interest.isWrite() && AfdHold.isWritable(found) ? bits | Readiness.WRITABLE : bits;
    }

    /** Returns the bits of {@link Readiness} to tell, or 0 if nobody is to learn of it. */
    int fired() {
        int bits = readiness();
        found = 0;
        if (bits != 0) {
            reported();
        }
        return bits;
    }

    /** Under the source's lock, on any thread. */
    @Override
    public void remove(boolean sourceCloses) {
        ((AfdPort) port).polls().forget(this);
        while (state == SUBMITTING) { // for no longer than that call takes
            Thread.onSpinWait();
        }
        if (state == PENDING) {
            cancel();
        } else {
            giveBack();
        }
    }

    private void cancel() {
        if (!device.isOpen()) {
            return; // with its port, and it has cancelled all
        }
        try {
            device.cancelPoll(poll);
        } catch (ClosedChannelException e) {
            // All is cancelled.
        } catch (IOException e) {
            // It ends in its own time, or when the socket is closed.
        }
    }

    /** Gives its place to the next, once, if no poll is pending there. */
    private void giveBack() {
        if (STATE.compareAndSet(this, IDLE, GIVEN_BACK)) {
            ((AfdPort) port).polls().remove(this);
        }
    }
}
