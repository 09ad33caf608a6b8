package dev.pollux.readiness;

import dev.pollux.ErrorHandler;
import java.io.IOException;

/**
 * Learns how a connect ended.
 *
 * <p>Only from the loop's thread. A close may also call it, on the thread that closes.
 *
 * <pre>{@code
 * loop.connect(address, (socket, failure) -> {
 *     if (failure == null) {
 *         loop.register(socket, Interest.READ, callback);
 *     }
 * });
 * }</pre>
 */
@FunctionalInterface
public interface ConnectCallback {

    /**
     * Called once, on the dispatcher's thread, or on the thread that closes it, if that comes first.
     *
     * @param socket the connection, not registered yet. If it failed, null or closed
     * @param failure why it failed, or null
     * @throws Exception anything: it goes to the {@link ErrorHandler}, the connection is closed, and the loop goes on
     */
    void onConnect(StreamSocket socket, IOException failure) throws Exception;
}
