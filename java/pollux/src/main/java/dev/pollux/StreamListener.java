package dev.pollux;

import dev.pollux.internal.socket.Refusals;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.channels.AlreadyBoundException;

/** A socket that accepts connections, of TCP or of Unix sockets. Never blocks. Any thread. */
public abstract sealed class StreamListener extends PollableSocket permits EpollListener, NioListener {
    /** A backlog as long as the system allows. */
    public static final int MAX_BACKLOG = dev.pollux.linux.LinuxStreamListener.MAX_BACKLOG;

    private volatile boolean bound;

    StreamListener() {}

    /**
     * Takes an address and begins to listen.
     *
     * <p>A Unix socket makes a file at its path, which Pollux never deletes: not here, where another program may be
     * listening on it, and not at the close. A file that is left over is "address in use"; a program that knows that it is
     * the only one deletes it before, with {@link java.nio.file.Files#deleteIfExists}.
     *
     * @param address the local address; port 0 lets the system choose one
     * @param backlog how many connections may wait to be accepted, at least 1; the system may allow fewer
     * @throws java.net.BindException if the address is in use or not this machine's
     * @throws AlreadyBoundException if it is bound
     * @throws java.nio.channels.ClosedChannelException if it is closed
     * @throws java.nio.channels.UnresolvedAddressException if the address is a name that was not found
     * @throws IllegalArgumentException if the backlog is below 1, or a Unix socket's path too long
     * @throws java.nio.channels.UnsupportedAddressTypeException if it is of another family than the listener
     * @throws IOException if the system refuses for another reason
     */
    public final void bind(SocketAddress address, int backlog) throws IOException {
        checkAddress(address);
        if (backlog < 1) {
            throw new IllegalArgumentException("a backlog of " + backlog + " connections: at least 1 is needed");
        }
        synchronized (lock) {
            checkOpen();
            if (bound) {
                throw Refusals.alreadyBound(this);
            }
            bindTo(address, backlog);
            bound = true;
        }
    }

    abstract void bindTo(SocketAddress address, int backlog) throws IOException;

    /**
     * Accepts a connection.
     *
     * @return the connection, or null if none waits
     * @throws java.nio.channels.NotYetBoundException if it is not bound
     * @throws java.nio.channels.ClosedChannelException if it is closed
     * @throws IOException if there is no descriptor left, for instance: the connection still waits then
     */
    public final StreamSocket accept() throws IOException {
        if (!bound) {
            checkOpen();
            throw Refusals.notYetBound(this);
        }
        return acceptOne();
    }

    abstract StreamSocket acceptOne() throws IOException;

    /** {@inheritDoc} */
    @Override
    public final SocketAddress localAddress() throws IOException {
        if (!bound) {
            checkOpen();
            return null;
        }
        return boundAddress();
    }

    abstract SocketAddress boundAddress() throws IOException;
}
