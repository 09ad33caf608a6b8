package dev.pollux.completion;

import dev.pollux.ErrorHandler;

/**
 * Takes the connections that a {@link CompletionListener} accepts. {@link CompletionPort} has an example.
 *
 * <p>Only from a thread that polls the port. With a {@link CompletionDispatcher} that is the loop's thread.
 */
@FunctionalInterface
public interface CompletionAcceptCallback {

    /**
     * Called once for each connection, on a thread that polls the port.
     *
     * @param socket the connection, which belongs to the callback from now on
     * @throws Exception anything. It goes to the port's {@link ErrorHandler}, the connection is closed, and the loop goes on
     */
    void onAccept(CompletionSocket socket) throws Exception;
}
