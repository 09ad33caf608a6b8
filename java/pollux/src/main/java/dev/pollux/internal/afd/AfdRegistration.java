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
 * <p>The two meet without a lock. Whoever submits says so first. Whoever closes takes the poll from it, or waits for the call that is
 * under way and cancels, because the socket may be closed right after it.
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

    private volatile int state = GIVEN_BACK; // it has no place yet

    // The polling thread's own.
    private int armed; // the events that the pending poll waits for
    private boolean cancelled; // the pending poll was asked to end, because it waits for less than is wanted
    private int found; // what the last poll has found, and is to be told
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
        state = IDLE;
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
        if (!open) {
            giveBack(); // its add has failed after it was given a place
            return;
        }
        if (found != 0) { // a poll submitted now would find it once more, though the callback takes it meanwhile
            return;
        }
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
        int result = -1;
        try {
            armed = wanted;
            result = device.submitPoll(poll, socket, wanted);
        } finally {
            state = result >= 0 ? PENDING : IDLE;
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
        if (isAbandoned() || readiness() != 0) {
            return true;
        }
        found = 0;
        return false;
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
        while (!giveBack()) {
            int now = state;
            if (now == PENDING) {
                cancel(); // and its completion gives it back
            }
            if (now != SUBMITTING && now != IDLE) {
                return;
            }
            Thread.onSpinWait(); // for no longer than that call takes
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

    /** Gives its place to the next, once. Returns false if its poll is pending, or under way, or it was given back before. */
    private boolean giveBack() {
        boolean isGiven = STATE.compareAndSet(this, IDLE, GIVEN_BACK);
        if (isGiven) {
            ((AfdPort) port).polls().remove(this);
        }
        return isGiven;
    }
}
