package dev.pollux.completion;

import java.nio.ByteBuffer;

/**
 * Writes all that its buffers hold, 2 GiB less one byte at most. Its result is the number of bytes. Several writes to one
 * socket may be pending at once. Each is sent as a whole, in the order of their submission. {@link CompletionSocket} has an
 * example.
 *
 * <p>All methods may be called from any thread.
 */
public interface WriteOperation extends Operation<WriteOperation> {

    /** {@return the socket that it writes to} */
    CompletionSocket socket();

    /**
     * Sets what the next submission writes.
     *
     * @param buffer a direct buffer. What is written is taken from its position, which moves
     * @return this
     * @throws IllegalStateException if the operation is pending, or has several buffers
     */
    WriteOperation buffer(ByteBuffer buffer);

    /**
     * Sets the native memory that the next submissions write.
     *
     * @param address where it begins. See {@link CompletionSocket#write(long, int)}
     * @param length how many bytes to write
     * @return this
     * @throws IllegalArgumentException if the length is negative, or the address is 0 with a length above 0
     * @throws IllegalStateException if the operation is pending, or has several buffers
     */
    WriteOperation memory(long address, int length);

    /**
     * Sets several pieces of native memory that the next submissions write, one after the other, any number of them. One call of the
     * system takes up to 1024. The arrays are copied.
     *
     * <pre>{@code
     * write.memory(addresses, lengths, 0, count).submit();
     * }</pre>
     *
     * @param addresses where each piece begins. See {@link CompletionSocket#write(long, int)}
     * @param lengths how many bytes each has
     * @param offset the first piece to use
     * @param count how many to use
     * @return this
     * @throws IndexOutOfBoundsException if the arrays have not so many pieces
     * @throws IllegalArgumentException if a length is negative, an address is 0 with a length above 0, or it is 2 GiB or more altogether
     * @throws IllegalStateException if the operation is pending, or has several buffers
     * @throws UnsupportedOperationException if the backend can't take memory by its address: {@link dev.pollux.Backend#EMULATED} on
     *     {@link dev.pollux.Backend#NIO}
     */
    WriteOperation memory(long[] addresses, int[] lengths, int offset, int count);
}
