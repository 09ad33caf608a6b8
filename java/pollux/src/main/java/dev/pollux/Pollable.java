package dev.pollux;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketOption;
import java.nio.channels.Channel;

/**
 * What can be registered with a {@link ReadinessPort}: a socket or a listener of the same backend. It has one registration
 * at a time.
 */
public abstract sealed class Pollable implements Channel permits StreamSocket, StreamListener {
    /** Held while it is registered, while a registration's change is applied, and while one is closed. */
    final Object lock = new Object();

    /** Its registration, or null; changed under the lock. */
    volatile Registration registration;

    Pollable() {}

    /** {@return the backend that it belongs to} */
    public abstract Backend backend();

    /** {@return false once it was closed} */
    @Override
    public abstract boolean isOpen();

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

    /**
     * Closes it and its registration. From any thread; a second call does nothing. Events that were already on their way
     * are not delivered.
     */
    @Override
    public final void close() {
        Registration current = registration;
        if (current != null) {
            current.closeWithSource();
        }
        closeSource();
        Registration late = registration;
        if (late != null) { // registered by another thread since
            late.closeWithSource();
        }
    }

    abstract void closeSource();
}
