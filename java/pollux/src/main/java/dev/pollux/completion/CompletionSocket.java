package dev.pollux.completion;

import dev.pollux.Connection;
import dev.pollux.ErrorHandler;
import dev.pollux.FileSource;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;

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
     * @param file a file that {@link CompletionPort#openFile} opened
     * @return the operation. Tell it its {@link Operation#onCompletion}, too
     * @throws IllegalArgumentException if another kind of port opened the file
     */
    SendFileOperation sendFile(FileSource file);

    /**
     * Makes an operation as {@link #sendFile(FileSource)} does, with its callback.
     *
     * @param file a file that {@link CompletionPort#openFile} opened
     * @param callback what to call
     * @return the operation, to be submitted
     * @throws IllegalArgumentException as {@link #sendFile(FileSource)}
     */
    default SendFileOperation sendFile(FileSource file, CompletionCallback<SendFileOperation> callback) {
        return sendFile(file).onCompletion(callback);
    }

    /**
     * Makes an operation that ends the connection once all that was written has gone.
     *
     * @return the operation. Tell it its {@link Operation#onCompletion}, then submit it
     */
    DisconnectOperation disconnect();

    /**
     * Makes an operation as {@link #disconnect()} does, with its callback.
     *
     * @param callback what to call
     * @return the operation, to be submitted
     */
    default DisconnectOperation disconnect(CompletionCallback<DisconnectOperation> callback) {
        return disconnect().onCompletion(callback);
    }

    /**
     * Writes a lent buffer, from the position of its {@link LentBuffer#data()} to the limit, and gives it back, whatever happens.
     * It is written as a whole, behind what was submitted before. A failure goes to the port's {@link ErrorHandler}, which closes
     * the socket by default. It does not learn of a close, because whoever closed knows.
     *
     * <p>So what is handed to a socket that is closed is dropped, and nobody is told. If the buffer comes from another socket, take
     * {@link #writeAndGiveBack(LentBuffer, GiveBackCallback)}, and close that one, too, when a write fails.
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
     * Limits how long each {@link #writeAndGiveBack(LentBuffer) write of a lent buffer} may take, from the next one on: against a
     * peer that never reads. It counts from the call, so with what is written before. A write that takes longer fails with a
     * {@link java.net.SocketTimeoutException}, and has perhaps written a part. Then the socket is to be closed, as the default
     * error handler does: a write after it would come in the middle of a message. A {@link WriteOperation} has its own {@link
     * Operation#timeoutNanos}.
     *
     * @param timeoutNanos the time, or 0, as at first, for no limit
     * @throws IllegalArgumentException if it is negative
     */
    void writeTimeoutNanos(long timeoutNanos);

    /**
     * Closes it once all that {@link #writeAndGiveBack(LentBuffer)} was given is written, or has failed. With nothing left to
     * write it closes at once. Until it is closed, reading goes on, and more may be written.
     *
     * <p>It waits for lent buffers alone. A {@link WriteOperation} or {@link SendFileOperation} that is pending ends with the
     * close. Close from its callback instead. A peer that never reads keeps the socket open, unless there is a {@linkplain
     * #writeTimeoutNanos time limit}.
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
