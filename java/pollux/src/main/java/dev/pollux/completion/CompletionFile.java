package dev.pollux.completion;

import dev.pollux.FileSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channel;

/**
 * A file whose reads, writes and syncs are operations. {@link CompletionPort#openFile} makes it. It belongs to one port, and is
 * closed with it. {@link CompletionSocket#sendFile} sends it.
 *
 * <p>Each operation has a position in the file, so that any number of them may be pending. They are done in no order: what is to
 * follow another is submitted by the other's callback. Operations are made once, and submitted again and again. A position does
 * not move by itself: set it anew before the next submit. Buffers are direct, and belong to the system while an operation is
 * pending. This is a log that answers once its record is on the disk. The next record waits for the answer, because each
 * operation is pending only once:
 *
 * <pre>{@code
 * CompletionFile log = port.openFile(path, StandardOpenOption.WRITE, StandardOpenOption.CREATE);
 * FileSyncOperation sync = log.syncData((operation, none) -> acknowledge());
 * FileWriteOperation append = log.write(message, (operation, bytes) -> sync.submit());
 * append.position(log.size()).submit();
 * }</pre>
 *
 * <p>Windows's system does reads and writes by itself, and Linux's io_uring syncs, too. For the rest the port has a few threads of its
 * own, see {@link CompletionPortBuilder#fileThreads}. No operation keeps a thread that polls, except a write on Windows that makes
 * the file longer: the system does that within the submit. {@link #truncate} the file to its future size first.
 *
 * <p>All methods may be called from any thread. Only Pollux implements this interface.
 */
public interface CompletionFile extends FileSource, Channel {

    /** {@return the port that it belongs to} */
    CompletionPort port();

    /** {@return false once it was closed} */
    @Override
    boolean isOpen();

    /**
     * {@return its size in bytes now} It asks the system on the calling thread.
     *
     * @throws IOException if it is closed, or the system refuses
     */
    @Override
    long size() throws IOException;

    /**
     * {@return what each address, length and position must be a multiple of, in bytes: 1, unless it was opened with {@link
     * FileOption#DIRECT}}
     */
    int alignment();

    /**
     * Makes an operation that reads. Set its {@link FileReadOperation#position position} before it is submitted.
     *
     * @param buffer a direct buffer
     * @return the operation. Tell it its {@link Operation#onCompletion}, then submit it
     * @throws IllegalArgumentException if the buffer is not direct, or of an arena that can be closed
     * @throws java.nio.channels.NonReadableChannelException if the file was not opened to be read
     */
    FileReadOperation read(ByteBuffer buffer);

    /**
     * Makes an operation as {@link #read(ByteBuffer)} does, with its callback.
     *
     * @param buffer a direct buffer
     * @param callback what to call
     * @return the operation, to be submitted
     * @throws IllegalArgumentException as {@link #read(ByteBuffer)}
     * @throws java.nio.channels.NonReadableChannelException as {@link #read(ByteBuffer)}
     */
    default FileReadOperation read(ByteBuffer buffer, CompletionCallback<FileReadOperation> callback) {
        return read(buffer).onCompletion(callback);
    }

    /**
     * Makes an operation that scatters what it reads over several buffers, any number of them.
     *
     * @param buffers direct buffers, in order
     * @return the operation. Tell it its {@link Operation#onCompletion}, then submit it
     * @throws IllegalArgumentException as {@link #read(ByteBuffer)}
     * @throws java.nio.channels.NonReadableChannelException as {@link #read(ByteBuffer)}
     */
    FileReadOperation read(ByteBuffer[] buffers);

    /**
     * Makes an operation that reads into native memory, which the program owns. See {@link CompletionSocket#read(long, int)} for
     * what the owner has to take care of.
     *
     * @param address where the memory begins
     * @param length how many bytes there is room for
     * @return the operation. Tell it its {@link Operation#onCompletion}, then submit it
     * @throws IllegalArgumentException if the length is negative, or the address is 0 with a length above 0
     * @throws java.nio.channels.NonReadableChannelException as {@link #read(ByteBuffer)}
     */
    FileReadOperation read(long address, int length);

    /**
     * Makes an operation that writes all that a buffer holds. Set its {@link FileWriteOperation#position position} before it is
     * submitted.
     *
     * @param buffer a direct buffer
     * @return the operation. Tell it its {@link Operation#onCompletion}, then submit it
     * @throws IllegalArgumentException as {@link #read(ByteBuffer)}
     * @throws java.nio.channels.NonWritableChannelException if the file was not opened to be written
     */
    FileWriteOperation write(ByteBuffer buffer);

    /**
     * Makes an operation as {@link #write(ByteBuffer)} does, with its callback.
     *
     * @param buffer a direct buffer
     * @param callback what to call
     * @return the operation, to be submitted
     * @throws IllegalArgumentException as {@link #read(ByteBuffer)}
     * @throws java.nio.channels.NonWritableChannelException as {@link #write(ByteBuffer)}
     */
    default FileWriteOperation write(ByteBuffer buffer, CompletionCallback<FileWriteOperation> callback) {
        return write(buffer).onCompletion(callback);
    }

    /**
     * Makes an operation that gathers what it writes from several buffers, any number of them, to the end of each.
     *
     * @param buffers direct buffers, in order
     * @return the operation. Tell it its {@link Operation#onCompletion}, then submit it
     * @throws IllegalArgumentException as {@link #read(ByteBuffer)}
     * @throws java.nio.channels.NonWritableChannelException as {@link #write(ByteBuffer)}
     */
    FileWriteOperation write(ByteBuffer[] buffers);

    /**
     * Makes an operation that writes native memory, which the program owns. See {@link CompletionSocket#read(long, int)} for what
     * the owner has to take care of.
     *
     * @param address where the memory begins
     * @param length how many bytes to write
     * @return the operation. Tell it its {@link Operation#onCompletion}, then submit it
     * @throws IllegalArgumentException if the length is negative, or the address is 0 with a length above 0
     * @throws java.nio.channels.NonWritableChannelException as {@link #write(ByteBuffer)}
     */
    FileWriteOperation write(long address, int length);

    /**
     * Makes an operation that completes once all that was written before is on the disk, and what the file system knows of the
     * file, too: fsync(2), FlushFileBuffers.
     *
     * @return the operation. Tell it its {@link Operation#onCompletion}, then submit it
     */
    FileSyncOperation sync();

    /**
     * Makes an operation as {@link #sync()} does, with its callback.
     *
     * @param callback what to call
     * @return the operation, to be submitted
     */
    default FileSyncOperation sync(CompletionCallback<FileSyncOperation> callback) {
        return sync().onCompletion(callback);
    }

    /**
     * Makes an operation as {@link #sync()} does that leaves out what is not needed to read the bytes again, times for instance:
     * fdatasync(2). On Windows it is the same as {@link #sync()}.
     *
     * @return the operation. Tell it its {@link Operation#onCompletion}, then submit it
     */
    FileSyncOperation syncData();

    /**
     * Makes an operation as {@link #syncData()} does, with its callback.
     *
     * @param callback what to call
     * @return the operation, to be submitted
     */
    default FileSyncOperation syncData(CompletionCallback<FileSyncOperation> callback) {
        return syncData().onCompletion(callback);
    }

    /**
     * Makes an operation that sets the file's size. What is beyond is cut off, and what is missing becomes zeros: ftruncate(2).
     *
     * @param size the size in bytes
     * @return the operation. Tell it its {@link Operation#onCompletion}, then submit it
     * @throws IllegalArgumentException if the size is negative
     * @throws java.nio.channels.NonWritableChannelException as {@link #write(ByteBuffer)}
     */
    FileTruncateOperation truncate(long size);

    /**
     * Makes an operation as {@link #truncate(long)} does, with its callback.
     *
     * @param size the size in bytes
     * @param callback what to call
     * @return the operation, to be submitted
     * @throws IllegalArgumentException as {@link #truncate(long)}
     * @throws java.nio.channels.NonWritableChannelException as {@link #write(ByteBuffer)}
     */
    default FileTruncateOperation truncate(long size, CompletionCallback<FileTruncateOperation> callback) {
        return truncate(size).onCompletion(callback);
    }

    /**
     * Closes it. What is pending ends, and each operation's callback is called: with an {@link
     * java.nio.channels.AsynchronousCloseException}, or with the result that it has by then. Sends under way end first. A second
     * call does nothing.
     */
    @Override
    void close();
}
