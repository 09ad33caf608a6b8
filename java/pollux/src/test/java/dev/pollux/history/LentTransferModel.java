package dev.pollux.history;

import dev.pollux.completion.CompletionChannel;
import dev.pollux.completion.CompletionSocket;
import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedChannelException;

/** The model of a write or a send of a lent buffer, which is back at its end. */
abstract class LentTransferModel extends Expected {
    final LentModel.Lent lent;
    private final CompletionWorld world;
    private final boolean closedBefore;
    private IOException reported; // to the error handler, because there is no callback

    LentTransferModel(CompletionWorld world, LentModel.Lent lent, boolean closedBefore) {
        this.world = world;
        this.lent = lent;
        this.closedBefore = closedBefore;
    }

    abstract CompletionChannel to();

    /** It is being submitted. */
    abstract void sends();

    /** All has gone. */
    abstract void sent();

    /** It has failed, or perhaps. */
    void undone() {}

    abstract boolean mayFail(IOException failure);

    /** {@return true if its socket may be closed already, or not yet, and the model can't tell} */
    boolean closesUnseen() {
        return false;
    }

    abstract boolean isDueByItself();

    final boolean isOfClosed() {
        return closedBefore;
    }

    @Override
    final boolean isDue() {
        return pending && (channelClosed || closedBefore || isDueByItself());
    }

    void ended(IOException failure) {
        ends();
        world.lent.isBack(lent);
        if (failure == null) {
            if (closedBefore && !closesUnseen()) {
                throw new AssertionError(this + " was written after the close");
            }
            sent();
            return;
        }
        boolean allowed = failure instanceof AsynchronousCloseException
                ? channelClosed || closesUnseen()
                : failure instanceof ClosedChannelException ? closedBefore || closesUnseen() : mayFail(failure);
        if (!allowed) {
            throw new AssertionError(this + " failed with " + failure, failure);
        }
        undone();
    }

    // ---- Without a callback ----

    /** {@return true if whoever has lent it is told of a close of where it goes} */
    private boolean isForAnother() {
        return lent.stream() instanceof ReadStreamModel stream && stream.its.socket() != to();
    }

    /** The error handler is told something that this may be about. */
    final boolean mayReport(Object source, IOException failure) {
        if (reported != null) {
            return false;
        }
        boolean isLost = failure.getCause() instanceof ClosedChannelException
                && !(failure instanceof SocketException); // which over nio has such a cause where the output is shut
        boolean allowed = isLost
                ? isForAnother()
                        && source == ((ReadStreamModel) lent.stream()).its.socket()
                        && (channelClosed || closedBefore || closesUnseen())
                : source == to() && mayFail(failure);
        if (allowed) {
            reported = failure;
            undone();
            if (failure instanceof SocketTimeoutException) {
                timedOut();
            }
        }
        return allowed;
    }

    /** It has ended, and nobody was told, the error handler excepted. */
    final void endedUntold() {
        ends();
        world.lent.isBack(lent);
        if (closedBefore && !closesUnseen() && isForAnother() && world.port.isOpen()) {
            CompletionSocket lender = ((ReadStreamModel) lent.stream()).its.socket();
            if (lender.isOpen() && reported == null) {
                throw new AssertionError(this + " is lost, and nobody was told");
            }
        }
        if (reported != null || closedBefore || channelClosed || closesUnseen()) {
            undone();
        } else {
            sent();
        }
    }

    /** The socket closes itself, because it took too long. */
    void timedOut() {}
}
