package dev.pollux.windows;

import static dev.pollux.windows.Windows.CALLS;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NotYetConnectedException;

/** What a stream is connected to, how each of its halves is shut, and how it is lent. */
abstract sealed class StreamState extends WinsockSocket permits WinsockStreamSocket {
    private static final int SD_RECEIVE = 0;
    private static final int SD_SEND = 1;

    StreamState(long socket, Family family, Provider provider, boolean adopted) {
        super(socket, family, provider, adopted);
    }

    StreamState(StreamState lender) {
        super(lender);
    }

    /**
     * Makes a second object of this socket, for a port. The SOCKET is closed when both are.
     *
     * @return the second. Its close cancels what is pending. As long as this one is open, it closes no more than that
     * @throws ClosedChannelException if it is closed
     * @hidden
     */
    public WinsockStreamSocket lend() throws ClosedChannelException {
        acquire();
        try {
            return new WinsockStreamSocket(this);
        } catch (Throwable e) { // no memory
            release();
            throw e;
        }
    }

    /**
     * Shuts the receiving half: shutdown with SD_RECEIVE. Data that arrives afterwards resets the connection, unlike on Linux.
     *
     * @throws NotYetConnectedException if it is not connected, or its context was not updated
     * @throws IOException if the system refuses
     */
    public void shutdownInput() throws IOException {
        shutdown(SD_RECEIVE);
    }

    /**
     * Shuts the sending half, once all that was sent has gone: shutdown with SD_SEND. The peer sees the end.
     *
     * @throws NotYetConnectedException if it is not connected, or its context was not updated
     * @throws IOException if the system refuses
     */
    public void shutdownOutput() throws IOException {
        shutdown(SD_SEND);
    }

    private void shutdown(int how) throws IOException {
        long socket = acquire();
        try {
            int result = CALLS.shutdown(socket, how);
            if (result < 0) {
                throw Errors.ofConnected("shutdown", result, describe());
            }
        } finally {
            release();
        }
    }

    /**
     * {@return the peer's address, or null if it is not connected or its context was not updated: getpeername}
     *
     * @throws IOException if the socket is closed
     */
    public SocketAddress remoteAddress() throws IOException {
        return peerAddress();
    }
}
