package dev.pollux.completion;

import java.nio.ByteBuffer;

/**
 * Reads what comes first: some bytes, or the end of the stream. Its result is the number of bytes, and -1 at the end of the
 * stream. If its buffers have no room, the result is 0: then it completes once there is something to read, and keeps no
 * memory busy until then. {@link CompletionSocket} has an example.
 *
 * <p>All methods may be called from any thread.
 */
public interface ReadOperation extends Operation<ReadOperation> {

    /** {@return the socket that it reads from} */
    CompletionSocket socket();

    /**
     * Sets what the next submissions read into.
     *
     * @param buffer a direct buffer. What is read is put at its position, which moves
     * @return this
     * @throws IllegalStateException if the operation is pending, or has several buffers
     */
    ReadOperation buffer(ByteBuffer buffer);

    /**
     * Sets the native memory that the next submissions read into.
     *
     * @param address where it begins. See {@link CompletionSocket#read(long, int)}
     * @param length how many bytes there is room for
     * @return this
     * @throws IllegalArgumentException if the length is negative, or the address is 0 with a length above 0
     * @throws IllegalStateException if the operation is pending, or has several buffers
     */
    ReadOperation memory(long address, int length);
}
