package dev.pollux.readiness;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;

/**
 * An address that a {@link DispatcherGroup} listens on. {@link DispatcherGroup#listen} makes it.
 *
 * <p>All methods may be called from any thread. {@link DispatcherGroup} has an example.
 */
public interface GroupListener extends AutoCloseable {
    /** {@return how it spreads: never {@link Spread#AUTO}, but what that came to} */
    Spread spread();

    /**
     * {@return the address, with the real port}
     *
     * @throws IOException if it is closed
     */
    SocketAddress localAddress() throws IOException;

    /**
     * {@return TCP's address, with the real port}
     *
     * @throws java.nio.channels.UnsupportedAddressTypeException if it is a Unix socket
     * @throws IOException if it is closed
     */
    InetSocketAddress localInetAddress() throws IOException;

    /** Ends the accepting. Connections live on. A second call does nothing. */
    @Override
    void close();
}
