package dev.pollux.completion;

import java.io.IOException;

/**
 * The operation was ended by {@link Operation#cancel()} before it had done anything.
 *
 * <p>May be called from any thread.
 *
 * <pre>{@code
 * read.onFailure((operation, failure) -> {
 *     if (!(failure instanceof OperationCancelledException)) {
 *         operation.socket().close();
 *     }
 * });
 * read.submit();
 * read.cancel();
 * }</pre>
 */
public final class OperationCancelledException extends IOException {
    private static final long serialVersionUID = 1L;

    /** @param operation what was cancelled */
    public OperationCancelledException(Operation<?> operation) {
        super("cancelled: " + operation);
    }
}
