package dev.pollux.completion;

import java.io.IOException;

/** The operation was ended by {@link Operation#cancel()} before it had done anything. */
public final class OperationCancelledException extends IOException {
    private static final long serialVersionUID = 1L;

    /** @param operation what was cancelled */
    public OperationCancelledException(Operation<?> operation) {
        super("cancelled: " + operation);
    }
}
