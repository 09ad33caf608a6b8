package dev.pollux.readiness;

import dev.pollux.Connection;
import dev.pollux.FileSource;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;

/**
 * Reads and writes a stream, of TCP or of a Unix socket, and never blocks.
 *
 * <p>Transfers keep the conventions of java.nio. They return the number of bytes, 0 if the call would block, and -1 at the end
 * of the stream. Direct buffers are used in place, and heap buffers are copied.
 *
 * <p>A socket connects until {@link #finishConnect()} has returned true. Until then reads, writes and shutdowns throw a {@link
 * java.nio.channels.NotYetConnectedException}. What is wrong with an argument is told first, whatever the state is.
 *
 * <p>All methods may be called from any thread. At most one thread reads at a time, and at most one writes.
 *
 * <pre>{@code
 * // A callback that sends back what it reads. What the socket does not take is a WriteQueue's work.
 * ByteBuffer buffer = ByteBuffer.allocateDirect(16 * 1024);
 * dispatcher.register(socket, Interest.READ, (registration, readiness) -> {
 *     if (socket.read(buffer.clear()) < 0) {
 *         socket.close();
 *     } else {
 *         queue.write(buffer.flip());
 *     }
 * });
 * }</pre>
 */
public interface StreamSocket extends PollableSocket, Connection {
    /**
     * Reads the bytes that are there.
     *
     * @param buffer takes the bytes
     * @return the number of bytes, or 0 if it would block or the buffer has no room, or -1 at the end of the stream
     * @throws java.net.SocketException if the peer reset the connection. Each read says so from then on
     * @throws java.nio.channels.ClosedChannelException if the socket is closed
     * @throws java.nio.ReadOnlyBufferException if the buffer is read-only
     * @throws IOException if the system refuses for another reason
     */
    int read(ByteBuffer buffer) throws IOException;

    /**
     * Reads the bytes that are there into several buffers, one after the other.
     *
     * @param buffers take the bytes, in order
     * @param offset the first to use
     * @param length how many to use
     * @return as {@link #read(ByteBuffer)}
     * @throws IOException as {@link #read(ByteBuffer)}
     */
    long read(ByteBuffer[] buffers, int offset, int length) throws IOException;

    /**
     * Writes as many bytes as the system takes.
     *
     * @param buffer holds the bytes
     * @return the number of bytes taken, or 0 if it would block, or if there are none to write
     * @throws java.nio.channels.ClosedChannelException if the socket is closed
     * @throws java.net.SocketException if the connection is reset, or shut for writing
     * @throws IOException if the system refuses for another reason
     */
    int write(ByteBuffer buffer) throws IOException;

    /**
     * Writes from several buffers, one after the other, as many bytes as the system takes.
     *
     * @param buffers hold the bytes
     * @param offset the first to use
     * @param length how many to use
     * @return as {@link #write(ByteBuffer)}
     * @throws IOException as {@link #write(ByteBuffer)}
     */
    long write(ByteBuffer[] buffers, int offset, int length) throws IOException;

    /**
     * Reads the bytes that are there to native memory. The caller keeps the memory alive until the call returns. It is for a program
     * that manages memory itself, as Netty does: no buffer object is needed.
     *
     * @param address where the memory begins
     * @param length how many bytes there is room for
     * @return as {@link #read(ByteBuffer)}
     * @throws IllegalArgumentException if the length is negative, or the address is 0 with a length above 0
     * @throws UnsupportedOperationException without {@link Capability#NATIVE_MEMORY}
     * @throws IOException as {@link #read(ByteBuffer)}
     */
    int read(long address, int length) throws IOException;

    /**
     * Reads the bytes that are there to several pieces of native memory, one after the other.
     *
     * @param addresses where each piece begins
     * @param lengths how many bytes there is room for in each
     * @param offset the first piece to use
     * @param count how many to use. A call of the system takes 1024 of them at most
     * @return as {@link #read(ByteBuffer)}
     * @throws IllegalArgumentException as {@link #read(long, int)}
     * @throws UnsupportedOperationException without {@link Capability#NATIVE_MEMORY}
     * @throws IOException as {@link #read(ByteBuffer)}
     */
    long read(long[] addresses, int[] lengths, int offset, int count) throws IOException;

    /**
     * Writes from native memory as many bytes as the system takes. The caller keeps the memory alive until the call returns.
     *
     * @param address where the memory begins
     * @param length how many bytes to write
     * @return as {@link #write(ByteBuffer)}
     * @throws IllegalArgumentException if the length is negative, or the address is 0 with a length above 0
     * @throws UnsupportedOperationException without {@link Capability#NATIVE_MEMORY}
     * @throws IOException as {@link #write(ByteBuffer)}
     */
    int write(long address, int length) throws IOException;

    /**
     * Writes from several pieces of native memory, one after the other, as many bytes as the system takes.
     *
     * @param addresses where each piece begins
     * @param lengths how many bytes each has
     * @param offset the first piece to use
     * @param count how many to use. A call of the system takes 1024 of them at most
     * @return as {@link #write(ByteBuffer)}
     * @throws IllegalArgumentException as {@link #write(long, int)}
     * @throws UnsupportedOperationException without {@link Capability#NATIVE_MEMORY}
     * @throws IOException as {@link #write(ByteBuffer)}
     */
    long write(long[] addresses, int[] lengths, int offset, int count) throws IOException;

    /**
     * Sends from a file. Where the system can do that, the bytes do not come into the process.
     *
     * <p>A result of 0 means that it would block. It also means that the file ends before {@code position}: then the socket is
     * writable and stays so. Compare with {@link FileSource#size()} before you wait for writability.
     *
     * @param file a file that {@link ReadinessDispatcher#openFile} or {@link ReadinessPort#openFile} of the same backend opened
     * @param position where to begin in it, in bytes
     * @param count how many bytes to send
     * @return the number of bytes taken, or 0
     * @throws IllegalArgumentException if the position or the count is negative, or another backend opened the file
     * @throws IOException as {@link #write(ByteBuffer)}
     */
    long send(FileSource file, long position, long count) throws IOException;

    /**
     * Tells how a connect ended. Ask it once the socket is writable.
     *
     * @return true if it is connected, false if it still connects
     * @throws java.net.ConnectException if the peer refused or did not answer
     * @throws java.nio.channels.ClosedChannelException if the socket is closed
     * @throws IOException if it failed for another reason. After each failure the socket is closed
     */
    boolean finishConnect() throws IOException;

    /**
     * Shuts the receiving half.
     *
     * @throws IOException if the system refuses
     */
    void shutdownInput() throws IOException;

    /**
     * Shuts the sending half, once all that was written has gone. The peer sees the end of the stream.
     *
     * @throws IOException if the system refuses
     */
    void shutdownOutput() throws IOException;

    /** {@return true once {@link #shutdownInput()} has shut the receiving half} The peer's end of the stream does not. */
    boolean isInputShutdown();

    /** {@return true once {@link #shutdownOutput()} has shut the sending half} */
    boolean isOutputShutdown();

    /**
     * {@return the peer's address, or null if it is not connected} On epoll it is null also once the connection is over: the
     * peer has reset it, or both have ended their halves. The kernel forgets the address then. The types are those of {@link
     * #localAddress()}.
     *
     * @throws IOException if it is closed
     */
    @Override
    SocketAddress remoteAddress() throws IOException;

    /**
     * {@return the peer's address, or null if it is not connected}
     *
     * @throws java.nio.channels.UnsupportedAddressTypeException if it is a Unix socket
     * @throws IOException if it is closed
     */
    InetSocketAddress remoteInetAddress() throws IOException;

    /**
     * {@return how many bytes that were written have not been sent yet (SIOCOUTQNSD)} The peer's window or the network keeps
     * them back. It costs one system call and makes no object.
     *
     * @throws UnsupportedOperationException without {@link Capability#BUFFERED_BYTES}
     * @throws IOException if it is closed, or not TCP
     */
    int bytesUnsent() throws IOException;

    /**
     * {@return how many bytes that were written the peer's system has not acknowledged yet, sent or not (SIOCOUTQ)} It costs
     * one system call and makes no object.
     *
     * @throws UnsupportedOperationException without {@link Capability#BUFFERED_BYTES}
     * @throws IOException if it is closed
     */
    int bytesUnacknowledged() throws IOException;
}
