package dev.pollux.internal.completion;

import dev.pollux.completion.CompletionChannel;
import dev.pollux.completion.GiveBackCallback;
import dev.pollux.completion.OperationCancelledException;
import dev.pollux.internal.completion.clock.SlowClock;
import dev.pollux.internal.completion.lent.LentBufferWork;
import dev.pollux.internal.completion.lent.LentOwner;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.channels.ClosedChannelException;

/**
 * A write or send of a lent buffer, which gives it back, whatever happens. It works for one socket, and later for another of the
 * same port, so that a connection keeps none.
 */
final class LentTransfer<C extends CompletionChannel> implements OperationOwner {
    private final LentTransfers<C> home;
    private final AbstractOperation<?> operation;

    // Of the transfer under way.
    private AbstractCompletionChannel channel;
    private C face; // the same
    private LentBufferWork buffer;
    private GiveBackCallback<C> callback;
    private boolean isWatched; // by the port's limit; written before the submission, read after its number
    private int began; // by the clock; likewise

    LentTransfer<C> next; // its home's
    final LentTransfer<C> nextMade;

    LentTransfer(LentTransfers<C> home, AbstractOperation<?> operation, LentTransfer<C> nextMade) {
        this.home = home;
        this.operation = operation;
        this.nextMade = nextMade;
        operation.owner = this;
    }

    AbstractOperation<?> operation() {
        return operation;
    }

    /** Has the port's limit hold for the next transfer, or not. */
    void watched(boolean byPort, int now) {
        isWatched = byPort;
        began = now;
    }

    /** Begins, with an operation that was told everything. The buffer is being written, and is given back if this throws. */
    void begin(AbstractCompletionChannel to, C toFace, LentBufferWork lent, GiveBackCallback<C> toCall) {
        channel = to;
        face = toFace;
        buffer = lent;
        callback = toCall;
        boolean begun = false;
        try {
            operation.submit();
            begun = true;
        } finally {
            if (!begun) {
                over();
            }
        }
    }

    /** From here on it works for another. */
    private void over() {
        LentBufferWork transferred = buffer;
        channel = null;
        face = null;
        buffer = null;
        callback = null;
        home.put(this);
        transferred.endWrite();
    }

    /** Ends it if it is too late. Returns true if it is under way, and may come to be. */
    boolean look(int now, long limitNanos) {
        long number =
                operation.submission(); // before all else: what is read then is of this submission, or a later one
        if (!operation.isPending() || !isWatched) {
            return false;
        }
        if (SlowClock.isLate(began, now)) {
            operation.expire(number, limitNanos);
        }
        return true;
    }

    @Override
    public int ended(AbstractOperation<?> ended, long result, IOException failure) {
        AbstractCompletionChannel to = channel;
        C toFace = face;
        GiveBackCallback<C> toCall = callback;
        LentOwner lender = failure == null ? null : buffer.owner();
        try {
            over();
            if (toCall != null) {
                toCall.onGivenBack(toFace, failure);
            } else if (failure != null) {
                report(to, failure, lender);
            }
        } catch (Throwable e) {
            to.port.submissions.reportThrown(to, e);
        } finally {
            if (failure instanceof SocketTimeoutException) { // what comes next would come in the middle of a message
                to.close();
            }
        }
        return toCall == null ? 0 : 1;
    }

    /** Whoever closed the channel knows. Who sends to it what another connection says need not. */
    private static void report(AbstractCompletionChannel to, IOException failure, LentOwner lender) {
        if (!(failure instanceof OperationCancelledException || failure instanceof ClosedChannelException)) {
            to.port.report(to, failure);
        } else if (lender instanceof ReadStreamWork stream && stream.channel != to && isOpen(stream.channel)) {
            stream.port.report(
                    stream.channel,
                    new IOException("what " + stream.channel + " has read is lost: " + to + " is closed", failure));
        }
    }

    private static boolean isOpen(AbstractCompletionChannel channel) {
        return channel.isOpen() && channel.port.isOpen();
    }
}
