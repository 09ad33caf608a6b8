package dev.pollux.linux;

import dev.pollux.internal.memory.BufferChecks;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NotYetConnectedException;

/** A stream's transfers by the address of native memory, and what the results of all its transfers mean. */
abstract sealed class StreamMemory extends StreamState permits LinuxStreamSocket {
    StreamMemory(int fd, Family family, StreamState lender) {
        super(fd, family, lender);
    }

    /**
     * Makes a second object of this socket, for a port. The descriptor is closed when both are.
     *
     * @return the second. As long as this one is open, its close is no close of the connection
     * @throws ClosedChannelException if it is closed
     * @hidden
     */
    public LinuxStreamSocket lend() throws ClosedChannelException {
        acquire();
        try {
            return new LinuxStreamSocket((LinuxStreamSocket) this);
        } catch (Throwable e) { // no memory
            release();
            throw e;
        }
    }

    /**
     * Makes another object the owner of this socket's number, for whoever gets it from a port. This one is closed from then on, and
     * the connection is not.
     *
     * @return the owner
     * @throws IllegalStateException if something is under way on it, or the number is another object's
     * @throws ClosedChannelException if it is closed
     * @hidden
     */
    public LinuxStreamSocket handOver() throws ClosedChannelException {
        LinuxStreamSocket owner = new LinuxStreamSocket(number(), family());
        owner.isLike(this);
        owner.takeOver(this);
        if (lender() != null) {
            throw new IllegalStateException(this + " is its owner's, who has lent it. Close this one to give it up");
        }
        if (handOverOnce()) {
            return owner;
        }
        if (isOpen()) {
            throw new IllegalStateException("something is under way on " + this);
        }
        throw new ClosedChannelException();
    }

    /**
     * Receives what there is to native memory: recv(2). The memory is the caller's to keep alive until the call returns.
     *
     * @param address where the memory begins
     * @param length how many bytes there is room for
     * @return the number of bytes. 0 if it would block or there is no room. -1 at the end of the stream
     * @throws IllegalArgumentException if the length is negative, or the address is 0 with a length above 0
     * @throws java.net.SocketException if the peer reset the connection
     * @throws ClosedChannelException if the socket is closed
     * @throws IOException if the system refuses for another reason
     */
    public int receive(long address, int length) throws IOException {
        BufferChecks.checkMemory(address, length);
        if (length == 0) {
            checkOpen();
            return 0;
        }
        int fd = acquire();
        try {
            return (int) received("recv", Transfer.receive(fd, address, length, 0, null), fd);
        } finally {
            release();
        }
    }

    /**
     * Scatters what there is over several pieces of native memory: recvmsg(2).
     *
     * @param addresses where each piece begins. At most {@value Scratch#MAX_IOVECS} pieces a call
     * @param lengths how many bytes there is room for in each
     * @param offset the first piece to use
     * @param count how many to use
     * @return as {@link #receive(long, int)}
     * @throws IllegalArgumentException as {@link #receive(long, int)}
     * @throws IOException as {@link #receive(long, int)}
     */
    public long receive(long[] addresses, int[] lengths, int offset, int count) throws IOException {
        if (BufferChecks.checkMemory(addresses, lengths, offset, count) == 0) {
            checkOpen();
            return 0;
        }
        int fd = acquire();
        try {
            return received("recvmsg", Transfer.scatter(fd, addresses, lengths, offset, count), fd);
        } finally {
            release();
        }
    }

    /**
     * Sends what the system takes from native memory: send(2), without SIGPIPE. The memory is the caller's to keep alive until
     * the call returns.
     *
     * @param address where the memory begins
     * @param length how many bytes to send
     * @return the number of bytes taken. 0 if it would block
     * @throws IllegalArgumentException if the length is negative, or the address is 0 with a length above 0
     * @throws java.net.SocketException if the connection is reset, or shut for writing
     * @throws ClosedChannelException if the socket is closed
     * @throws NotYetConnectedException if it was never connected
     * @throws IOException if the system refuses for another reason
     */
    public int send(long address, int length) throws IOException {
        BufferChecks.checkMemory(address, length);
        int fd = acquire();
        try {
            return (int) sent("send", Transfer.send(fd, address, length, 0, 0, 0), fd);
        } finally {
            release();
        }
    }

    /**
     * Gathers from several pieces of native memory: sendmsg(2), without SIGPIPE.
     *
     * @param addresses where each piece begins. At most {@value Scratch#MAX_IOVECS} pieces a call
     * @param lengths how many bytes each has
     * @param offset the first piece to use
     * @param count how many to use
     * @return as {@link #send(long, int)}
     * @throws IllegalArgumentException as {@link #send(long, int)}
     * @throws IOException as {@link #send(long, int)}
     */
    public long send(long[] addresses, int[] lengths, int offset, int count) throws IOException {
        BufferChecks.checkMemory(addresses, lengths, offset, count);
        int fd = acquire();
        try {
            return sent("sendmsg", Transfer.gather(fd, addresses, lengths, offset, count), fd);
        } finally {
            release();
        }
    }

    final void checkOpen() throws ClosedChannelException {
        if (!isOpen()) {
            throw new ClosedChannelException();
        }
    }

    static long received(String call, long result, int fd) throws IOException {
        if (result > 0) {
            return result;
        }
        return result == 0 ? -1 : wouldBlock(call, result, fd);
    }

    static long sent(String call, long result, int fd) throws IOException {
        return result >= 0 ? result : wouldBlock(call, result, fd);
    }

    /** {@return 0 if the call would block. Fails if it failed otherwise} */
    private static long wouldBlock(String call, long result, int fd) throws IOException {
        if (result == -Errno.EAGAIN) {
            return 0;
        }
        if (result == -Errno.ENOTCONN) {
            throw new NotYetConnectedException();
        }
        throw Errors.of(call, result, fd);
    }
}
