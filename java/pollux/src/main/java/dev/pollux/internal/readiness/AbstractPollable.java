package dev.pollux.internal.readiness;

import dev.pollux.readiness.Pollable;
import dev.pollux.readiness.ReadinessPort;

/** What all that can be registered has in common: its registrations, one a port. */
public abstract class AbstractPollable implements Pollable {
    /** Held while it is registered, while a registration is changed or the change applied, and while one is closed. */
    public final Object lock = new Object();

    /** The first of its registrations, one a port, or null. The list is changed under the lock. */
    public volatile AbstractRegistration registration;

    public AbstractPollable() {}

    /** Returns what the program hands in as what it is. */
    public static AbstractPollable of(Pollable source) {
        if (source instanceof AbstractPollable its) {
            return its;
        }
        throw new IllegalArgumentException(
                source + " was not made by Pollux: a port, a listener or a dispatcher makes them");
    }

    /** True if the program may close it without our being told. */
    public boolean isForeign() {
        return false;
    }

    @Override
    public final void close() {
        closeRegistrations();
        closeSource();
        closeRegistrations(); // what another thread has registered since
    }

    private void closeRegistrations() {
        AbstractRegistration current;
        while ((current = registration) != null) {
            current.closeWithSource();
            dropLeftBehind(current);
        }
    }

    /** An earlier close may have had no stack to unlink it: closing it once more would do so for ever. */
    private void dropLeftBehind(AbstractRegistration closed) {
        synchronized (lock) {
            if (registration == closed && !closed.open) {
                registration = closed.nextOfSource;
            }
        }
    }

    /** Returns its registration with a port, or null. It is called under the lock. */
    public final AbstractRegistration registrationWith(ReadinessPort port) {
        AbstractRegistration each = registration;
        while (each != null && each.port != port) {
            each = each.nextOfSource;
        }
        return each;
    }

    /** Under the lock. */
    public final void link(AbstractRegistration added) {
        added.nextOfSource = registration;
        registration = added;
    }

    /** Under the lock. */
    public final void unlink(AbstractRegistration closed) {
        if (registration == closed) {
            registration = closed.nextOfSource;
            return;
        }
        AbstractRegistration before = registration;
        while (before.nextOfSource != closed) {
            before = before.nextOfSource;
        }
        before.nextOfSource = closed.nextOfSource;
    }

    public abstract void closeSource();
}
