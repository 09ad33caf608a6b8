package dev.pollux;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.channels.Channel;

/**
 * A connection with one peer, of whichever kind of port. {@link ErrorHandler#CLOSE_AND_LOG} closes what is one, and nothing
 * else: a listener whose callback has failed for one peer still serves the others.
 *
 * <pre>{@code
 * ErrorHandler handler = (source, failure) -> {
 *     metrics.count(failure);
 *     if (source instanceof Connection connection) {
 *         connection.close();
 *     }
 * };
 * }</pre>
 *
 * <p>All methods may be called from any thread.
 */
public interface Connection extends Channel {
    /**
     * {@return the peer's address, or null if it is not connected}
     *
     * @throws IOException if it is closed
     */
    SocketAddress remoteAddress() throws IOException;

    /** Closes the connection. A second call does nothing. May be called from any thread. */
    @Override
    void close();
}
