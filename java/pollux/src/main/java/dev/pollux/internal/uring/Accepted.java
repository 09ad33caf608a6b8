package dev.pollux.internal.uring;

import dev.pollux.internal.completion.AbstractOperation;
import dev.pollux.internal.completion.shared.CompletionEntry;

/** A connection that the kernel has accepted for a stream, and nobody was told of. */
final class Accepted extends CompletionEntry {
    private final UringAcceptStream stream;
    private final int fd;

    Accepted(UringAcceptStream stream, int fd) {
        this.stream = stream;
        this.fd = fd;
    }

    /** Hands it to its stream. Returns how many callbacks were called. */
    int deliver() {
        return stream.deliver(fd);
    }

    @Override
    protected AbstractOperation<?> operation() {
        return null; // it is no submission's end
    }
}
