package dev.pollux;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.util.Objects;

/**
 * A stream, of TCP or of a Unix socket, that never blocks. Transfers keep java.nio's conventions: the number of bytes, 0 if the call would
 * block, -1 at the end of the stream. Direct buffers are used in place, heap buffers copied.
 *
 * <p>While it connects, until {@link #finishConnect()} has returned true, reads, writes and shutdowns throw a {@link
 * java.nio.channels.NotYetConnectedException}. What is wrong with an argument is told first, whatever the state.
 *
 * <p>One thread at a time reads, one writes; any may close.
 */
public abstract sealed class StreamSocket extends PollableSocket permits EpollSocket, NioSocket {
    /** What the connection broke of, once a read or write has said so: an end that comes after it is none. */
    private volatile IOException broken;

    private volatile boolean outputShut;

    StreamSocket() {}

    final IOException broken(IOException failure) {
        broken = failure;
        return failure;
    }

    /** Of a write, which fails after {@link #shutdownOutput} too: then the connection is as it was. */
    final IOException writeFailed(IOException failure) {
        return outputShut ? failure : broken(failure);
    }

    final void outputIsShut() {
        outputShut = true;
    }

    /** What a read returns for the system's end of the stream: of a connection that broke, the system says only once why. */
    final long end() throws IOException {
        IOException cause = broken;
        if (cause == null) {
            return -1;
        }
        SocketException again = new SocketException(cause.getMessage());
        again.initCause(cause);
        throw again;
    }

    /**
     * Reads what there is.
     *
     * @param buffer takes the bytes
     * @return the number of bytes; 0 if it would block or the buffer has no room; -1 at the end of the stream
     * @throws java.net.SocketException if the peer reset the connection; each read says so from then on
     * @throws java.nio.channels.ClosedChannelException if the socket is closed
     * @throws java.nio.ReadOnlyBufferException if the buffer is read-only
     * @throws IOException if the system refuses for another reason
     */
    public abstract int read(ByteBuffer buffer) throws IOException;

    /**
     * Scatters what there is over several buffers.
     *
     * @param buffers take the bytes, in order
     * @param offset the first to use
     * @param length how many to use
     * @return as {@link #read(ByteBuffer)}
     * @throws IOException as {@link #read(ByteBuffer)}
     */
    public abstract long read(ByteBuffer[] buffers, int offset, int length) throws IOException;

    /**
     * Writes what the system takes.
     *
     * @param buffer holds the bytes
     * @return the number of bytes taken; 0 if it would block, or if there are none to write
     * @throws java.nio.channels.ClosedChannelException if the socket is closed
     * @throws java.net.SocketException if the connection is reset, or shut for writing
     * @throws IOException if the system refuses for another reason
     */
    public abstract int write(ByteBuffer buffer) throws IOException;

    /**
     * Gathers from several buffers.
     *
     * @param buffers hold the bytes
     * @param offset the first to use
     * @param length how many to use
     * @return as {@link #write(ByteBuffer)}
     * @throws IOException as {@link #write(ByteBuffer)}
     */
    public abstract long write(ByteBuffer[] buffers, int offset, int length) throws IOException;

    /**
     * Sends from a file, without bringing it into the process where the system can do that.
     *
     * @param file a file that {@link Dispatcher#openFile} or {@link ReadinessPort#openFile} of the same backend opened
     * @param position where to begin in it, in bytes
     * @param count how many bytes to send
     * @return the number of bytes taken; 0 if it would block, and also if the file ends before {@code position}: whoever
     *     waits for writability then waits in vain, so compare with {@link FileSource#size()}
     * @throws IllegalArgumentException if the position or the count is negative, or another backend opened the file
     * @throws IOException as {@link #write(ByteBuffer)}
     */
    public final long send(FileSource file, long position, long count) throws IOException {
        Objects.requireNonNull(file, "file");
        if (position < 0 || count < 0) {
            throw new IllegalArgumentException(count + " bytes at position " + position);
        }
        return sendFrom(file, position, count);
    }

    abstract long sendFrom(FileSource file, long position, long count) throws IOException;

    /**
     * Tells how a connect ended; to be asked once the socket is writable.
     *
     * @return true if it is connected, false if it still connects
     * @throws java.net.ConnectException if the peer refused or did not answer
     * @throws java.nio.channels.ClosedChannelException if the socket is closed
     * @throws IOException if it failed for another reason; the socket is closed then, as after the others
     */
    public final boolean finishConnect() throws IOException {
        try {
            return completeConnect();
        } catch (Throwable e) {
            close();
            throw e;
        }
    }

    /** As {@link #finishConnect}, but leaves the registrations of a socket that failed as they are. */
    abstract boolean completeConnect() throws IOException;

    /** True until the socket is known to be connected. */
    abstract boolean isConnecting();

    /**
     * Shuts the receiving half.
     *
     * @throws IOException if the system refuses
     */
    public abstract void shutdownInput() throws IOException;

    /**
     * Shuts the sending half, once all that was written has gone; the peer sees the end of the stream.
     *
     * @throws IOException if the system refuses
     */
    public abstract void shutdownOutput() throws IOException;

    /**
     * {@return the peer's address, as {@link #localAddress()} has it; null if it is not connected, on epoll also once the
     * peer has reset the connection: the kernel forgets it then}
     *
     * @throws IOException if it is closed
     */
    public abstract SocketAddress remoteAddress() throws IOException;

    /**
     * {@return the peer's address, or null if it is not connected}
     *
     * @throws java.nio.channels.UnsupportedAddressTypeException if it is a Unix socket
     * @throws IOException if it is closed
     */
    public final InetSocketAddress remoteInetAddress() throws IOException {
        return inet(remoteAddress());
    }

    /**
     * {@return how many bytes that were written have not been sent yet, as TCP_INFO tells it (SIOCOUTQNSD): the peer's window
     * or the network keeps them back} Cheap: one system call, no object.
     *
     * @throws UnsupportedOperationException without {@link Capability#BUFFERED_BYTES}
     * @throws IOException if it is closed, or not TCP
     */
    public abstract int bytesUnsent() throws IOException;

    /**
     * {@return how many bytes that were written the peer's system has not acknowledged yet, sent or not (SIOCOUTQ)} Cheap:
     * one system call, no object.
     *
     * @throws UnsupportedOperationException without {@link Capability#BUFFERED_BYTES}
     * @throws IOException if it is closed
     */
    public abstract int bytesUnacknowledged() throws IOException;
}
