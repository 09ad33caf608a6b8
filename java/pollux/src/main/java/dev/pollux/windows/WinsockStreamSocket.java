package dev.pollux.windows;

import static dev.pollux.windows.Windows.CALLS;
import static dev.pollux.windows.Windows.checkHandle;

import dev.pollux.internal.socket.MessageFlags;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.Objects;

/**
 * A stream, connected or not: TCP over IPv4 or IPv6, or Unix. Overlapped operations never block, nor do {@link #receiveNow}
 * and {@link #sendNow}.
 *
 * <p>All methods may be called from any thread.
 *
 * <pre>{@code
 * port.associate(socket, 2L);
 * int result = socket.submitReceive(operation, buffer);
 * if (result < 0) {
 *     throw socket.failure("WSARecv", -result); // nothing comes through the port
 * }
 * }</pre>
 */
@SuppressWarnings("exports") // its superclass has nothing that a program would name it for
public final class WinsockStreamSocket extends StreamState {
    /** MSG_OOB: out-of-band data. */
    public static final int OUT_OF_BAND = 0x1;

    /** MSG_PEEK: leave the data in the socket. */
    public static final int PEEK = 0x2;

    /** MSG_WAITALL: a receive completes when its buffers are full, or the stream has ended. */
    public static final int WAIT_ALL = 0x8;

    /** MSG_PUSH_IMMEDIATE: a receive completes as soon as there is something. */
    public static final int PUSH_IMMEDIATE = 0x20;

    /** The most that one TransmitFile sends, in bytes. */
    public static final int MAX_TRANSMIT = Integer.MAX_VALUE - 1;

    /** The value of {@link #setInitialRto} that leaves a parameter as it is. */
    public static final int UNSPECIFIED = -1;

    private static final int TF_REUSE_SOCKET = 0x2;

    private volatile SocketAddress connectingTo; // for messages

    private WinsockStreamSocket(long socket, Family family, Provider provider, boolean adopted) {
        super(socket, family, provider, adopted);
    }

    WinsockStreamSocket(StreamState lender) {
        super(lender);
    }

    /**
     * Opens a socket that is not connected: WSASocketW.
     *
     * @param family its address family
     * @return the socket
     * @throws IOException if too many sockets are open, or the system lacks the family
     * @throws UnsupportedOperationException if the family is UNIX, and this Windows has no such sockets
     */
    public static WinsockStreamSocket open(Family family) throws IOException {
        long socket = open(family, SOCK_STREAM);
        WinsockStreamSocket made = null;
        try {
            made = new WinsockStreamSocket(socket, family, Provider.ofOwn(socket, family, SOCK_STREAM), false);
            return made;
        } finally {
            closeSocketUnless(made != null, socket);
        }
    }

    /**
     * Takes over a socket that came from elsewhere: an inherited or duplicated one. It must have been opened overlapped.
     *
     * @param socket a stream's SOCKET, which is this object's from now on, unless this method fails
     * @return the socket
     * @throws IllegalArgumentException if it is another kind of socket, or listens
     * @throws IOException WSAENOTSOCK
     */
    public static WinsockStreamSocket adopt(long socket) throws IOException {
        Winsock.start();
        Provider provider = Provider.of(checkHandle(socket));
        if (provider.type != SOCK_STREAM || Provider.isListening(socket)) {
            throw new IllegalArgumentException(
                    "socket 0x" + Long.toHexString(socket) + " is not a stream, or it listens");
        }
        return new WinsockStreamSocket(socket, Family.ofCode(provider.family), provider, true);
    }

    /**
     * Sets how a connect retries its SYN: SIO_TCP_INITIAL_RTO. To be set before the connect. Windows retries a refused connect as well,
     * so a refusal on loopback takes two seconds without this.
     *
     * @param rttMillis the round-trip time to begin with, in milliseconds. {@link #UNSPECIFIED} leaves it
     * @param retransmissions how often a SYN is sent again, or 0 for not at all. {@link #UNSPECIFIED} leaves it
     * @throws UnsupportedOperationException if the system has no such parameters (before Windows 8)
     * @throws IOException if the system refuses
     */
    public void setInitialRto(int rttMillis, int retransmissions) throws IOException {
        InitialRto.put(Scratch.get(), Scratch.OPTION, rttMillis, retransmissions);
        int result = tryControl(InitialRto.SIO_TCP_INITIAL_RTO, InitialRto.SIZE);
        if (result == -WinError.WSAEOPNOTSUPP) {
            throw new UnsupportedOperationException("this system has no SIO_TCP_INITIAL_RTO");
        }
        if (result < 0) {
            throw Errors.of("WSAIoctl", result, describe() + ", SIO_TCP_INITIAL_RTO");
        }
    }

    @Override
    String describe() {
        SocketAddress to = connectingTo;
        return to == null ? super.describe() : super.describe() + ", to " + to;
    }

    /**
     * Submits a connect: ConnectEx, without data. A socket that is not bound is bound to the wildcard address first. Once it
     * has completed, {@link #updateConnectContext()} makes the socket a whole one.
     *
     * @param operation an idle one
     * @param remote the peer's address
     * @return {@link Overlapped#PENDING}, {@link Overlapped#DONE} or a negated code, see {@link OverlappedHandle}
     * @throws java.nio.channels.UnsupportedAddressTypeException if the address is not of this socket's family
     * @throws ClosedChannelException if the socket is closed
     * @throws IOException if it can't be bound
     */
    public int submitConnect(Overlapped operation, SocketAddress remote) throws IOException {
        NativeAddress address = new NativeAddress();
        address.set(remote, family());
        connectingTo = remote;
        return submitConnect(operation, address);
    }

    /**
     * Submits a connect to an address in Winsock's layout, which is copied.
     *
     * @param operation an idle one
     * @param remote the peer's address
     * @return as {@link #submitConnect(Overlapped, SocketAddress)}
     * @throws IOException as {@link #submitConnect(Overlapped, SocketAddress)}
     */
    public int submitConnect(Overlapped operation, NativeAddress remote) throws IOException {
        Objects.requireNonNull(remote);
        long function = Provider.checked(provider.connectEx, "ConnectEx");
        long socket = acquire();
        try {
            if (family() != Family.UNIX) {
                bindWildcard();
            }
            operation.begin(true);
            int length = operation.putAddress(remote);
            operation.publish();
            int result = CALLS.connectEx(
                    function,
                    socket,
                    operation.at(Block.ADDRESS),
                    length,
                    0,
                    0,
                    0, // a place for the number of bytes would be written late, as Block.FLAGS
                    operation.address());
            return submitted(operation, ofBool(result));
        } finally {
            release();
        }
    }

    /**
     * Makes a socket that ConnectEx has connected a whole one: SO_UPDATE_CONNECT_CONTEXT. Before that its peer's address can't be asked
     * for, and it can't be shut down.
     *
     * @throws IOException WSAENOTCONN if it is not connected
     */
    public void updateConnectContext() throws IOException {
        set(
                "SO_UPDATE_CONNECT_CONTEXT",
                WindowsSocketOptions.SOCKET,
                WindowsSocketOptions.SO_UPDATE_CONNECT_CONTEXT,
                0);
    }

    /**
     * Submits a disconnect: DisconnectEx.
     *
     * @param operation an idle one
     * @param reuse true if the socket is to be used for another accept or connect (TF_REUSE_SOCKET)
     * @return {@link Overlapped#PENDING}, {@link Overlapped#DONE} or a negated code, see {@link OverlappedHandle}
     * @throws ClosedChannelException if the socket is closed
     */
    public int submitDisconnect(Overlapped operation, boolean reuse) throws ClosedChannelException {
        long function = Provider.checked(provider.disconnectEx, "DisconnectEx");
        long socket = acquire();
        try {
            operation.begin(true);
            operation.publish();
            int result = CALLS.disconnectEx(function, socket, operation.address(), reuse ? TF_REUSE_SOCKET : 0);
            return submitted(operation, ofBool(result));
        } finally {
            release();
        }
    }

    /**
     * Submits a receive: WSARecv. A completion of 0 bytes into a buffer with room is the end of the stream.
     *
     * @param operation an idle one
     * @param buffer takes the bytes
     * @return {@link Overlapped#PENDING}, {@link Overlapped#DONE} or a negated code, see {@link OverlappedHandle}
     * @throws ClosedChannelException if the socket is closed
     */
    public int submitReceive(Overlapped operation, ByteBuffer buffer) throws ClosedChannelException {
        return submitReceive(operation, buffer, 0);
    }

    /**
     * Submits a receive with flags: WSARecv.
     *
     * @param operation an idle one
     * @param buffer takes the bytes
     * @param flags {@link #PEEK}, {@link #OUT_OF_BAND}, {@link #WAIT_ALL}, {@link #PUSH_IMMEDIATE}
     * @return as {@link #submitReceive(Overlapped, ByteBuffer)}
     * @throws ClosedChannelException if the socket is closed
     */
    public int submitReceive(Overlapped operation, ByteBuffer buffer, int flags) throws ClosedChannelException {
        NativeBuffers.checkWritable(buffer);
        MessageFlags.check(flags, PEEK | OUT_OF_BAND | WAIT_ALL | PUSH_IMMEDIATE);
        long socket = acquire();
        try {
            operation.begin(buffer);
            operation.putFlags(flags);
            return receive(socket, operation, operation.at(Block.BUFFERS), 1);
        } finally {
            release();
        }
    }

    /**
     * Submits a receive that is scattered over several buffers: WSARecv.
     *
     * @param operation an idle one
     * @param buffers take the bytes, in order, {@value Block#MAX_BUFFERS} at most
     * @param offset the first to use
     * @param length how many to use, at least 1
     * @return as {@link #submitReceive(Overlapped, ByteBuffer)}
     * @throws ClosedChannelException if the socket is closed
     */
    public int submitReceive(Overlapped operation, ByteBuffer[] buffers, int offset, int length)
            throws ClosedChannelException {
        NativeBuffers.requireRange(buffers, offset, length);
        long socket = acquire();
        try {
            return receive(socket, operation, operation.begin(buffers, offset, length, true), length);
        } finally {
            release();
        }
    }

    /**
     * Submits a receive that is scattered over all buffers of a list, up to {@value BufferList#MAX_A_CALL}: WSARecv.
     *
     * @param operation an idle one
     * @param buffers take the bytes, in order
     * @return as {@link #submitReceive(Overlapped, ByteBuffer)}
     * @throws IllegalArgumentException if they have room for more than {@link Integer#MAX_VALUE} bytes
     * @throws ClosedChannelException if the socket is closed
     */
    public int submitReceive(Overlapped operation, BufferList buffers) throws ClosedChannelException {
        buffers.checkWritable();
        long socket = acquire();
        try {
            return receive(socket, operation, operation.begin(buffers), buffers.slots());
        } finally {
            release();
        }
    }

    /**
     * Submits a receive of nothing: WSARecv with an empty buffer. It completes when there is something to receive, or the stream has
     * ended or failed, and keeps no memory busy meanwhile. {@link #receiveNow} then takes what there is.
     *
     * @param operation an idle one
     * @return as {@link #submitReceive(Overlapped, ByteBuffer)}
     * @throws ClosedChannelException if the socket is closed
     */
    public int submitReceive(Overlapped operation) throws ClosedChannelException {
        long socket = acquire();
        try {
            operation.begin(true);
            operation.putNoBuffer();
            return receive(socket, operation, operation.at(Block.BUFFERS), 1);
        } finally {
            release();
        }
    }

    private int receive(long socket, Overlapped operation, long buffers, int count) {
        operation.publish();
        int result = CALLS.wsaRecv(socket, buffers, count, operation.flagsAddress(), operation.address());
        return received(operation, result);
    }

    /**
     * Submits a send: WSASend. It completes when the system has taken all the bytes.
     *
     * @param operation an idle one
     * @param buffer holds the bytes
     * @return {@link Overlapped#PENDING}, {@link Overlapped#DONE} or a negated code, see {@link OverlappedHandle}
     * @throws ClosedChannelException if the socket is closed
     */
    public int submitSend(Overlapped operation, ByteBuffer buffer) throws ClosedChannelException {
        NativeBuffers.check(buffer);
        long socket = acquire();
        try {
            operation.begin(buffer);
            return send(socket, operation, operation.at(Block.BUFFERS), 1);
        } finally {
            release();
        }
    }

    /**
     * Submits a send that gathers from several buffers: WSASend.
     *
     * @param operation an idle one
     * @param buffers hold the bytes, {@value Block#MAX_BUFFERS} at most
     * @param offset the first to use
     * @param length how many to use, at least 1
     * @return as {@link #submitSend(Overlapped, ByteBuffer)}
     * @throws ClosedChannelException if the socket is closed
     */
    public int submitSend(Overlapped operation, ByteBuffer[] buffers, int offset, int length)
            throws ClosedChannelException {
        NativeBuffers.requireRange(buffers, offset, length);
        long socket = acquire();
        try {
            return send(socket, operation, operation.begin(buffers, offset, length, false), length);
        } finally {
            release();
        }
    }

    /**
     * Submits a send that gathers from all buffers of a list, up to {@value BufferList#MAX_A_CALL}: WSASend.
     *
     * @param operation an idle one
     * @param buffers hold the bytes
     * @return as {@link #submitSend(Overlapped, ByteBuffer)}
     * @throws IllegalArgumentException if that are more than {@link Integer#MAX_VALUE} bytes
     * @throws ClosedChannelException if the socket is closed
     */
    public int submitSend(Overlapped operation, BufferList buffers) throws ClosedChannelException {
        long socket = acquire();
        try {
            return send(socket, operation, operation.begin(buffers), buffers.slots());
        } finally {
            release();
        }
    }

    private int send(long socket, Overlapped operation, long buffers, int count) {
        operation.publish();
        int result = CALLS.wsaSend(socket, buffers, count, 0, operation.address());
        return submitted(operation, result);
    }

    /**
     * Submits a send from a file: TransmitFile, without bringing the bytes into the process.
     *
     * @param operation an idle one
     * @param file the file
     * @param position where to begin in it, in bytes
     * @param count how many bytes to send, from 1 to {@link #MAX_TRANSMIT}
     * @return {@link Overlapped#PENDING}, {@link Overlapped#DONE} or a negated code, see {@link OverlappedHandle}
     * @throws ClosedChannelException if the socket or the file is closed
     */
    public int submitTransmit(Overlapped operation, OverlappedFile file, long position, int count)
            throws ClosedChannelException {
        long function = Provider.checked(provider.transmitFile, "TransmitFile");
        if (position < 0 || count < 1 || count > MAX_TRANSMIT) { // a count of 0 would mean the whole file
            throw new IllegalArgumentException(count + " bytes at position " + position);
        }
        long socket = acquire();
        try {
            long fileHandle = file.acquire();
            try {
                operation.begin(true, file);
                operation.putOffset(position);
                operation.publish();
                int result = CALLS.transmitFile(function, socket, fileHandle, count, 0, operation.address(), 0, 0);
                return submitted(operation, ofBool(result));
            } finally {
                file.release();
            }
        } finally {
            release();
        }
    }

    /**
     * Receives what there is: recv, not blocking and not overlapped. For draining a socket after a {@linkplain
     * #submitReceive(Overlapped) receive of nothing}. Not while another receive is pending, whose bytes it would take.
     *
     * @param buffer takes the bytes, of any kind. Its position moves. A heap buffer takes {@value Scratch#MAX_COPY} bytes a call
     *     at most
     * @return the number of bytes, or 0 if it would block or the buffer has no room, or -1 at the end of the stream
     * @throws java.net.SocketException if the peer reset the connection
     * @throws ClosedChannelException if the socket is closed
     * @throws IOException if the system refuses for another reason
     */
    public int receiveNow(ByteBuffer buffer) throws IOException {
        NativeBuffers.requireWritable(buffer);
        long socket = acquire();
        try {
            if (!buffer.hasRemaining()) {
                return 0;
            }
            setNonBlocking(socket);
            int result = Transfer.receive(socket, buffer);
            return result > 0 ? result : result == 0 ? -1 : wouldBlock("recv", result);
        } finally {
            release();
        }
    }

    /**
     * Sends what the system takes: send, not blocking and not overlapped.
     *
     * @param buffer holds the bytes, of any kind. Its position moves. Of a heap buffer {@value Scratch#MAX_COPY} bytes a call
     *     are taken at most
     * @return the number of bytes taken, or 0 if it would block
     * @throws java.net.SocketException if the connection is reset, or shut for writing
     * @throws ClosedChannelException if the socket is closed
     * @throws IOException if the system refuses for another reason
     */
    public int sendNow(ByteBuffer buffer) throws IOException {
        long socket = acquire();
        try {
            setNonBlocking(socket);
            int result = Transfer.send(socket, buffer);
            return result >= 0 ? result : wouldBlock("send", result);
        } finally {
            release();
        }
    }

    /** Returns 0 if the call would block, and fails if it failed otherwise. */
    private int wouldBlock(String call, int result) throws IOException {
        if (result == -WinError.WSAEWOULDBLOCK) {
            return 0;
        }
        throw Errors.ofConnected(call, result, describe());
    }
}
