package dev.pollux.internal.completion;

import dev.pollux.completion.CompletionChannel;
import dev.pollux.completion.GiveBackCallback;
import dev.pollux.completion.OperationCancelledException;
import dev.pollux.internal.completion.lent.LentBufferWork;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ShutdownChannelGroupException;

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

    LentTransfer<C> next; // its home's

    LentTransfer(LentTransfers<C> home, AbstractOperation<?> operation) {
        this.home = home;
        this.operation = operation;
        operation.owner = this;
    }

    AbstractOperation<?> operation() {
        return operation;
    }

    /** Begins, with an operation that was told everything. The buffer is being written, and is given back if this throws. */
    void begin(AbstractCompletionChannel to, C toFace, LentBufferWork lent, GiveBackCallback<C> toCall) {
        channel = to;
        face = toFace;
        buffer = lent;
        callback = toCall;
        to.transferBegins();
        boolean begun = false;
        try {
            operation.submit();
            begun = true;
        } finally {
            if (!begun) {
                over();
                to.transferEnds();
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

    @Override
    public int ended(AbstractOperation<?> ended, long result, IOException failure) {
        AbstractCompletionChannel from = channel;
        C fromFace = face;
        GiveBackCallback<C> toCall = callback;
        try {
            over();
            tell(from, fromFace, toCall, failure);
        } catch (Throwable e) {
            if (!(e instanceof ShutdownChannelGroupException && !from.port.isOpen())) { // as an operation's
                from.port.report(from, e);
            }
        } finally {
            from.transferEnds();
        }
        return toCall == null ? 0 : 1;
    }

    private static <C extends CompletionChannel> void tell(
            AbstractCompletionChannel from, C face, GiveBackCallback<C> toCall, IOException failure) throws Exception {
        if (toCall != null) {
            toCall.onGivenBack(face, failure);
        } else if (failure != null
                && !(failure instanceof OperationCancelledException || failure instanceof ClosedChannelException)) {
            from.port.report(from, failure); // whoever has closed it knows
        }
    }
}
