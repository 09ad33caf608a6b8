package dev.pollux.completion;

/**
 * Accepts one connection. Its result is 0, and the connection is {@link #socket()}. {@link CompletionListener} has an
 * example.
 *
 * <p>All methods may be called from any thread.
 */
public interface AcceptOperation extends Operation<AcceptOperation> {

    /** {@return the listener that it accepts at} */
    CompletionListener listener();

    /**
     * {@return the connection that was accepted last, or null after a failure}
     *
     * <p>The caller has to close it. Ask in the callback, before the next submit, because another thread may complete the
     * next accept at once.
     */
    CompletionSocket socket();
}
