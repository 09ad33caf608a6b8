package dev.pollux.windows;

import static dev.pollux.windows.Windows.CALLS;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;

/**
 * A socket that accepts streams. Each accept is submitted with a socket of its own, which becomes the connection. Several
 * may be pending at once. That one of them ends with a reset, because the peer went away meanwhile, is routine: submit it again.
 *
 * <p>All methods may be called from any thread.
 *
 * <pre>{@code
 * WinsockStreamListener listener = WinsockStreamListener.open(Family.INET6);
 * listener.bind(new InetSocketAddress(9000));
 * listener.listen(128);
 * port.associate(listener, 1L);
 * WinsockStreamSocket accepted = WinsockStreamSocket.open(Family.INET6);
 * int result = listener.submitAccept(operation, accepted);
 * // Once it has completed:
 * listener.updateAcceptContext(accepted);
 * }</pre>
 */
public final class WinsockStreamListener extends WinsockSocket {
    /** SOMAXCONN: the backlog that the system chooses as the largest reasonable one. */
    public static final int MAX_BACKLOG = 0x7FFF_FFFF;

    private WinsockStreamListener(long socket, Family family, Provider provider) {
        super(socket, family, provider, false);
    }

    private WinsockStreamListener(WinsockStreamListener lender) {
        super(lender);
    }

    /**
     * Makes a second object of this socket, for a port. The SOCKET is closed when both are.
     *
     * @return the second. Its close cancels what is pending. As long as this one is open, it closes no more than that
     * @throws ClosedChannelException if it is closed
     * @hidden
     */
    public WinsockStreamListener lend() throws ClosedChannelException {
        acquire();
        try {
            return new WinsockStreamListener(this);
        } catch (Throwable e) { // no memory
            release();
            throw e;
        }
    }

    /**
     * Opens a socket to bind and listen on: WSASocketW. {@link WindowsSocketOptions#SO_EXCLUSIVEADDRUSE} is on.
     *
     * @param family its address family
     * @return the socket
     * @throws IOException if too many sockets are open, or the system lacks the family
     * @throws UnsupportedOperationException if the family is UNIX, and this Windows has no such sockets
     */
    public static WinsockStreamListener open(Family family) throws IOException {
        long socket = open(family, SOCK_STREAM);
        WinsockStreamListener listener = null;
        try {
            listener = new WinsockStreamListener(socket, family, Provider.ofOwn(socket, family, SOCK_STREAM));
        } finally {
            closeSocketUnless(listener != null, socket);
        }
        if (family != Family.UNIX) {
            boolean done = false;
            try {
                listener.setOption(WindowsSocketOptions.SO_EXCLUSIVEADDRUSE, true);
                done = true;
            } finally {
                if (!done) {
                    listener.close();
                }
            }
        }
        return listener;
    }

    /**
     * Begins to listen: listen.
     *
     * @param backlog how many connections may wait to be accepted, at least 1
     * @throws java.net.BindException if another socket listens on the address
     * @throws IOException if the system refuses for another reason
     */
    public void listen(int backlog) throws IOException {
        if (backlog < 1) {
            throw new IllegalArgumentException("a backlog of " + backlog);
        }
        long socket = acquire();
        try {
            int result = CALLS.listen(socket, backlog);
            if (result < 0) {
                throw Errors.of("listen", result, describe());
            }
        } finally {
            release();
        }
    }

    /**
     * Submits an accept: AcceptEx, without first data. Once it has completed, {@link #updateAcceptContext} makes the socket a
     * whole one.
     *
     * @param operation an idle one
     * @param accepted a socket of this listener's family, neither bound nor connected: the connection's. To be closed by
     *     the caller, whatever comes of the accept
     * @return {@link Overlapped#PENDING}, {@link Overlapped#DONE} or a negated code, see {@link OverlappedHandle}
     * @throws ClosedChannelException if one of the sockets is closed
     */
    public int submitAccept(Overlapped operation, WinsockStreamSocket accepted) throws ClosedChannelException {
        long function = Provider.checked(provider.acceptEx, "AcceptEx");
        // Written on this thread on the way out of the call, when the block may be another operation's already.
        long bytesAddress = Scratch.at(Scratch.get(), Scratch.VALUE);
        long socket = acquire();
        try {
            long acceptSocket = accepted.acquire();
            try {
                operation.begin(true, accepted);
                operation.publish();
                int result = CALLS.acceptEx(
                        function,
                        socket,
                        acceptSocket,
                        operation.at(Block.ADDRESS),
                        0,
                        Block.ACCEPT_ADDRESS_SIZE,
                        Block.ACCEPT_ADDRESS_SIZE,
                        bytesAddress,
                        operation.address());
                return submitted(operation, ofBool(result));
            } finally {
                accepted.release();
            }
        } finally {
            release();
        }
    }

    /**
     * Tells the addresses of a connection that was accepted: GetAcceptExSockaddrs.
     *
     * @param operation the accept, completed with success
     * @param local takes this end's address, and may be null
     * @param remote takes the peer's address, and may be null
     * @throws IllegalStateException if it has not completed, or failed
     */
    public void acceptedAddresses(Overlapped operation, NativeAddress local, NativeAddress remote) {
        long function = Provider.checked(provider.getAcceptExSockaddrs, "GetAcceptExSockaddrs");
        if (operation.error() != 0) {
            throw new IllegalStateException("nothing was accepted: " + WinError.name(operation.error()));
        }
        ByteBuffer scratch = Scratch.get();
        CALLS.getAcceptExSockaddrs(
                function,
                operation.at(Block.ADDRESS),
                0,
                Block.ACCEPT_ADDRESS_SIZE,
                Block.ACCEPT_ADDRESS_SIZE,
                Scratch.at(scratch, Scratch.VALUE),
                Scratch.at(scratch, Scratch.LENGTH),
                Scratch.at(scratch, Scratch.VALUE_2),
                Scratch.at(scratch, Scratch.LENGTH_2));
        operation.copyAccepted(scratch.getLong(Scratch.VALUE), scratch.getInt(Scratch.LENGTH), local);
        operation.copyAccepted(scratch.getLong(Scratch.VALUE_2), scratch.getInt(Scratch.LENGTH_2), remote);
    }

    /**
     * Makes an accepted connection inherit this listener's properties: SO_UPDATE_ACCEPT_CONTEXT. Before that its addresses can't
     * be asked for, and it can't be shut down.
     *
     * @param accepted the socket that the accept was submitted with
     * @throws IOException WSAENOTCONN, WSAECONNRESET if the connection has gone meanwhile
     */
    public void updateAcceptContext(WinsockStreamSocket accepted) throws IOException {
        long socket = acquire();
        try {
            Scratch.get().putLong(Scratch.OPTION, socket);
            accepted.set(
                    "SO_UPDATE_ACCEPT_CONTEXT",
                    WindowsSocketOptions.SOCKET,
                    WindowsSocketOptions.SO_UPDATE_ACCEPT_CONTEXT,
                    8);
        } finally {
            release();
        }
    }
}
