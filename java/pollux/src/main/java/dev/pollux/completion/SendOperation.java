package dev.pollux.completion;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;

/**
 * Sends one datagram. Its result is the number of bytes. {@link CompletionUdpSocket} has an example.
 *
 * <p>All methods may be called from any thread.
 */
public interface SendOperation extends Operation<SendOperation> {

    /** {@return the socket that it sends from} */
    CompletionUdpSocket socket();

    /**
     * Sets where the next submissions send to.
     *
     * @param address the address
     * @return this
     * @throws IllegalStateException if the operation is pending
     */
    SendOperation target(InetSocketAddress address);

    /**
     * Sets the sender of a datagram as where the next submissions send to. Allocates nothing.
     *
     * @param received has received a datagram
     * @return this
     * @throws IllegalArgumentException if it was not made by Pollux
     * @throws IllegalStateException if this operation or the other is pending
     * @throws java.nio.channels.UnsupportedAddressTypeException if another socket has received it, and this one can't send there
     */
    SendOperation target(ReceiveOperation received);

    /**
     * Sets what the next submission sends.
     *
     * @param buffer a direct buffer. The datagram is what it holds, and its position moves
     * @return this
     * @throws IllegalStateException if the operation is pending
     */
    SendOperation buffer(ByteBuffer buffer);

    /**
     * Sets the native memory that the next submissions send.
     *
     * @param address where it begins. See {@link CompletionUdpSocket#send(long, int)}
     * @param length how many bytes the datagram has
     * @return this
     * @throws IllegalArgumentException if the length is negative, or the address is 0 with a length above 0
     * @throws IllegalStateException if the operation is pending
     */
    SendOperation memory(long address, int length);
}
