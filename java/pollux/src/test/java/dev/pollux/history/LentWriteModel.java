package dev.pollux.history;

import dev.pollux.completion.CompletionSocket;
import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;

/** The model of a write of a lent buffer. */
final class LentWriteModel extends LentTransferModel {
    private final EndModel end;
    private final int count;
    private final boolean endedBefore;
    private final long timeoutNanos;
    private final long submittedNanos = System.nanoTime();
    private final CompletionWorld world;

    LentWriteModel(CompletionWorld world, EndModel end, LentModel.Lent lent, int count) {
        super(world, lent, end.isClosing());
        this.world = world;
        this.end = end;
        this.count = count;
        endedBefore = end.out.isEnded();
        timeoutNanos = end.writeTimeoutNanos;
    }

    @Override
    CompletionSocket to() {
        return end.socket;
    }

    @Override
    boolean isWrite() {
        return !isOfClosed();
    }

    @Override
    boolean closesUnseen() {
        return end.closesUnseen;
    }

    @Override
    void sends() {
        end.operations.add(this);
        if (!endedBefore) {
            end.out.sent(count);
            end.mayBeReset |= end.peer.mayBeClosed() && count > 0;
        }
    }

    @Override
    boolean isDueByItself() {
        return timeoutNanos > 0 || end.isWriteDue(endedBefore);
    }

    @Override
    void sent() {
        if (endedBefore && count > 0 && !end.outputShut && !end.closesUnseen) {
            throw new AssertionError("written after the end of " + end);
        }
        end.surelySent += count;
    }

    @Override
    boolean mayFail(IOException failure) {
        if (failure instanceof SocketTimeoutException) {
            return timeoutNanos > 0 && System.nanoTime() - submittedNanos >= timeoutNanos;
        }
        return end.mayFail(failure) || end.out.isEnded() && failure instanceof SocketException;
    }

    @Override
    void undone() {
        end.torn |= !endedBefore && count > 0;
        end.failing |= !isOfClosed() && !endedBefore;
    }

    @Override
    void ended(IOException failure) {
        super.ended(failure);
        if (failure instanceof SocketTimeoutException) {
            timedOut();
        }
    }

    /** What comes next would come in the middle of a message. */
    @Override
    void timedOut() {
        end.closesUnseen |= world.lent.isUntold(this) || world.isShared();
        end.closing = true;
        end.failing = true;
        end.out.end();
    }

    @Override
    public String toString() {
        return "write of " + count + " lent bytes to " + end + (timeoutNanos > 0 ? " in " + timeoutNanos + " ns" : "");
    }
}
