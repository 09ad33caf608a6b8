package dev.pollux.readiness;

import dev.pollux.ErrorHandler;

/**
 * Takes the connections that a listener accepts.
 *
 * <p>Only from the loop's thread. {@link ReadinessDispatcher} has an example.
 */
@FunctionalInterface
public interface AcceptCallback {

    /**
     * Called on the dispatcher's thread.
     *
     * @param socket the connection, which is the callee's now: to register, to hand to another dispatcher, to close
     * @throws Exception anything: it goes to the {@link ErrorHandler}, the connection is closed, and the loop goes on
     */
    void onAccept(StreamSocket socket) throws Exception;
}
