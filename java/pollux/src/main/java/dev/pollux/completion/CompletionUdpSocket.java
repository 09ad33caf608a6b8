package dev.pollux.completion;

import dev.pollux.ErrorHandler;
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
     * Makes a stream that receives what comes into buffers of the port's.
     *
     * @return the stream. Tell it its {@link CompletionStream#onResult}, then submit it
     */
    ReceiveStream receiveStream();

    /**
     * Makes a stream as {@link #receiveStream()} does, with its callback.
     *
     * @param callback takes the datagrams
     * @return the stream, to be submitted
     */
    default ReceiveStream receiveStream(StreamCallback<ReceiveStream, LentDatagram> callback) {
        return receiveStream().onResult(callback);
    }

    /**
     * Sends a datagram to where it came from, and gives its buffer back, whatever happens. What is sent is its {@link
     * LentBuffer#data()}, from the position to the limit. A failure goes to the port's {@link ErrorHandler}. It does not learn of
     * a close, because whoever closed knows.
     *
     * @param datagram the datagram. It is not the program's any more
     * @throws IllegalArgumentException if Pollux has not made it
     * @throws IllegalStateException if it was given back, or is being sent
     * @throws java.nio.channels.ShutdownChannelGroupException if the port is closed. The buffer is given back nevertheless
     * @throws java.nio.channels.UnsupportedAddressTypeException if it came by another socket, and this one can't send there. The
     *     buffer is given back
     */
    default void sendAndGiveBack(LentDatagram datagram) {
        sendAndGiveBack(datagram, null);
    }

    /**
     * Sends as {@link #sendAndGiveBack(LentDatagram)} does, and tells when it is done.
     *
     * @param datagram the datagram. It is not the program's any more
     * @param callback what to call. It also gets the failures. Null stands for the default
     * @throws IllegalArgumentException as {@link #sendAndGiveBack(LentDatagram)}
     * @throws IllegalStateException as {@link #sendAndGiveBack(LentDatagram)}
     */
    void sendAndGiveBack(LentDatagram datagram, GiveBackCallback<CompletionUdpSocket> callback);

    /**
     * Sends a lent buffer to another address, and gives it back, whatever happens.
     *
     * @param buffer the buffer, of a datagram or of a connection. It is not the program's any more
     * @param target where to send it
     * @param callback what to call. It also gets the failures. Null stands for the port's {@link ErrorHandler}
     * @throws IllegalArgumentException as {@link #sendAndGiveBack(LentDatagram)}
     * @throws IllegalStateException as {@link #sendAndGiveBack(LentDatagram)}
     * @throws java.nio.channels.UnsupportedAddressTypeException if the socket can't send there. The buffer is given back
     */
    void sendAndGiveBack(LentBuffer buffer, InetSocketAddress target, GiveBackCallback<CompletionUdpSocket> callback);

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
