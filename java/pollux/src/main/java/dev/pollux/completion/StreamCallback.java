package dev.pollux.completion;

import dev.pollux.ErrorHandler;

/**
 * Takes the results of a stream. {@link CompletionStream} has an example.
 *
 * <p>Only from a thread that polls the port. With a {@link CompletionDispatcher} that is the loop's thread.
 *
 * @param <S> the kind of stream
 * @param <R> its results
 */
@FunctionalInterface
public interface StreamCallback<S extends CompletionStream<S, R>, R> {

    /**
     * Called once for each result, on a thread that polls the port. It is never called by two threads at once for one stream.
     *
     * @param stream the stream
     * @param result the result, which belongs to the callback from now on
     * @throws Exception anything. It goes to the port's {@link ErrorHandler}. A result that is a connection is closed then. One that
     *     is a buffer is given back, unless it was given back or is being written. So throw nothing after you have handed it to
     *     another thread
     */
    void onResult(S stream, R result) throws Exception;
}
