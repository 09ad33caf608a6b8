package dev.pollux.completion;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketOption;
import java.nio.channels.Channel;

/**
 * What a {@link CompletionPort} does operations on: a socket or a listener. It belongs to one port for as long as it is open.
 * {@link CompletionSocket} has an example.
 *
 * <p>All methods may be called from any thread. Only Pollux implements this interface.
 */
public interface CompletionChannel extends Channel {

    /** {@return the port that it belongs to} */
    CompletionPort port();

    /** {@return false once it was closed} */
    @Override
    boolean isOpen();

    /**
     * {@return its own address, or null if it is not bound yet}
     *
     * @throws IOException if it is closed
     */
    InetSocketAddress localAddress() throws IOException;

    /**
     * Sets an option.
     *
     * @param option one of {@link java.net.StandardSocketOptions}, or one of the system's own that {@code
     *     dev.pollux.windows.WindowsSocketOptions} has
     * @param value its new value
     * @param <T> the value's type
     * @throws UnsupportedOperationException if the system does not know the option
     * @throws IllegalArgumentException if a buffer's size is negative, or IP_TOS or IP_MULTICAST_TTL is not within 0 and 255
     * @throws IOException if the system refuses
     */
    <T> void setOption(SocketOption<T> option, T value) throws IOException;

    /**
     * {@return an option's value}
     *
     * @param option as in {@link #setOption}
     * @param <T> the value's type
     * @throws UnsupportedOperationException if the system does not know the option
     * @throws IOException if the system refuses
     */
    <T> T getOption(SocketOption<T> option) throws IOException;

    /**
     * Closes it. What is pending ends, and each operation's callback is called: with an {@link
     * java.nio.channels.AsynchronousCloseException}, or with the result that it has by then. A second call does nothing.
     */
    @Override
    void close();
}
