package dev.pollux.completion;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;

/**
 * A UDP socket whose transfers are operations.
 *
 * <pre>{@code
 * CompletionUdpSocket socket = port.openUdpSocket(address);
 * ByteBuffer buffer = ByteBuffer.allocateDirect(1500);
 * SendOperation send = socket.send(buffer);
 * ReceiveOperation receive = socket.receive(buffer, (received, bytes) -> {
 *     buffer.flip();
 *     send.target(received).submit();
 * });
 * send.onCompletion((sent, bytes) -> {
 *     buffer.clear();
 *     receive.submit();
 * });
 * receive.submit();
 * }</pre>
 *
 * <p>That a peer's port is unreachable fails no receive, unless {@link #setReportUnreachable} asks for it. All methods may
 * be called from any thread.
 */
public interface CompletionUdpSocket extends CompletionChannel {

    /**
     * Takes an address.
     *
     * @param local the address. Port 0 lets the system choose one. The wildcard takes IPv4 and IPv6
     * @throws java.nio.channels.AlreadyBoundException if it has an address
     * @throws java.net.BindException if the address is in use or not this machine's
     * @throws IOException if the system refuses for another reason
     */
    void bind(InetSocketAddress local) throws IOException;

    /**
     * Sets whether a receive fails with a {@link java.net.PortUnreachableException} after a datagram found no receiver.
     *
     * @param report false at first, unlike Windows's own default, because such a receive has nothing to do with that peer
     * @throws IOException if the system refuses
     */
    void setReportUnreachable(boolean report) throws IOException;

    /**
     * Makes an operation that receives a datagram and its sender.
     *
     * @param buffer a direct buffer
     * @return the operation. Tell it its {@link Operation#onCompletion}, then submit it
     * @throws IllegalArgumentException if the buffer is not direct, or of an arena that can be closed
     */
    ReceiveOperation receive(ByteBuffer buffer);

    /**
     * Makes an operation as {@link #receive(ByteBuffer)} does, with its callback.
     *
     * @param buffer a direct buffer
     * @param callback what to call
     * @return the operation, to be submitted
     * @throws IllegalArgumentException as {@link #receive(ByteBuffer)}
     */
    default ReceiveOperation receive(ByteBuffer buffer, CompletionCallback<ReceiveOperation> callback) {
        return receive(buffer).onCompletion(callback);
    }

    /**
     * Makes an operation that receives a datagram into native memory, which the program owns. See {@link
     * CompletionSocket#read(long, int)} for what the owner has to take care of.
     *
     * @param address where the memory begins
     * @param length how many bytes there is room for
     * @return the operation. Tell it its {@link Operation#onCompletion}, then submit it
     * @throws IllegalArgumentException if the length is negative, or the address is 0 with a length above 0
     */
    ReceiveOperation receive(long address, int length);

    /**
     * Makes an operation that sends a datagram. Set its {@link SendOperation#target target} before it is submitted.
     *
     * @param buffer a direct buffer
     * @return the operation. Tell it its {@link Operation#onCompletion}, too
     * @throws IllegalArgumentException as {@link #receive(ByteBuffer)}
     */
    SendOperation send(ByteBuffer buffer);

    /**
     * Makes an operation as {@link #send(ByteBuffer)} does, with its callback.
     *
     * @param buffer a direct buffer
     * @param callback what to call
     * @return the operation, to be submitted
     * @throws IllegalArgumentException as {@link #send(ByteBuffer)}
     */
    default SendOperation send(ByteBuffer buffer, CompletionCallback<SendOperation> callback) {
        return send(buffer).onCompletion(callback);
    }

    /**
     * Makes an operation that sends a datagram from native memory, which the program owns. See {@link
     * CompletionSocket#read(long, int)} for what the owner has to take care of.
     *
     * @param address where the memory begins
     * @param length how many bytes the datagram has
     * @return the operation. Tell it its {@link Operation#onCompletion}, too
     * @throws IllegalArgumentException if the length is negative, or the address is 0 with a length above 0
     */
    SendOperation send(long address, int length);
}
