package dev.pollux.internal.nio;

import dev.pollux.internal.readiness.AbstractPollable;
import dev.pollux.internal.readiness.AbstractReadinessPort;
import dev.pollux.internal.readiness.AbstractRegistration;
import dev.pollux.internal.readiness.channel.ChannelPollable;
import dev.pollux.readiness.Interest;
import dev.pollux.readiness.Readiness;
import dev.pollux.readiness.ReadinessCallback;
import dev.pollux.readiness.TriggerMode;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;

/** A registration with a selector. */
final class NioRegistration extends AbstractRegistration {
    private final NioKeys keys;
    int place; // in its port's list, see NioRegistrations
    private SelectionKey key;
    private boolean awaitsConnect; // the polling thread's own
    private int readyOperations; // what the last select has found; the polling thread's own
    private long readyTurn; // the port's turn in which that was

    NioRegistration(
            AbstractReadinessPort port,
            AbstractPollable source,
            Interest interest,
            TriggerMode triggerMode,
            ReadinessCallback callback) {
        super(port, source, interest, triggerMode, callback);
        keys = (NioKeys) ((ChannelPollable) source).hold();
    }

    NioKeys keys() {
        return keys;
    }

    void key(SelectionKey newKey) {
        key = newKey;
    }

    /**
     * Notes what a select has found. It may be quicker than {@link #key}, on the thread that registers. Returns whether
     * that is the first of this turn.
     */
    boolean ready(SelectionKey itsKey, int operations, long turn) {
        key = itsKey;
        boolean first = readyTurn != turn;
        readyOperations = first ? operations : readyOperations | operations;
        readyTurn = turn;
        return first;
    }

    /** Returns the operations that stand for its interest now. */
    int operations() {
        int operations = isSpent() ? 0 : keys.operations(effectiveInterest());
        awaitsConnect = (operations & SelectionKey.OP_CONNECT) != 0;
        return operations;
    }

    /** True if it is to be told what a writable channel is: a connected one would wake the select for ever. */
    boolean hasConnected() {
        return awaitsConnect && (keys.operations(Interest.WRITE) & SelectionKey.OP_CONNECT) == 0;
    }

    @Override
    public void effectiveInterestChanged() {}

    @Override
    public void tellInterest() {
        try {
            int operations = operations();
            if (key.interestOps() != operations) {
                key.interestOps(operations);
            }
        } catch (CancelledKeyException | ClosedSelectorException e) {
            // Its channel or the selector was closed: there is nothing to wait for.
        }
    }

    /**
     * Leaves the key in the selector, with nothing to wait for: a cancelled one could not be registered again before the
     * next select. It goes with its channel.
     */
    @Override
    public void remove(boolean sourceCloses) {
        ((NioPort) port).removed(this);
        if (sourceCloses) {
            return;
        }
        key.attach(null);
        try {
            key.interestOps(0);
        } catch (CancelledKeyException | ClosedSelectorException e) {
            // Its channel or the selector was closed.
        }
    }

    /** Returns the bits of {@link Readiness} that {@link #readyOperations} mean here, or 0 if nobody is to learn of it. */
    int fired() {
        if (isSpent()) {
            return 0;
        }
        Interest interest = effectiveInterest();
        int bits = 0;
        if (interest.isRead() && (readyOperations & (SelectionKey.OP_READ | SelectionKey.OP_ACCEPT)) != 0) {
            bits |= Readiness.READABLE;
        }
        if (interest.isWrite() && (readyOperations & (SelectionKey.OP_WRITE | SelectionKey.OP_CONNECT)) != 0) {
            bits |= Readiness.WRITABLE;
        }
        if (bits == 0) {
            return 0;
        }
        reported();
        if (isSpent()) {
            try {
                key.interestOps(0);
            } catch (CancelledKeyException | ClosedSelectorException e) {
                return 0;
            }
        }
        return bits;
    }
}
