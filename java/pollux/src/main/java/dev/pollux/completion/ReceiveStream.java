package dev.pollux.completion;

/**
 * Receives datagrams until it is stopped or its socket is closed. Its results are datagrams in buffers of the port's. One that
 * is longer than these is cut off. While the stream is pending it may keep one buffer, because a datagram can't be received
 * without. On io_uring a port of one thread keeps none: one submission brings many datagrams there, each in a buffer that the kernel
 * takes when it comes.
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

    /** How many buffers a stream lends at a time, unless it is told otherwise: more than one of reads, because all peers share it. */
    int DEFAULT_WINDOW = 64;

    /** {@return the socket that it receives from} */
    CompletionUdpSocket socket();

    /**
     * Sets how many buffers it lends at a time.
     *
     * @param buffers the number, at least 1, {@value #DEFAULT_WINDOW} at first
     * @return this
     * @throws IllegalArgumentException if it is less than 1
     * @throws IllegalStateException if it is pending
     */
    ReceiveStream window(int buffers);
}
