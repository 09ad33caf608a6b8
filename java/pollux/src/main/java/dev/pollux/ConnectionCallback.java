package dev.pollux;

/** Takes the connections that a {@link CompletionListener} accepts. */
@FunctionalInterface
public interface ConnectionCallback {

    /**
     * Called on a thread that polls the port.
     *
     * @param socket the connection, which is the callee's now
     * @throws Exception anything: it goes to the {@link ErrorHandler}, the connection is closed, and the loop goes on
     */
    void onConnection(CompletionSocket socket) throws Exception;
}
