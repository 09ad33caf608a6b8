package dev.pollux.windows;

import static dev.pollux.windows.Windows.CALLS;

import dev.pollux.system.SystemCallException;
import java.io.IOException;
import java.net.PortUnreachableException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.Objects;

/**
 * A datagram socket: UDP over IPv4 or IPv6.
 *
 * <p>Windows tells of a datagram that found no receiver (ICMP port unreachable) by letting a later receive fail, of any peer: on
 * a socket that talks to many, nobody knows which one was meant. So this is off (SIO_UDP_CONNRESET, SIO_UDP_NETRESET), unless
 * {@link #setReportUnreachable} turns it on. Then {@link Overlapped#failure} makes it a {@link PortUnreachableException}.
 *
 * <p>All methods may be called from any thread.
 *
 * <pre>{@code
 * WinsockDatagramSocket socket = WinsockDatagramSocket.open(Family.INET6);
 * socket.bind(new InetSocketAddress(7000));
 * port.associate(socket, 1L);
 * socket.submitReceive(operation, buffer);
 * // Once it has completed:
 * NativeAddress peer = new NativeAddress();
 * operation.senderInto(peer);
 * operation.reset();
 * socket.submitSend(operation, answer, peer);
 * }</pre>
 */
public final class WinsockDatagramSocket extends WinsockSocket {
    private static final int AF_UNSPEC = 0;
    private static final int SIO_UDP_CONNRESET = 0x9800_000C;
    private static final int SIO_UDP_NETRESET = 0x9800_000F;

    private WinsockDatagramSocket(long socket, Family family, Provider provider) {
        super(socket, family, provider, false);
    }

    private WinsockDatagramSocket(WinsockDatagramSocket lender) {
        super(lender);
    }

    /**
     * Makes a second object of this socket, for a port. The SOCKET is closed when both are.
     *
     * @return the second. Its close cancels what is pending. As long as this one is open, it closes no more than that
     * @throws ClosedChannelException if it is closed
     * @hidden
     */
    public WinsockDatagramSocket lend() throws ClosedChannelException {
        acquire();
        try {
            return new WinsockDatagramSocket(this);
        } catch (Throwable e) { // no memory
            release();
            throw e;
        }
    }

    /**
     * Opens a socket: WSASocketW. {@link WindowsSocketOptions#SO_EXCLUSIVEADDRUSE} is on: nobody else may bind to its port and
     * receive in its place. Who shares a port, for multicast for instance, turns it off before the bind, and then {@link
     * WindowsSocketOptions#SO_REUSEADDR_WINDOWS} on.
     *
     * @param family INET or INET6
     * @return the socket
     * @throws UnsupportedOperationException if the family is UNIX: Windows has no such datagrams
     * @throws IOException if too many sockets are open, or the system lacks the family
     */
    public static WinsockDatagramSocket open(Family family) throws IOException {
        Windows.require();
        if (family == Family.UNIX) {
            throw new UnsupportedOperationException("Windows has no Unix datagram sockets");
        }
        long socket = open(family, SOCK_DGRAM);
        WinsockDatagramSocket made = null;
        try {
            made = new WinsockDatagramSocket(socket, family, Provider.ofOwn(socket, family, SOCK_DGRAM));
        } finally {
            closeSocketUnless(made != null, socket);
        }
        boolean done = false;
        try {
            made.setOption(WindowsSocketOptions.SO_EXCLUSIVEADDRUSE, true);
            made.setReportUnreachable(false);
            done = true;
        } finally {
            if (!done) {
                made.close();
            }
        }
        return made;
    }

    /**
     * Sets whether unreachable peers are reported: SIO_UDP_CONNRESET and SIO_UDP_NETRESET.
     *
     * @param report true if a receive is to end with an error after a datagram found no receiver, or no way
     * @throws IOException WSAEOPNOTSUPP if the system can't report it
     */
    public void setReportUnreachable(boolean report) throws IOException {
        setReport("SIO_UDP_CONNRESET", SIO_UDP_CONNRESET, report, report);
        setReport("SIO_UDP_NETRESET", SIO_UDP_NETRESET, report, false);
    }

    private void setReport(String name, int code, boolean report, boolean required) throws IOException {
        Scratch.get().putInt(Scratch.OPTION, report ? 1 : 0);
        int result = tryControl(code, 4);
        if (result < 0 && (required || result != -WinError.WSAEOPNOTSUPP)) { // what it lacks it does not report
            throw Errors.of("WSAIoctl", result, describe() + ", " + name);
        }
    }

    /**
     * Sets the one peer that it sends to and receives from: connect.
     *
     * @param remote the peer's address
     * @throws IOException if the system refuses
     */
    public void connect(SocketAddress remote) throws IOException {
        long socket = acquire();
        try {
            ByteBuffer scratch = Scratch.get();
            int length = Sockaddr.put(scratch, Scratch.ADDRESS, remote, family());
            int result = CALLS.connect(socket, Scratch.at(scratch, Scratch.ADDRESS), length);
            if (result < 0) {
                throw Errors.of("connect", result, describe() + ", to " + remote);
            }
        } finally {
            release();
        }
    }

    /**
     * Takes the peer away again: connect with AF_UNSPEC.
     *
     * @throws IOException if the system refuses
     */
    public void disconnect() throws IOException {
        long socket = acquire();
        try {
            ByteBuffer scratch = Scratch.get();
            for (int i = 0; i < Sockaddr.SIZE; i += 8) {
                scratch.putLong(Scratch.ADDRESS + i, AF_UNSPEC);
            }
            int result = CALLS.connect(socket, Scratch.at(scratch, Scratch.ADDRESS), family() == Family.INET ? 16 : 28);
            if (result < 0) {
                throw Errors.of("connect", result, describe());
            }
        } finally {
            release();
        }
    }

    /**
     * {@return the peer that it is connected to, or null: getpeername}
     *
     * @throws IOException if the socket is closed
     */
    public SocketAddress remoteAddress() throws IOException {
        return peerAddress();
    }

    /**
     * Submits a receive of one datagram: WSARecvFrom. Once it has completed, {@link Overlapped#senderInto} tells where from, and
     * {@link Overlapped#isTruncated()} whether the buffer was too short for it.
     *
     * <p>The socket must be bound, or have sent something.
     *
     * @param operation an idle one
     * @param buffer takes the datagram's bytes. What has no room is lost
     * @return {@link Overlapped#PENDING} or a negated code, see {@link OverlappedHandle}
     * @throws ClosedChannelException if the socket is closed
     */
    public int submitReceive(Overlapped operation, ByteBuffer buffer) throws ClosedChannelException {
        NativeBuffers.checkWritable(buffer);
        long socket = acquire();
        try {
            operation.begin(buffer);
            return receive(socket, operation, operation.at(Block.BUFFERS), 1);
        } finally {
            release();
        }
    }

    /**
     * Submits a receive of one datagram that is scattered over all buffers of a list: WSARecvFrom.
     *
     * @param operation an idle one
     * @param buffers take the datagram's bytes, in order. What has no room is lost
     * @return as {@link #submitReceive(Overlapped, ByteBuffer)}
     * @throws IllegalArgumentException if they have room for more than {@link Integer#MAX_VALUE} bytes, or are more than {@value
     *     BufferList#MAX_A_CALL}
     * @throws ClosedChannelException if the socket is closed
     */
    public int submitReceive(Overlapped operation, BufferList buffers) throws ClosedChannelException {
        buffers.checkWritable();
        buffers.requireOneCall();
        long socket = acquire();
        try {
            return receive(socket, operation, operation.begin(buffers), buffers.slots());
        } finally {
            release();
        }
    }

    private int receive(long socket, Overlapped operation, long buffers, int count) {
        operation.prepareAddress();
        operation.publish();
        int result = CALLS.wsaRecvFrom(
                socket,
                buffers,
                count,
                operation.flagsAddress(),
                operation.at(Block.ADDRESS),
                operation.at(Block.ADDRESS_LENGTH),
                operation.address());
        return received(operation, result);
    }

    /**
     * Submits a send of one datagram: WSASendTo.
     *
     * @param operation an idle one
     * @param buffer holds the datagram's bytes
     * @param to where it goes. It is copied
     * @return {@link Overlapped#PENDING} or a negated code, see {@link OverlappedHandle}
     * @throws ClosedChannelException if the socket is closed
     */
    public int submitSend(Overlapped operation, ByteBuffer buffer, NativeAddress to) throws ClosedChannelException {
        Objects.requireNonNull(to);
        NativeBuffers.check(buffer);
        long socket = acquire();
        try {
            operation.begin(buffer);
            return send(socket, operation, operation.at(Block.BUFFERS), 1, to);
        } finally {
            release();
        }
    }

    /**
     * Submits a send of one datagram that is gathered from all buffers of a list: WSASendTo.
     *
     * @param operation an idle one
     * @param buffers hold the datagram's bytes
     * @param to where it goes. It is copied
     * @return {@link Overlapped#PENDING} or a negated code, see {@link OverlappedHandle}
     * @throws IllegalArgumentException if that are more than {@link Integer#MAX_VALUE} bytes, or more than {@value
     *     BufferList#MAX_A_CALL} buffers
     * @throws ClosedChannelException if the socket is closed
     */
    public int submitSend(Overlapped operation, BufferList buffers, NativeAddress to) throws ClosedChannelException {
        Objects.requireNonNull(to);
        buffers.requireOneCall();
        long socket = acquire();
        try {
            return send(socket, operation, operation.begin(buffers), buffers.slots(), to);
        } finally {
            release();
        }
    }

    private int send(long socket, Overlapped operation, long buffers, int count, NativeAddress to) {
        int length = operation.putAddress(to);
        operation.publish();
        int result =
                CALLS.wsaSendTo(socket, buffers, count, 0, operation.at(Block.ADDRESS), length, operation.address());
        return submitted(operation, result);
    }

    /**
     * Submits a send of one datagram to the peer that the socket is connected to: WSASend.
     *
     * @param operation an idle one
     * @param buffer holds the datagram's bytes
     * @return {@link Overlapped#PENDING} or a negated code (WSAENOTCONN among others), see {@link OverlappedHandle}
     * @throws ClosedChannelException if the socket is closed
     */
    public int submitSend(Overlapped operation, ByteBuffer buffer) throws ClosedChannelException {
        NativeBuffers.check(buffer);
        long socket = acquire();
        try {
            operation.begin(buffer);
            operation.publish();
            int result = CALLS.wsaSend(socket, operation.at(Block.BUFFERS), 1, 0, operation.address());
            return submitted(operation, result);
        } finally {
            release();
        }
    }

    @Override
    IOException toException(String call, int code) {
        IOException failure = super.toException(call, code);
        if (code != WinError.WSAECONNRESET
                && code != WinError.ERROR_PORT_UNREACHABLE
                && code != WinError.WSAECONNREFUSED) {
            return failure;
        }
        PortUnreachableException unreachable = new PortUnreachableException(failure.getMessage());
        unreachable.initCause(SystemCallException.of(failure));
        return unreachable;
    }
}
