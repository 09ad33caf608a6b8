package dev.pollux.completion;

import dev.pollux.Connection;
import dev.pollux.ErrorHandler;
import dev.pollux.system.OpenDescriptor;
import dev.pollux.system.OpenFile;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;

/**
 * A TCP connection whose transfers are operations, or a {@linkplain #readStream() stream} of reads. {@link CompletionPort#listen},
 * {@link CompletionListener} and {@link CompletionPort#connect} make it.
 *
 * <p>Buffers are direct. While an operation is pending, they belong to the system. A read and a write may be pending at the
 * same time. Operations are made once, and submitted again and again. An echo is:
 *
 * <pre>{@code
 * WriteOperation write = socket.write(buffer);
 * ReadOperation read = socket.read(buffer, (operation, bytes) -> {
 *     if (bytes < 0) {
 *         socket.close();
 *     } else {
 *         buffer.flip();
 *         write.submit();
 *     }
 * });
 * write.onCompletion((operation, bytes) -> {
 *     buffer.clear();
 *     read.submit();
 * });
 * read.submit();
 * }</pre>
 *
 * <p>All methods may be called from any thread.
 */
public interface CompletionSocket extends CompletionChannel, Connection {

    /**
     * Takes a local address, before it connects: see {@link ConnectOperation#setup}.
     *
     * @param local the address. Port 0 lets the system choose one
     * @throws java.nio.channels.AlreadyBoundException if it has an address
     * @throws IOException if the system refuses
     */
    void bind(InetSocketAddress local) throws IOException;

    /**
     * Makes an operation that connects this socket, which is not connected yet: one that its port was {@linkplain
     * CompletionPort#adoptSocket(OpenDescriptor) lent}. A failure closes this socket. Others are connected by
     * {@link CompletionPort#connect}.
     *
     * <pre>{@code
     * CompletionSocket here = port.adoptSocket(mine); // opened, with its options, by the program
     * here.connect(remote).onCompletion((connect, none) -> greet(here)).submit();
     * }</pre>
     *
     * @param remote the peer's address
     * @return the operation. Tell it its {@link Operation#onCompletion}, then submit it, once
     * @throws java.nio.channels.UnresolvedAddressException if the address has no number
     */
    ConnectOperation connect(InetSocketAddress remote);

    /**
     * Takes a connection out of its port: for a program that accepts on one loop, and serves on another. An accepted one, before any
     * operation on it was submitted, leaves its port on every system. On Linux it is enough that the system has none under way: what it
     * has done already is told afterwards, as ever. What is returned is of the direct floor, and the program's. Another port's {@link
     * CompletionPort#adoptSocket(OpenDescriptor)} takes it.
     *
     * <pre>{@code
     * BlockingQueue<OpenDescriptor> handOver = new LinkedBlockingQueue<>();
     * listener.acceptStream((stream, accepted) -> handOver.add(accepted.detach())).submit();
     * CompletionSocket here = other.port().adoptSocket(handOver.take()); // on the other loop's thread
     * }</pre>
     *
     * @return the connection: a {@link dev.pollux.linux.LinuxStreamSocket}, or on {@link dev.pollux.Backend#IOCP} a {@link
     *     dev.pollux.windows.WinsockStreamSocket}. This one is closed
     * @throws IllegalStateException if the system has something under way on it, or the port {@linkplain
     *     CompletionPort#adoptSocket(OpenDescriptor) was lent} it. On Windows also if an operation on it was ever submitted: a socket
     *     never leaves its port after that
     * @throws UnsupportedOperationException if the backend has no descriptors: {@link dev.pollux.Backend#EMULATED} on {@link
     *     dev.pollux.Backend#NIO}
     * @throws ClosedChannelException if it is closed
     * @throws IOException if the system refuses
     */
    OpenDescriptor detach() throws IOException;

    /**
     * {@return the peer's address, or null if it is not connected} On Linux it is null also once the connection is over: the peer
     * has reset it, or both have ended their halves.
     *
     * @throws IOException if it is closed
     */
    @Override
    InetSocketAddress remoteAddress() throws IOException;

    /**
     * Makes an operation that reads.
     *
     * @param buffer a direct buffer. With no room left in it, the read waits until there is something to read
     * @return the operation. Tell it its {@link Operation#onCompletion}, then submit it
     * @throws IllegalArgumentException if the buffer is not direct, or of an arena that can be closed
     */
    ReadOperation read(ByteBuffer buffer);

    /**
     * Makes an operation as {@link #read(ByteBuffer)} does, with its callback.
     *
     * @param buffer a direct buffer. With no room left in it, the read waits until there is something to read
     * @param callback what to call
     * @return the operation, to be submitted
     * @throws IllegalArgumentException as {@link #read(ByteBuffer)}
     */
    default ReadOperation read(ByteBuffer buffer, CompletionCallback<ReadOperation> callback) {
        return read(buffer).onCompletion(callback);
    }

    /**
     * Makes an operation that scatters what it reads over several buffers.
     *
     * @param buffers direct buffers, filled in order
     * @return the operation. Tell it its {@link Operation#onCompletion}, then submit it
     * @throws IllegalArgumentException as {@link #read(ByteBuffer)}
     */
    ReadOperation read(ByteBuffer[] buffers);

    /**
     * Makes an operation as {@link #read(ByteBuffer[])} does, with its callback.
     *
     * @param buffers direct buffers, filled in order
     * @param callback what to call
     * @return the operation, to be submitted
     * @throws IllegalArgumentException as {@link #read(ByteBuffer[])}
     */
    default ReadOperation read(ByteBuffer[] buffers, CompletionCallback<ReadOperation> callback) {
        return read(buffers).onCompletion(callback);
    }

    /**
     * Makes an operation that reads into native memory, which the program owns: a pool's, or another library's.
     *
     * <p>Pollux does not know the memory's owner, and can't keep it alive. The owner keeps the memory from the submit until
     * the callback is called. That holds after a cancel, and after a close of the socket or the port, too. Memory that is
     * freed earlier may be written to while it belongs to somebody else.
     *
     * @param address where the memory begins
     * @param length how many bytes there is room for. With 0, the read waits until there is something to read
     * @return the operation. Tell it its {@link Operation#onCompletion}, then submit it
     * @throws IllegalArgumentException if the length is negative, or the address is 0 with a length above 0
     */
    ReadOperation read(long address, int length);

    /**
     * Makes a stream that reads what comes into buffers of the port's, until the end.
     *
     * @return the stream. Tell it its {@link CompletionStream#onResult}, then submit it
     */
    ReadStream readStream();

    /**
     * Makes a stream as {@link #readStream()} does, with its callback.
     *
     * @param callback takes the buffers
     * @return the stream, to be submitted
     */
    default ReadStream readStream(StreamCallback<ReadStream, LentBuffer> callback) {
        return readStream().onResult(callback);
    }

    /**
     * Makes an operation that writes a buffer to its end, and leaves its position there.
     *
     * @param buffer a direct buffer
     * @return the operation. Tell it its {@link Operation#onCompletion}, then submit it
     * @throws IllegalArgumentException as {@link #read(ByteBuffer)}
     */
    WriteOperation write(ByteBuffer buffer);

    /**
     * Makes an operation as {@link #write(ByteBuffer)} does, with its callback.
     *
     * @param buffer a direct buffer
     * @param callback what to call
     * @return the operation, to be submitted
     * @throws IllegalArgumentException as {@link #write(ByteBuffer)}
     */
    default WriteOperation write(ByteBuffer buffer, CompletionCallback<WriteOperation> callback) {
        return write(buffer).onCompletion(callback);
    }

    /**
     * Makes an operation that gathers what it writes from several buffers, to the end of each.
     *
     * @param buffers direct buffers, in order
     * @return the operation. Tell it its {@link Operation#onCompletion}, then submit it
     * @throws IllegalArgumentException as {@link #read(ByteBuffer)}
     */
    WriteOperation write(ByteBuffer[] buffers);

    /**
     * Makes an operation as {@link #write(ByteBuffer[])} does, with its callback.
     *
     * @param buffers direct buffers, in order
     * @param callback what to call
     * @return the operation, to be submitted
     * @throws IllegalArgumentException as {@link #write(ByteBuffer[])}
     */
    default WriteOperation write(ByteBuffer[] buffers, CompletionCallback<WriteOperation> callback) {
        return write(buffers).onCompletion(callback);
    }

    /**
     * Makes an operation that writes native memory, which the program owns. See {@link #read(long, int)} for what the owner
     * has to take care of.
     *
     * @param address where the memory begins
     * @param length how many bytes to write
     * @return the operation. Tell it its {@link Operation#onCompletion}, then submit it
     * @throws IllegalArgumentException if the length is negative, or the address is 0 with a length above 0
     */
    WriteOperation write(long address, int length);

    /**
     * Makes an operation that sends from a file. Set its {@link SendFileOperation#range range} before it is submitted.
     *
     * @param file a file that {@link CompletionPort#openFile} opened, or one of the direct floor, which stays the program's: a {@link
     *     dev.pollux.linux.LinuxFile}, or on {@link dev.pollux.Backend#IOCP} a {@link dev.pollux.windows.OverlappedFile}
     * @return the operation. Tell it its {@link Operation#onCompletion}, too
     * @throws IllegalArgumentException if it is of another backend
     */
    SendFileOperation sendFile(OpenFile file);

    /**
     * Makes an operation as {@link #sendFile(OpenFile)} does, with its callback.
     *
     * @param file as {@link #sendFile(OpenFile)} has it
     * @param callback what to call
     * @return the operation, to be submitted
     * @throws IllegalArgumentException as {@link #sendFile(OpenFile)}
     */
    default SendFileOperation sendFile(OpenFile file, CompletionCallback<SendFileOperation> callback) {
        return sendFile(file).onCompletion(callback);
    }

    /**
     * Makes an operation that shuts the sending half, as {@link #shutdownOutput()} does, for a program that is to be told when
     * that is done.
     *
     * @return the operation. Tell it its {@link Operation#onCompletion}, then submit it
     */
    ShutdownOutputOperation shutdownOutputOperation();

    /**
     * Makes an operation as {@link #shutdownOutputOperation()} does, with its callback.
     *
     * @param callback what to call
     * @return the operation, to be submitted
     */
    default ShutdownOutputOperation shutdownOutputOperation(CompletionCallback<ShutdownOutputOperation> callback) {
        return shutdownOutputOperation().onCompletion(callback);
    }

    /**
     * Writes a lent buffer, from the position of its {@link LentBuffer#data()} to the limit, and gives it back, whatever happens.
     * It is written as a whole, behind what was submitted before. A failure goes to the port's {@link ErrorHandler}, which closes
     * the socket by default.
     *
     * <p>If this socket is closed, nothing can be written. Who sends back what this socket itself has read is not told, because the
     * peer has gone, and whoever closed it knows. What another socket's {@link ReadStream} has read is lost, and so the error
     * handler is told, with that other socket as the source: the default handler closes it, as a proxy wants. If you want
     * otherwise, take {@link #writeAndGiveBack(LentBuffer, GiveBackCallback)}.
     *
     * @param buffer the buffer, of this port or another. It is not the program's any more
     * @throws IllegalArgumentException if Pollux has not made it
     * @throws IllegalStateException if it was given back, or is being written
     * @throws java.nio.channels.ShutdownChannelGroupException if the port is closed. The buffer is given back nevertheless
     */
    default void writeAndGiveBack(LentBuffer buffer) {
        writeAndGiveBack(buffer, null);
    }

    /**
     * Writes as {@link #writeAndGiveBack(LentBuffer)} does, and tells when it is done.
     *
     * <pre>{@code
     * socket.readStream((stream, lent) -> socket.writeAndGiveBack(lent, (same, failure) -> {
     *     if (failure != null) {
     *         log(failure);
     *     }
     * })).submit();
     * }</pre>
     *
     * @param buffer the buffer, of this port or another. It is not the program's any more
     * @param callback what to call. It also gets the failures. Null stands for the default
     * @throws IllegalArgumentException if Pollux has not made it
     * @throws IllegalStateException if it was given back, or is being written
     * @throws java.nio.channels.ShutdownChannelGroupException if the port is closed. The buffer is given back nevertheless
     */
    void writeAndGiveBack(LentBuffer buffer, GiveBackCallback<CompletionSocket> callback);

    /**
     * Limits how long each write may take, from the next one on: against a peer that never reads. It counts for every kind: {@link
     * WriteOperation}, {@link SendFileOperation} and {@link #writeAndGiveBack(LentBuffer)}. An operation that has its own {@link
     * Operation#timeoutNanos} keeps that. The time is that of the whole write, from its submit on, with what is written before it.
     * So give a write that is very long a limit of its own.
     *
     * <p>A write that takes longer fails with a {@link java.net.SocketTimeoutException}, and has perhaps written a part. When that
     * happens to a lent buffer the socket is closed, once the failure was told: what came next would come in the middle of a
     * message.
     *
     * <p>A socket that was told nothing limits only its lent buffers, by what {@link CompletionPortBuilder#lentWriteTimeoutNanos}
     * says.
     *
     * @param timeoutNanos the time, or 0 for no limit
     * @throws IllegalArgumentException if it is negative
     */
    void writeTimeoutNanos(long timeoutNanos);

    /**
     * Closes it once all writes that were submitted before have ended, of every kind: {@link WriteOperation}, {@link
     * SendFileOperation} and {@link #writeAndGiveBack(LentBuffer)}. With nothing to write it closes at once. So it does when one of
     * the writes fails.
     *
     * <p>For all else it is a {@link #close()}. A {@link ReadStream} ends now: what has arrived, and was not told yet, is given up.
     * A write that is submitted later fails with a {@link java.nio.channels.ClosedChannelException}. Other operations end when it is
     * closed.
     *
     * <p>A peer that never reads keeps the socket open, unless there is a {@linkplain #writeTimeoutNanos time limit}. A peer that
     * still sends may see a reset, and lose the end of what was written. If it has to get that, call {@link #shutdownOutput()}, and
     * close when its own end has come.
     */
    void closeWhenWritten();

    /**
     * Shuts the receiving half.
     *
     * @throws IOException if the system refuses
     */
    void shutdownInput() throws IOException;

    /**
     * Shuts the sending half, once all that was written has gone. The peer sees the end of the stream. If lent buffers are still
     * to be written, it does so later, and a failure goes to the port's {@link ErrorHandler}.
     *
     * @throws IOException if the system refuses
     */
    void shutdownOutput() throws IOException;
}
