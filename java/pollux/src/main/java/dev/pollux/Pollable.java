package dev.pollux;

import dev.pollux.system.OpenDescriptor;
import java.nio.channels.Channel;

/**
 * What can be registered with a {@link ReadinessPort}: a socket or a listener of the same backend, a channel of the JDK's, a
 * descriptor. It has one registration a port at a time; a listener can so be registered with several loops.
 */
public abstract sealed class Pollable implements Channel permits PollableSocket, ChannelSource, DescriptorSource {
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

    /** The direct floor's descriptor that it stands on; null on nio, and where a number is all that is known. */
    OpenDescriptor descriptor() {
        return null;
    }

    /** The number of a descriptor that may be closed without our being told, on epoll. */
    int number() {
        throw new AssertionError(this + " has a descriptor of its own");
    }

    /** Its channel and keys; null on epoll. */
    NioKeys keys() {
        return null;
    }

    /** True if the program may close it without our being told. */
    boolean isForeign() {
        return false;
    }

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
            dropLeftBehind(current);
        }
    }

    /** An earlier close may have had no stack to unlink it: closing it once more would do so for ever. */
    private void dropLeftBehind(Registration closed) {
        synchronized (lock) {
            if (registration == closed && !closed.open) {
                registration = closed.nextOfSource;
            }
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
