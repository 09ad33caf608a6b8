package dev.pollux.completion;

import java.nio.ByteBuffer;

/**
 * Writes all that its buffers hold, 2 GiB less one byte at most, to a file at a position. Its result is the number of bytes. If
 * it fails, a part may have been written: the buffers' positions tell how much. {@link CompletionFile} has an example.
 *
 * <p>All methods may be called from any thread.
 */
public interface FileWriteOperation extends Operation<FileWriteOperation> {

    /** {@return the file that it writes to} */
    CompletionFile file();

    /**
     * Sets where the next submissions write. It does not move by what is written. What lies between the file's end and here
     * becomes zeros.
     *
     * @param position the place in the file, in bytes, 0 at first
     * @return this
     * @throws IllegalArgumentException if it is negative
     * @throws IllegalStateException if the operation is pending
     */
    FileWriteOperation position(long position);

    /** {@return where the next submission writes, or the one that is pending does} */
    long position();

    /**
     * Sets what the next submission writes.
     *
     * @param buffer a direct buffer. What is written is taken from its position, which moves
     * @return this
     * @throws IllegalStateException if the operation is pending, or has several buffers
     */
    FileWriteOperation buffer(ByteBuffer buffer);

    /**
     * Sets the native memory that the next submissions write.
     *
     * @param address where it begins. See {@link CompletionFile#write(long, int)}
     * @param length how many bytes to write
     * @return this
     * @throws IllegalArgumentException if the length is negative, or the address is 0 with a length above 0
     * @throws IllegalStateException if the operation is pending, or has several buffers
     */
    FileWriteOperation memory(long address, int length);
}
