package dev.pollux.completion;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;

/**
 * Receives one datagram. Its result is the number of bytes, which may be 0. {@link CompletionUdpSocket} has an example.
 *
 * <p>All methods may be called from any thread.
 */
public interface ReceiveOperation extends Operation<ReceiveOperation> {

    /** {@return the socket that it receives from} */
    CompletionUdpSocket socket();

    /** {@return who sent the datagram that was received last, a new object each time} */
    InetSocketAddress sender();

    /** {@return true if the datagram that was received last was longer than the room for it: the rest is lost} */
    boolean isTruncated();

    /**
     * Sets what the next submissions receive into.
     *
     * @param buffer a direct buffer. The datagram is put at its position, which moves
     * @return this
     * @throws IllegalStateException if the operation is pending
     */
    ReceiveOperation buffer(ByteBuffer buffer);

    /**
     * Sets the native memory that the next submissions receive into.
     *
     * @param address where it begins. See {@link CompletionUdpSocket#receive(long, int)}
     * @param length how many bytes there is room for
     * @return this
     * @throws IllegalArgumentException if the length is negative, or the address is 0 with a length above 0
     * @throws IllegalStateException if the operation is pending
     */
    ReceiveOperation memory(long address, int length);
}
