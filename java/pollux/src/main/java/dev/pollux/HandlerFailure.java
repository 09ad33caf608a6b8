package dev.pollux;

/**
 * What an {@link ErrorHandler} itself has thrown: it waits until the batch is delivered, or the tasks are run, for what is
 * left of them would be lost. The first is thrown in the end, with the others in its train. One thread's own.
 */
final class HandlerFailure {
    private Throwable first;

    void add(Throwable thrown) {
        if (first == null) {
            first = thrown;
        } else if (first != thrown) {
            first.addSuppressed(thrown);
        }
    }

    void throwIfAny() {
        Throwable thrown = first;
        first = null;
        if (thrown instanceof Error error) {
            throw error;
        }
        if (thrown != null) {
            throw (RuntimeException) thrown; // a handler declares no other
        }
    }
}
