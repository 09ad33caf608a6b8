package dev.pollux.completion;

/**
 * Receives datagrams until it is stopped or its socket is closed. Its results are datagrams in buffers of the port's. One that
 * is longer than these is cut off. While the stream is pending it may keep one buffer, because a datagram can't be received
 * without.
 *
 * <p>It lends at most so many buffers at a time as its {@link #window} says, and waits for them as a {@link ReadStream} does.
 * What comes meanwhile is the system's to keep or to drop. A {@link ReceiveOperation} may be pending at the same time: each
 * datagram goes to one of them.
 *
 * <pre>{@code
 * CompletionUdpSocket udp = port.openUdpSocket(address);
 * udp.receiveStream((stream, datagram) -> udp.sendAndGiveBack(datagram)).submit();
 * }</pre>
 *
 * <p>All methods may be called from any thread.
 */
public interface ReceiveStream extends CompletionStream<ReceiveStream, LentDatagram> {

    /** {@return the socket that it receives from} */
    CompletionUdpSocket socket();

    /**
     * Sets how many buffers it lends at a time.
     *
     * @param buffers the number, at least 1, {@value ReadStream#DEFAULT_WINDOW} at first
     * @return this
     * @throws IllegalArgumentException if it is less than 1
     * @throws IllegalStateException if it is pending
     */
    ReceiveStream window(int buffers);
}
