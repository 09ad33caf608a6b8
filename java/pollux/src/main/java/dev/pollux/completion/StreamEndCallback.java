package dev.pollux.completion;

import dev.pollux.ErrorHandler;

/**
 * Learns that a stream has come to its end. {@link CompletionStream} has an example.
 *
 * <p>Only from a thread that polls the port. With a {@link CompletionDispatcher} that is the loop's thread.
 *
 * @param <S> the kind of stream
 */
@FunctionalInterface
public interface StreamEndCallback<S extends CompletionStream<S, ?>> {

    /**
     * Called after the last result. The stream may be submitted again from here.
     *
     * @param stream the stream
     * @throws Exception anything. It goes to the port's {@link ErrorHandler}, and the loop goes on
     */
    void onEnd(S stream) throws Exception;
}
