package dev.pollux.completion;

import dev.pollux.ErrorHandler;

/**
 * Something that a {@link CompletionPort} does again and again after one submit: it accepts connections, reads, or receives. An
 * {@link Operation} has one result, a stream has many. A listener or socket makes it. After its end it can be submitted again.
 *
 * <pre>{@code
 * ReadStream stream = socket.readStream((same, buffer) -> socket.writeAndGiveBack(buffer))
 *         .onEnd(same -> socket.closeWhenWritten())
 *         .onFailure((same, failure) -> socket.close())
 *         .timeoutNanos(30_000_000_000L);
 * stream.submit();
 * }</pre>
 *
 * <p>Its callbacks are called one after another, on threads that poll the port. They are never called within a call of the
 * program's, except that {@link CompletionPort#close()} calls those of what it ends. Each submission ends in exactly one call of
 * {@link #onEnd}, {@link #onStopped} or {@link #onFailure}, after the last result. What a callback throws goes to the {@link ErrorHandler}. The
 * stream goes on, unless the handler closes its socket, as the default handler does.
 *
 * <p>All methods may be called from any thread. Only Pollux implements this interface.
 *
 * @param <S> the kind of stream
 * @param <R> its results
 */
public interface CompletionStream<S extends CompletionStream<S, R>, R> {

    /** {@return the port that it belongs to} */
    CompletionPort port();

    /**
     * Begins it. One stream of a listener or socket may be pending at a time. A failure is told by {@link #onFailure}, also a
     * failure to begin.
     *
     * @throws IllegalStateException if it or another of the same socket is pending, if {@link #onResult} was not called, or if it
     *     reads, and a {@link ReadOperation} of its socket is pending: nobody would know which of the two reads what
     * @throws java.nio.channels.ShutdownChannelGroupException if the port is closed
     */
    void submit();

    /**
     * Asks for its end. Results that are under way are still told, also if it is paused. Then {@link #onStopped} is called. What
     * has not been read yet stays for the next reader.
     *
     * @return true if it was pending
     */
    boolean stop();

    /**
     * Suspends it: it tells nothing until {@link #resume()}. Results that are under way are kept, and told then, in their order.
     * So are an end of the stream and an error. A close and a {@link #stop()} are told at once. It may be called before the
     * submit, too.
     */
    void pause();

    /** Has it go on. Does nothing if it is not paused. */
    void resume();

    /** {@return true from the submit until the callback of its end is about to be called} */
    boolean isPending();

    /** {@return true if the last submission came to its end by {@link #stop()}} */
    boolean isStopped();

    /**
     * Sets who gets the results.
     *
     * @param callback what to call
     * @return this
     * @throws IllegalStateException if it is pending
     */
    S onResult(StreamCallback<S, R> callback);

    /**
     * Sets who learns that the peer has ended the stream. Only the peer of a {@link ReadStream} can do that.
     *
     * @param callback what to call, or null for the default, which is {@link CompletionSocket#closeWhenWritten()}
     * @return this
     */
    S onEnd(StreamEndCallback<S> callback);

    /**
     * Sets who learns that the stream has ended because of {@link #stop()}.
     *
     * @param callback what to call, or null for the default, which does nothing
     * @return this
     */
    S onStopped(StreamEndCallback<S> callback);

    /**
     * Sets who learns of failures. By default the port's {@link ErrorHandler} learns of them, with the socket that each happened
     * to. It does not learn of a close, because whoever closed knows. {@link CompletionSocket#closeWhenWritten()} is a close, too.
     *
     * @param callback what to call, or null for the default
     * @return this
     */
    S onFailure(FailureCallback<S> callback);

    /**
     * Limits how long it may wait for its next result, from the next submission on. If nothing comes for longer, it fails with a
     * {@link java.net.SocketTimeoutException}. That is never early. The time when it does not wait does not count: while it is
     * paused, its callback runs, or no buffer can be lent to it.
     *
     * @param timeoutNanos the time, or 0, as at first, for no limit
     * @return this
     * @throws IllegalArgumentException if it is negative
     */
    S timeoutNanos(long timeoutNanos);
}
