package dev.pollux.completion;

import java.nio.ByteBuffer;

/**
 * Reads from a file at a position. Its result is the number of bytes, and -1 at the end of the file and beyond. They are fewer than
 * there is room for only if the file ends before. If it fails, a part may have been read: the buffers' positions tell how much.
 * {@link CompletionFile} makes it.
 *
 * <pre>{@code
 * FileReadOperation read = file.read(buffer, (operation, bytes) -> handle(bytes));
 * read.position(4096).submit();
 * }</pre>
 *
 * <p>All methods may be called from any thread.
 */
public interface FileReadOperation extends Operation<FileReadOperation> {

    /** {@return the file that it reads from} */
    CompletionFile file();

    /**
     * Sets where the next submissions read. It does not move by what is read.
     *
     * @param position the place in the file, in bytes, 0 at first
     * @return this
     * @throws IllegalArgumentException if it is negative
     * @throws IllegalStateException if the operation is pending
     */
    FileReadOperation position(long position);

    /** {@return where the next submission reads, or the one that is pending does} */
    long position();

    /**
     * Sets what the next submissions read into.
     *
     * @param buffer a direct buffer. What is read is put at its position, which moves
     * @return this
     * @throws IllegalStateException if the operation is pending, or has several buffers
     */
    FileReadOperation buffer(ByteBuffer buffer);

    /**
     * Sets the native memory that the next submissions read into.
     *
     * @param address where it begins. See {@link CompletionFile#read(long, int)}
     * @param length how many bytes there is room for
     * @return this
     * @throws IllegalArgumentException if the length is negative, or the address is 0 with a length above 0
     * @throws IllegalStateException if the operation is pending, or has several buffers
     */
    FileReadOperation memory(long address, int length);
}
