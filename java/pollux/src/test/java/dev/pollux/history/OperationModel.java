package dev.pollux.history;

import dev.pollux.completion.Operation;
import dev.pollux.completion.OperationCancelledException;
import dev.pollux.internal.completion.AbstractOperation;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedChannelException;

/** The model of an operation: what each submission may end with. What a kind demands of a result is its own. */
abstract class OperationModel extends Expected {
    final CompletionWorld world;
    final Operation<?> its;

    // Of the submission under way.
    private boolean cancelled;
    private boolean closedBefore; // it was submitted
    private long timeoutNanos;
    private long submittedNanos;

    OperationModel(CompletionWorld world, Operation<?> its) {
        this.world = world;
        this.its = its;
        told(its);
    }

    private <O extends Operation<O>> void told(Operation<?> operation) {
        @SuppressWarnings("unchecked") // each kind is an operation of itself
        O same = (O) operation;
        same.onCompletion((o, result) -> world.told(this, o, result, null));
        same.onFailure((o, failure) -> world.told(this, o, 0, failure));
    }

    /** {@return true if the port is to end it, whoever else does something or does nothing} */
    abstract boolean isDueByItself();

    /** Checks a result, and takes it into the model. */
    abstract void completed(long result);

    /** {@return true if it may fail with what the system says} */
    abstract boolean mayFail(IOException failure);

    /** It has failed, or was cancelled: what it may have done is not known. */
    void undone() {}

    /** {@return true if what it works on is closed} */
    boolean isChannelClosed() {
        return false;
    }

    @Override
    boolean isPendingThere() {
        return its.isPending();
    }

    @Override
    final boolean isDue() {
        return pending && (cancelled || channelClosed || closedBefore || timeoutNanos > 0 || isDueByItself());
    }

    @Override
    String whyDue() {
        return this + ", which the system has as " + ((AbstractOperation<?>) its).ticket();
    }

    /** {@return true if what it works on may be closed already, or not yet, and the model can't tell} */
    boolean closesUnseen() {
        return false;
    }

    /** {@return how long it may take if it is not told itself, or 0} */
    long otherTimeoutNanos() {
        return 0;
    }

    /** {@return true if it was submitted after the close} */
    final boolean isOfClosed() {
        return closedBefore;
    }

    final void submitting(long newTimeoutNanos) {
        timeoutNanos = newTimeoutNanos > 0 ? newTimeoutNanos : otherTimeoutNanos();
        submittedNanos = System.nanoTime();
        cancelled = false;
        closedBefore = isChannelClosed();
        begins();
    }

    /** The submit was refused by an exception: it has not begun. */
    final void refused() {
        pending = false;
        submissions--;
    }

    final void cancelled() {
        cancelled |= pending;
    }

    /** It has ended. */
    final void ended(long result, IOException failure) {
        ends();
        if (failure == null) {
            if (closedBefore && !closesUnseen()) {
                throw new AssertionError(this + " is of a closed channel, and completed with " + result);
            }
            completed(result);
            return;
        }
        boolean allowed;
        if (failure instanceof OperationCancelledException) {
            allowed = cancelled;
        } else if (failure instanceof SocketTimeoutException) {
            allowed = timeoutNanos > 0 && System.nanoTime() - submittedNanos >= timeoutNanos;
        } else if (failure instanceof AsynchronousCloseException) {
            allowed = channelClosed || closesUnseen();
        } else if (failure instanceof ClosedChannelException) {
            allowed = closedBefore || closesUnseen();
        } else {
            allowed = mayFail(failure);
        }
        if (!allowed) {
            throw new AssertionError(this + " failed with " + failure, failure);
        }
        undone();
    }

    @Override
    public String toString() {
        return its + " number " + submissions + (cancelled ? ", cancelled" : "") + (channelClosed ? ", closed" : "")
                + (closedBefore ? ", closed before" : "") + (timeoutNanos > 0 ? ", in " + timeoutNanos + " ns" : "");
    }
}
