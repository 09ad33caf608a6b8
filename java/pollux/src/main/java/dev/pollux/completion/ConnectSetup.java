package dev.pollux.completion;

/**
 * Sets up a socket before it connects: its options, or a local address. {@link ConnectOperation#setup} has an example.
 *
 * <p>May be called from any thread. It is called on the thread that submits.
 */
@FunctionalInterface
public interface ConnectSetup {

    /**
     * Called once for each submission, on the thread that submits.
     *
     * @param socket the socket, which is not connected yet
     * @throws Exception anything. The operation fails with it
     */
    void setUp(CompletionSocket socket) throws Exception;
}
