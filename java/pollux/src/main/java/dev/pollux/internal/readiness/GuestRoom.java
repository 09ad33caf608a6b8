package dev.pollux.internal.readiness;

import dev.pollux.internal.socket.Refusals;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;

/** Where a readiness port has its guest, if there is one. */
public final class GuestRoom {
    private final AbstractReadinessPort port;
    private volatile PortGuest guest; // changed under this object's lock

    GuestRoom(AbstractReadinessPort port) {
        this.port = port;
    }

    /**
     * Has the port's wait serve a guest, too, from now on. May be called from any thread.
     *
     * @throws IllegalStateException if it has one
     * @throws ClosedChannelException if the port is closed
     */
    public void enter(PortGuest newGuest) throws ClosedChannelException {
        synchronized (this) {
            if (guest != null) {
                throw new IllegalStateException("there is a port within this one already: " + guest);
            }
            guest = newGuest;
        }
        if (!port.isOpen()) { // its close may have seen none
            leave(newGuest);
            throw Refusals.closed("the port of backend " + port.backend());
        }
    }

    /** May be called from any thread. */
    public synchronized void leave(PortGuest old) {
        if (guest == old) {
            guest = null;
        }
    }

    /** Waits for the port's own events, or for the guest's. Returns how many of its own are ready. */
    int await(long timeoutNanos) throws IOException {
        PortGuest its = guest;
        if (its == null) {
            return port.awaitOwn(timeoutNanos);
        }
        long mostNanos = its.beginWait(timeoutNanos);
        try {
            return port.awaitOwn(mostNanos);
        } finally {
            its.endWait();
        }
    }

    int ready() {
        PortGuest its = guest;
        return its == null ? 0 : its.ready();
    }

    int deliver() {
        PortGuest its = guest;
        return its == null ? 0 : its.deliver();
    }

    /** Before the port is closed. */
    void close() {
        PortGuest its = guest;
        if (its != null) {
            its.close();
        }
    }
}
