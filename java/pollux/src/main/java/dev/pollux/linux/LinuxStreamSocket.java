package dev.pollux.linux;

import static dev.pollux.linux.Linux.CALLS;

import dev.pollux.internal.memory.BufferChecks;
import dev.pollux.internal.socket.MessageFlags;
import dev.pollux.linux.LinuxSocketOptions.SolSocket;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NotYetConnectedException;
import java.util.Objects;

/**
 * A connected, or connecting, stream: TCP over IPv4 or IPv6 (tcp(7)), or Unix (unix(7)). It never blocks. All methods
 * may be called from any thread.
 *
 * <p>Transfers keep java.nio's conventions: the number of bytes, 0 if the call would block, -1 at the end of the stream.
 * Direct buffers are used in place and must not be views of memory that another thread frees meanwhile. Heap buffers are
 * copied, {@value Scratch#MAX_COPY} bytes a call at most.
 *
 * <pre>{@code
 * LinuxStreamSocket socket = LinuxStreamSocket.open(Family.INET6);
 * if (!socket.connect(address)) {
 *     epoll.add(socket, Epoll.OUT, 1L); // it connects. When it is writable:
 *     socket.finishConnect();
 * }
 * int sent = socket.send(request);      // perhaps a part of it
 * int count = socket.receive(buffer);   // -1 is the end of the stream
 * }</pre>
 */
@SuppressWarnings("exports") // its superclass has nothing that this one has not
public final class LinuxStreamSocket extends StreamMemory {
    /** MSG_OOB: out-of-band data (recv(2), send(2)). */
    public static final int OUT_OF_BAND = 0x1;

    /** MSG_PEEK: leave the data in the socket (recv(2)). */
    public static final int PEEK = 0x2;

    /** MSG_MORE: more follows, hold a segment that is not full back (send(2)). */
    public static final int MORE = 0x8000;

    private static final long SIOCOUTQ = 0x5411;
    private static final long SIOCOUTQNSD = 0x894B;

    /** The most that one sendfile takes, a whole number of pages (sendfile(2), Notes). */
    private static final long MAX_SENDFILE = 0x7FFF_F000;

    LinuxStreamSocket(int fd, Family family) {
        super(fd, family, null);
    }

    /** One that another lends its number to. */
    LinuxStreamSocket(LinuxStreamSocket lender) {
        super(lender.number(), lender.family(), lender);
    }

    /**
     * Opens a socket that is not connected: socket(2).
     *
     * @param family its address family
     * @return the socket
     * @throws IOException if too many descriptors are open, or the system lacks the family
     */
    public static LinuxStreamSocket open(Family family) throws IOException {
        LinuxStreamSocket socket = owner(open(family, SOCK_STREAM), fd -> new LinuxStreamSocket(fd, family));
        socket.isFresh();
        return socket;
    }

    /**
     * Opens two Unix sockets that are connected to each other: socketpair(2).
     *
     * @return an array of the two
     * @throws IOException if too many descriptors are open
     */
    public static LinuxStreamSocket[] pair() throws IOException {
        Linux.require();
        ByteBuffer scratch = Scratch.get();
        int result = CALLS.socketpair(Family.UNIX.code, SOCK_STREAM | FLAGS, 0, Scratch.at(scratch, Scratch.VALUE));
        if (result < 0) {
            throw Errors.of("socketpair", result, "");
        }
        int first = scratch.getInt(Scratch.VALUE);
        int second = scratch.getInt(Scratch.VALUE + 4);
        try {
            return new LinuxStreamSocket[] {
                new LinuxStreamSocket(first, Family.UNIX), new LinuxStreamSocket(second, Family.UNIX)
            };
        } catch (Throwable e) { // no memory
            CALLS.close(first);
            CALLS.close(second);
            throw e;
        }
    }

    /**
     * Takes over a descriptor that came from elsewhere: one that was passed, or inherited. It is made non-blocking.
     *
     * @param fd the descriptor of a stream socket, which is this object's from now on, unless this method fails
     * @return the socket
     * @throws IllegalArgumentException if it is another kind of socket
     * @throws IOException EBADF, ENOTSOCK
     */
    public static LinuxStreamSocket adopt(int fd) throws IOException {
        Family family = SolSocket.adopt(fd, SOCK_STREAM, false, "a stream socket, or it listens");
        LinuxStreamSocket socket = new LinuxStreamSocket(fd, family);
        socket.markShared();
        return socket;
    }

    /**
     * Makes the object of a connection that a ring has accepted, non-blocking and closed on exec.
     *
     * @param fd the descriptor, which is this object's from now on. It is closed if there is no memory for the object
     * @param listener what it was accepted from
     * @return the socket
     * @hidden
     */
    public static LinuxStreamSocket ofRing(int fd, LinuxStreamListener listener) {
        Linux.checkDescriptor(fd);
        try {
            LinuxStreamSocket socket = new LinuxStreamSocket(fd, listener.family());
            socket.inheritFrom(listener);
            return socket;
        } catch (Throwable e) { // no memory
            CALLS.close(fd);
            throw e;
        }
    }

    /**
     * Receives what there is: recv(2).
     *
     * @param buffer takes the bytes
     * @return the number of bytes, or 0 if it would block or the buffer has no room, or -1 at the end of the stream
     * @throws java.net.SocketException if the peer reset the connection
     * @throws ClosedChannelException if the socket is closed
     * @throws IOException if the system refuses for another reason
     */
    public int receive(ByteBuffer buffer) throws IOException {
        return receive(buffer, 0);
    }

    /**
     * Receives with flags: recv(2).
     *
     * @param buffer takes the bytes
     * @param flags {@link #PEEK}, {@link #OUT_OF_BAND}
     * @return as {@link #receive(ByteBuffer)}
     * @throws IOException as {@link #receive(ByteBuffer)}
     */
    public int receive(ByteBuffer buffer, int flags) throws IOException {
        BufferChecks.checkWritable(buffer);
        if (!buffer.hasRemaining()) {
            checkOpen();
            return 0;
        }
        MessageFlags.check(flags, PEEK | OUT_OF_BAND);
        int fd = acquire();
        try {
            return (int) received("recv", Transfer.receive(fd, buffer, flags, null), fd);
        } finally {
            release();
        }
    }

    /**
     * Scatters what there is over several buffers: recvmsg(2).
     *
     * @param buffers take the bytes, in order, {@value Scratch#MAX_IOVECS} of them a call at most
     * @param offset the first to use
     * @param length how many to use
     * @return as {@link #receive(ByteBuffer)}
     * @throws IOException as {@link #receive(ByteBuffer)}
     */
    public long receive(ByteBuffer[] buffers, int offset, int length) throws IOException {
        BufferChecks.checkWritable(buffers, offset, length);
        if (!BufferChecks.hasRemaining(buffers, offset, length)) {
            checkOpen();
            return 0;
        }
        int fd = acquire();
        try {
            return received("recvmsg", Transfer.scatter(fd, buffers, offset, length), fd);
        } finally {
            release();
        }
    }

    /**
     * Sends what the system takes: send(2), without SIGPIPE.
     *
     * @param buffer holds the bytes
     * @return the number of bytes taken, or 0 if it would block
     * @throws java.net.SocketException if the connection is reset, or shut for writing
     * @throws ClosedChannelException if the socket is closed
     * @throws NotYetConnectedException if it was never connected
     * @throws IOException if the system refuses for another reason
     */
    public int send(ByteBuffer buffer) throws IOException {
        return send(buffer, 0);
    }

    /**
     * Sends with flags: send(2).
     *
     * @param buffer holds the bytes
     * @param flags {@link #MORE}, {@link #OUT_OF_BAND}
     * @return as {@link #send(ByteBuffer)}
     * @throws IOException as {@link #send(ByteBuffer)}
     */
    public int send(ByteBuffer buffer, int flags) throws IOException {
        MessageFlags.check(flags, MORE | OUT_OF_BAND);
        int fd = acquire();
        try {
            return (int) sent("send", Transfer.send(fd, buffer, flags, 0, 0), fd);
        } finally {
            release();
        }
    }

    /**
     * Gathers from several buffers: sendmsg(2), without SIGPIPE.
     *
     * @param buffers hold the bytes, {@value Scratch#MAX_IOVECS} of them a call at most
     * @param offset the first to use
     * @param length how many to use
     * @return as {@link #send(ByteBuffer)}
     * @throws IOException as {@link #send(ByteBuffer)}
     */
    public long send(ByteBuffer[] buffers, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, buffers.length);
        int fd = acquire();
        try {
            return sent("sendmsg", Transfer.gather(fd, buffers, offset, length), fd);
        } finally {
            release();
        }
    }

    /**
     * Sends from a file without bringing it into the process: sendfile(2). Unlike the other sends it can't be told to leave
     * SIGPIPE out. The JVM ignores that signal.
     *
     * @param file the file
     * @param position where to begin in it, in bytes
     * @param count how many bytes to send
     * @return the number of bytes taken, or 0 if it would block, and also if the file ends before {@code position}: whoever
     *     waits for writability then waits in vain, so compare with {@link LinuxFile#size()}
     * @throws IOException as {@link #send(ByteBuffer)}
     */
    public long send(LinuxFile file, long position, long count) throws IOException {
        if (position < 0 || count < 0) {
            throw new IllegalArgumentException(count + " bytes at position " + position);
        }
        int fd = acquire();
        try {
            int fileFd = file.acquire();
            try {
                return sent(
                        "sendfile",
                        sendfile(
                                fd,
                                fileFd,
                                position,
                                Math.min(count, Math.min(MAX_SENDFILE, Long.MAX_VALUE - position))),
                        fd);
            } finally {
                file.release();
            }
        } finally {
            release();
        }
    }

    private static long sendfile(int fd, int fileFd, long position, long count) {
        ByteBuffer scratch = Scratch.get();
        long result;
        do {
            scratch.putLong(Scratch.VALUE, position);
            result = CALLS.sendfile(fd, fileFd, Scratch.at(scratch, Scratch.VALUE), count);
        } while (result == -Errno.EINTR);
        return result == -Errno.EOVERFLOW ? 0 : result; // no file of that system is as long as the position
    }

    /**
     * Sends bytes, and with the first of them descriptors, over a Unix socket: sendmsg(2), SCM_RIGHTS (unix(7)). The
     * receiver gets duplicates. The caller's own stay the caller's.
     *
     * @param buffer holds at least one byte
     * @param descriptors descriptors of this package to pass, {@value DescriptorMessage#MAX_DESCRIPTORS} at most, on musl before 1.2.4
     *     252
     * @return the number of bytes taken, or 0 if it would block: nothing was passed then
     * @throws IOException as {@link #send(ByteBuffer)}
     */
    public int sendDescriptors(ByteBuffer buffer, Descriptor... descriptors) throws IOException {
        int fd = acquire();
        try {
            return (int) sent("sendmsg", DescriptorMessage.send(fd, buffer, descriptors), fd);
        } finally {
            release();
        }
    }

    /**
     * Sends bytes, and with the first of them descriptors by their numbers, over a Unix socket: sendmsg(2), SCM_RIGHTS. They stay the
     * caller's, who keeps them open until the call returns.
     *
     * @param buffer holds at least one byte
     * @param descriptors the numbers, {@value DescriptorMessage#MAX_DESCRIPTORS} at most
     * @return the number of bytes taken, or 0 if it would block: nothing was passed then
     * @throws IllegalArgumentException if there is no byte, no descriptor or too many, or one is negative
     * @throws IOException EBADF if one is not open, and as {@link #send(ByteBuffer)}
     */
    public int sendDescriptorNumbers(ByteBuffer buffer, int... descriptors) throws IOException {
        int fd = acquire();
        try {
            return (int) sent("sendmsg", DescriptorMessage.send(fd, buffer, descriptors), fd);
        } finally {
            release();
        }
    }

    /**
     * Receives bytes, and descriptors that were passed with them: recvmsg(2) with MSG_CMSG_CLOEXEC.
     *
     * @param buffer takes the bytes, and has room for one at least
     * @param descriptors takes the descriptors, which are the caller's to close, and -1 after the last
     * @return as {@link #receive(ByteBuffer)}
     * @throws IOException EMSGSIZE if more came than there was room for (they are closed), and as {@link
     *     #receive(ByteBuffer)}
     */
    public int receiveDescriptors(ByteBuffer buffer, int[] descriptors) throws IOException {
        int fd = acquire();
        try {
            return (int) received("recvmsg", DescriptorMessage.receive(fd, buffer, descriptors), fd);
        } finally {
            release();
        }
    }

    /**
     * {@return the peer's address, or null if it is not connected: getpeername(2)}
     *
     * @throws IOException if the socket is closed
     */
    public SocketAddress remoteAddress() throws IOException {
        return peerAddress();
    }

    /**
     * {@return who connected, or listens, at the other end of a Unix socket: SO_PEERCRED (unix(7))}
     *
     * @throws IOException if the system refuses
     */
    public PeerCredentials peerCredentials() throws IOException {
        getWhole("SO_PEERCRED", SolSocket.LEVEL, SolSocket.PEERCRED, Scratch.CONTROL, PeerCredentials.SIZE);
        return PeerCredentials.get(Scratch.get(), Scratch.CONTROL);
    }

    /**
     * Reads what the kernel knows of this TCP connection: TCP_INFO (tcp(7)).
     *
     * @param info takes it, and can be used again
     * @throws IOException if it is not a TCP socket
     */
    public void tcpInfo(TcpInfo info) throws IOException {
        int length = get("TCP_INFO", TcpInfo.LEVEL, TcpInfo.NUMBER, Scratch.CONTROL, TcpInfo.SIZE);
        info.set(Scratch.get(), Scratch.CONTROL, length);
    }

    /**
     * {@return how many bytes the peer's system has not acknowledged yet, sent or not. For a Unix socket this is the memory that
     * unread messages take: SIOCOUTQ (tcp(7), unix(7))}
     *
     * @throws IOException if the system refuses
     */
    public int bytesUnacknowledged() throws IOException {
        return control("SIOCOUTQ", SIOCOUTQ);
    }

    /**
     * {@return how many bytes have not been sent for the first time: SIOCOUTQNSD (linux/sockios.h), which is {@link
     * TcpInfo#notSentBytes()} without the rest. TCP only}
     *
     * @throws IOException if the system refuses, as it does for another kind of socket
     */
    public int bytesUnsent() throws IOException {
        return control("SIOCOUTQNSD", SIOCOUTQNSD);
    }
}
