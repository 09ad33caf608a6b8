package dev.pollux.linux;

import static dev.pollux.linux.Linux.CALLS;

import dev.pollux.internal.memory.BufferChecks;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.AlreadyConnectedException;
import java.nio.channels.ConnectionPendingException;
import java.nio.channels.NoConnectionPendingException;
import java.nio.channels.NotYetConnectedException;

/** How a stream begins and ends: it connects, and each of its halves is shut. */
abstract sealed class StreamState extends LinuxSocket permits StreamMemory {
    private static final int SHUT_RD = 0;
    private static final int SHUT_WR = 1;
    private static final int MSG_FASTOPEN = 0x2000_0000;

    private SocketAddress connectingTo;
    private int connectError; // what SO_ERROR said once: it says so once only

    /** True for a socket that was opened here and that no connect was begun on. */
    private volatile boolean neverConnected;

    private volatile boolean inputShut;
    private volatile boolean outputShut;

    StreamState(int fd, Family family, StreamState lender) {
        super(fd, family, lender);
        if (lender != null) {
            isLike(lender);
        }
    }

    /** The connection is that of another object. */
    final void isLike(StreamState other) {
        neverConnected = other.neverConnected;
        inputShut = other.inputShut;
        outputShut = other.outputShut;
    }

    /** It was opened just now. */
    final void isFresh() {
        neverConnected = true;
    }

    /**
     * A ring begins to connect it.
     *
     * @param remote the peer's address
     * @hidden
     */
    public final void connectsByRing(SocketAddress remote) {
        connectBegins(remote);
    }

    /** Who has lent the number may be the one that finishes it. */
    private void connectBegins(SocketAddress remote) {
        connectingTo = remote;
        connectError = 0;
        neverConnected = false;
        if (lender() instanceof StreamState owner) {
            owner.connectBegins(remote);
        }
    }

    /**
     * Begins to connect: connect(2).
     *
     * @param remote the peer's address
     * @return true if it is connected already (a Unix socket is), or false if {@link #finishConnect()} will tell, once the
     *     socket is writable
     * @throws java.net.ConnectException if the peer refused at once
     * @throws AlreadyConnectedException if it is connected
     * @throws ConnectionPendingException if it is connecting
     * @throws IOException if the system refuses for another reason. The socket is then to be closed
     */
    public final boolean connect(SocketAddress remote) throws IOException {
        int fd = acquire();
        try {
            ByteBuffer scratch = Scratch.get();
            int length = Sockaddr.put(scratch, Scratch.ADDRESS, remote, family());
            return begun("connect", CALLS.connect(fd, Scratch.at(scratch, Scratch.ADDRESS), length), remote, fd) >= 0;
        } finally {
            release();
        }
    }

    /**
     * Begins to connect, and sends the first bytes with the SYN: sendto(2) with MSG_FASTOPEN (tcp(7)). That saves a round trip. The
     * system takes the bytes only if the peer has given it a cookie in an earlier connection. Otherwise it asks for one, and the
     * bytes are to be sent once the socket is connected. TCP only.
     *
     * @param remote the peer's address
     * @param first holds the bytes. Its position moves by what was taken
     * @return the number of bytes taken. 0 if none were. In either case {@link #finishConnect()} will tell, once the socket is writable
     * @throws UnsupportedOperationException if it is a Unix socket
     * @throws IOException EOPNOTSUPP if the system does not do that (net.ipv4.tcp_fastopen), and as {@link #connect(SocketAddress)}
     */
    public final int connect(SocketAddress remote, ByteBuffer first) throws IOException {
        checkFastOpen();
        int fd = acquire();
        try {
            ByteBuffer scratch = Scratch.get();
            int length = Sockaddr.put(scratch, Scratch.ADDRESS, remote, family());
            long to = Scratch.at(scratch, Scratch.ADDRESS);
            return Math.max(0, begun("sendto", Transfer.send(fd, first, MSG_FASTOPEN, to, length), remote, fd));
        } finally {
            release();
        }
    }

    /**
     * Begins to connect, and sends the first bytes with the SYN, from native memory. The memory is the caller's to keep alive until
     * the call returns.
     *
     * @param remote the peer's address
     * @param address where the memory begins
     * @param length how many bytes it has
     * @return as {@link #connect(SocketAddress, ByteBuffer)}
     * @throws IllegalArgumentException if the length is negative, or the address is 0 with a length above 0
     * @throws IOException as {@link #connect(SocketAddress, ByteBuffer)}
     */
    public final int connect(SocketAddress remote, long address, int length) throws IOException {
        BufferChecks.checkMemory(address, length);
        checkFastOpen();
        int fd = acquire();
        try {
            ByteBuffer scratch = Scratch.get();
            int toLength = Sockaddr.put(scratch, Scratch.ADDRESS, remote, family());
            long to = Scratch.at(scratch, Scratch.ADDRESS);
            return Math.max(
                    0, begun("sendto", Transfer.send(fd, address, length, MSG_FASTOPEN, to, toLength), remote, fd));
        } finally {
            release();
        }
    }

    private void checkFastOpen() {
        if (family() == Family.UNIX) {
            throw new UnsupportedOperationException("a Unix socket connects at once: there is no fast open of it");
        }
    }

    /** What the call that begins a connect gave: -1 if it goes on. Fails if it failed. */
    private int begun(String call, long result, SocketAddress remote, int fd) throws IOException {
        if (result == -Errno.EISCONN) {
            throw new AlreadyConnectedException();
        }
        if (result == -Errno.EALREADY) {
            throw new ConnectionPendingException();
        }
        connectBegins(remote);
        if (result == -Errno.EINPROGRESS || result == -Errno.EINTR) {
            return -1;
        }
        if (result < 0) {
            throw Errors.of(call, result, describe(fd));
        }
        return (int) result;
    }

    /**
     * Tells how a connect ended: SO_ERROR, and getpeername(2) while there is no error.
     *
     * @return true if the socket is connected, false if it still connects
     * @throws java.net.ConnectException if the peer refused or did not answer
     * @throws NoConnectionPendingException if no connect was begun
     * @throws IOException if it failed for another reason. The socket is then to be closed
     */
    public final boolean finishConnect() throws IOException {
        int fd = acquire();
        try {
            if (neverConnected) {
                throw new NoConnectionPendingException();
            }
            int error = takeError();
            if (error != 0) {
                connectError = error;
            }
            if (connectError != 0) {
                throw Errors.of("connect", -connectError, describe(fd));
            }
            return getpeername(Scratch.get(), fd) >= 0;
        } finally {
            release();
        }
    }

    private String describe(int fd) {
        return "descriptor " + fd + ", to " + connectingTo;
    }

    /**
     * Shuts the receiving half: shutdown(2) with SHUT_RD.
     *
     * @throws NotYetConnectedException if it is not connected
     * @throws IOException if the system refuses
     */
    public final void shutdownInput() throws IOException {
        shutdown(SHUT_RD);
        inputShut = true;
    }

    /**
     * Shuts the sending half, once all that was sent has gone: shutdown(2) with SHUT_WR. The peer sees the end.
     *
     * @throws NotYetConnectedException if it is not connected
     * @throws IOException if the system refuses
     */
    public final void shutdownOutput() throws IOException {
        shutdown(SHUT_WR);
        outputShut = true;
    }

    private void shutdown(int how) throws IOException {
        int fd = acquire();
        try {
            int result = CALLS.shutdown(fd, how);
            if (result == -Errno.ENOTCONN && neverConnected) {
                throw new NotYetConnectedException();
            }
            if (result < 0 && result != -Errno.ENOTCONN) { // ENOTCONN: the peer has reset it, both halves are shut
                throw Errors.of("shutdown", result, fd);
            }
        } finally {
            release();
        }
    }

    /** {@return true once {@link #shutdownInput()} has shut the receiving half} The peer's end of the stream does not. */
    public final boolean isInputShutdown() {
        return inputShut;
    }

    /** {@return true once {@link #shutdownOutput()} has shut the sending half} */
    public final boolean isOutputShutdown() {
        return outputShut;
    }
}
