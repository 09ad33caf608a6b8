package dev.pollux.internal.emulated;

import dev.pollux.internal.completion.AbstractOperation;
import dev.pollux.internal.completion.shared.CompletionEntry;
import dev.pollux.readiness.StreamSocket;
import java.net.InetSocketAddress;

/** A submission. Each operation has one, for all of its submissions. */
final class EmulatedTicket extends CompletionEntry {
    // Why a submission ended without a result. Any other failure is an exception, which the operation has.
    static final int CANCELLED = 1;
    static final int CLOSED = 2;

    private final AbstractOperation<?> operation;

    // Guarded by the lane that it waits in; another lane may look whether it is itself.
    EmulatedTicket nextWaiting;
    EmulatedTicket previousWaiting;
    Lane waitsIn; // or null

    // Of the submission under way: written before it is complete, read after.
    int code;
    int bytes;
    boolean hasBegun; // a connect
    StreamSocket accepted;
    InetSocketAddress sender;
    boolean isTruncated;

    EmulatedTicket(AbstractOperation<?> operation) {
        this.operation = operation;
    }

    static EmulatedTicket of(AbstractOperation<?> operation) {
        return (EmulatedTicket) operation.ticket();
    }

    @Override
    protected AbstractOperation<?> operation() {
        return operation;
    }

    AbstractOperation<?> its() {
        return operation;
    }

    void begin() {
        code = 0;
        bytes = 0;
        hasBegun = false;
        isTruncated = false;
    }
}
