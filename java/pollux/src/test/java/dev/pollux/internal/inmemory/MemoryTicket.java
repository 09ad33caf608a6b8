package dev.pollux.internal.inmemory;

import dev.pollux.internal.completion.AbstractOperation;
import java.util.Collection;

/** A submission. Guarded by the backend. */
final class MemoryTicket {
    final AbstractOperation<?> operation;
    int code;
    int bytes;
    MemoryStream accepted; // by an accept

    /** The submissions that wait as this one does; null if it does not wait. */
    Collection<MemoryTicket> among;

    MemoryTicket(AbstractOperation<?> operation) {
        this.operation = operation;
    }

    static MemoryTicket of(AbstractOperation<?> operation) {
        return (MemoryTicket) operation.ticket();
    }
}
