package dev.pollux;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketOption;

/** What the sockets of a {@link ReadinessPort} have in common: an address and options. */
public abstract sealed class PollableSocket extends Pollable permits StreamSocket, StreamListener {
    PollableSocket() {}

    /**
     * {@return its own address}
     *
     * @throws IOException if it is closed
     */
    public abstract InetSocketAddress localAddress() throws IOException;

    /**
     * Sets an option.
     *
     * @param option one of {@link java.net.StandardSocketOptions}; on epoll, one of {@link
     *     dev.pollux.linux.LinuxSocketOptions} too
     * @param value its new value
     * @param <T> the value's type
     * @throws UnsupportedOperationException if the backend does not know the option
     * @throws IOException if the system refuses
     */
    public abstract <T> void setOption(SocketOption<T> option, T value) throws IOException;

    /**
     * {@return an option's value}
     *
     * @param option as in {@link #setOption}
     * @param <T> the value's type
     * @throws UnsupportedOperationException if the backend does not know the option
     * @throws IOException if the system refuses
     */
    public abstract <T> T getOption(SocketOption<T> option) throws IOException;
}
