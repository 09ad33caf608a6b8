package dev.pollux.readiness;

import java.io.IOException;
import java.net.SocketAddress;

/**
 * Accepts connections, of TCP or of Unix sockets, and never blocks.
 *
 * <p>All methods may be called from any thread.
 *
 * <pre>{@code
 * StreamListener listener = dispatcher.openListener();
 * listener.setOption(StandardSocketOptions.SO_RCVBUF, 1 << 20);
 * listener.bind(new InetSocketAddress(8080), StreamListener.MAX_BACKLOG);
 * dispatcher.listen(listener, socket -> serve(socket));
 * }</pre>
 */
public interface StreamListener extends PollableSocket {
    /** A backlog as long as the system allows. */
    int MAX_BACKLOG = Integer.MAX_VALUE;

    /**
     * Takes an address and begins to listen.
     *
     * <p>A Unix socket makes a file at its path, and Pollux never deletes that file. Another program may be listening on it. A
     * file that is left over is "address in use". A program that knows that it is the only one deletes it before, with {@link
     * java.nio.file.Files#deleteIfExists}.
     *
     * @param address the local address. Port 0 lets the system choose one
     * @param backlog how many connections may wait to be accepted, at least 1. The system may allow fewer
     * @throws java.net.BindException if the address is in use or not this machine's
     * @throws java.nio.channels.AlreadyBoundException if it is bound
     * @throws java.nio.channels.ClosedChannelException if it is closed
     * @throws java.nio.channels.UnresolvedAddressException if the address is a name that was not found
     * @throws IllegalArgumentException if the backlog is below 1, or a Unix socket's path too long
     * @throws java.nio.channels.UnsupportedAddressTypeException if it is of another family than the listener
     * @throws IOException if the system refuses for another reason
     */
    void bind(SocketAddress address, int backlog) throws IOException;

    /**
     * Accepts a connection.
     *
     * @return the connection, or null if none waits
     * @throws java.nio.channels.NotYetBoundException if it is not bound
     * @throws java.nio.channels.ClosedChannelException if it is closed
     * @throws IOException if the system refuses, because there is no descriptor left for instance. The connection still waits
     *     then
     */
    StreamSocket accept() throws IOException;
}
