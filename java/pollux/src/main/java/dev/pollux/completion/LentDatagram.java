package dev.pollux.completion;

import java.net.InetSocketAddress;

/**
 * A datagram in memory of the port's. {@link ReceiveStream} has an example.
 *
 * <p>All methods may be called from any thread. One thread at a time uses a buffer.
 */
public interface LentDatagram extends LentBuffer {

    /**
     * {@return who sent it, a new object each time}
     *
     * @throws IllegalStateException if it was given back
     */
    InetSocketAddress sender();

    /**
     * {@return true if it was longer than the port's buffers: the rest is lost}
     *
     * @throws IllegalStateException if it was given back
     */
    boolean isTruncated();
}
