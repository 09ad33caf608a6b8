package dev.pollux;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketOption;
import java.nio.channels.Channel;

/**
 * What can be registered with a {@link ReadinessPort}: a socket or a listener of the same backend. It has one registration
 * a port at a time; a listener can so be registered with several loops.
 */
public abstract sealed class Pollable implements Channel permits StreamSocket, StreamListener {
    /** Held while it is registered, while a registration is changed or the change applied, and while one is closed. */
    final Object lock = new Object();

    /** The first of its registrations, one a port, or null; the list is changed under the lock. */
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
     * Closes it and its registrations. From any thread; a second call does nothing. Events that were already on their way
     * are not delivered.
     */
    @Override
    public final void close() {
        closeRegistrations();
        closeSource();
        closeRegistrations(); // what another thread has registered since
    }

    private void closeRegistrations() {
        Registration current;
        while ((current = registration) != null) {
            current.closeWithSource();
        }
    }

    /** Returns its registration with a port, or null; under the lock. */
    final Registration registrationWith(ReadinessPort port) {
        Registration each = registration;
        while (each != null && each.port != port) {
            each = each.nextOfSource;
        }
        return each;
    }

    /** Under the lock. */
    final void link(Registration added) {
        added.nextOfSource = registration;
        registration = added;
    }

    /** Under the lock. */
    final void unlink(Registration closed) {
        if (registration == closed) {
            registration = closed.nextOfSource;
            return;
        }
        Registration before = registration;
        while (before.nextOfSource != closed) {
            before = before.nextOfSource;
        }
        before.nextOfSource = closed.nextOfSource;
    }

    abstract void closeSource();
}
