package dev.pollux.completion;

import dev.pollux.ErrorHandler;

/**
 * Something that a {@link CompletionPort} does for the program: a read, an accept, a connect. Its socket, listener or port
 * makes it. It is made once, then submitted as often as the program likes, one submission at a time. Submitting and
 * completing allocate nothing.
 *
 * <p>Each submission ends in exactly one call of one of its two callbacks, on a thread that polls the port. Until then the
 * operation's buffers belong to the system. They are kept alive, and the program must not touch them.
 *
 * <pre>{@code
 * ReadOperation read = socket.read(buffer)
 *         .onCompletion((operation, bytes) -> handle(bytes))
 *         .onFailure((operation, failure) -> operation.socket().close())
 *         .timeoutNanos(30_000_000_000L);
 * read.submit();
 * }</pre>
 *
 * <p>All methods may be called from any thread. Only Pollux implements this interface.
 *
 * @param <O> the kind of operation
 */
public interface Operation<O extends Operation<O>> {

    /** {@return the port that it belongs to} */
    CompletionPort port();

    /**
     * Begins it. A failure is told by {@link #onFailure}, also a failure to begin.
     *
     * @throws IllegalStateException if it is pending already, or if {@link #onCompletion} was not called, because nobody
     *     would learn of its end
     * @throws java.nio.channels.ShutdownChannelGroupException if the port is closed
     */
    void submit();

    /**
     * Asks for its end. It may complete nevertheless, and then keeps its result. Otherwise it fails with an {@link
     * OperationCancelledException}. Its callback is called in both cases. No other operation is touched.
     *
     * @return true if it was pending
     */
    boolean cancel();

    /** {@return true from the submit until its callback is about to be called} */
    boolean isPending();

    /**
     * Sets who learns that it has done what it was submitted for. Operations may name each other: make all of them first,
     * then say what follows on each.
     *
     * @param callback what to call
     * @return this
     * @throws IllegalStateException if it is pending
     */
    O onCompletion(CompletionCallback<O> callback);

    /**
     * Sets who learns of failures. By default the port's {@link ErrorHandler} learns of them, with the socket that each
     * happened to. It does not learn of a cancellation, or of a close meanwhile, because whoever cancelled or closed knows.
     *
     * @param callback what to call, or null for the default
     * @return this
     */
    O onFailure(FailureCallback<O> callback);

    /**
     * Limits how long each submission may take, from the next one on. A submission that takes longer is cancelled, and fails
     * with a {@link java.net.SocketTimeoutException}. That is never early. It is late if all threads that poll are in
     * callbacks.
     *
     * @param timeoutNanos the time, or 0, as at first, for no limit
     * @return this
     * @throws IllegalArgumentException if it is negative
     */
    O timeoutNanos(long timeoutNanos);
}
