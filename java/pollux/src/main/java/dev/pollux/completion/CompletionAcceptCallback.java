package dev.pollux.completion;

import dev.pollux.ErrorHandler;

/**
 * Takes the connections that a {@link CompletionListener} accepts: the {@link StreamCallback} of an {@link AcceptStream} that has
 * no use for the stream. {@link CompletionPort} has an example.
 *
 * <p>Only from a thread that polls the port. With a {@link CompletionDispatcher} that is the loop's thread.
 */
@FunctionalInterface
public interface CompletionAcceptCallback extends StreamCallback<AcceptStream, CompletionSocket> {

    /**
     * Called once for each connection, on a thread that polls the port.
     *
     * @param socket the connection, which belongs to the callback from now on
     * @throws Exception anything. It goes to the port's {@link ErrorHandler}, the connection is closed, and the loop goes on
     */
    void onAccept(CompletionSocket socket) throws Exception;

    @Override
    default void onResult(AcceptStream stream, CompletionSocket socket) throws Exception {
        onAccept(socket);
    }
}
