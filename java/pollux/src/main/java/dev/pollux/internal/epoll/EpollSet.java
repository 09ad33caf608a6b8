package dev.pollux.internal.epoll;

import dev.pollux.linux.Epoll;
import dev.pollux.linux.EventFd;
import dev.pollux.system.BusyPoll;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;

/** A port's epoll instance with its eventfd. The polling thread can replace it, while others add to it and close it. */
final class EpollSet {
    private final EventFd wakeup;
    private final long wakeupData;
    private volatile Epoll epoll; // changed under the lock
    private BusyPoll busyPoll; // as it was set, or null; guarded by this
    private volatile boolean closed; // changed under the lock

    EpollSet(EventFd wakeup, long wakeupData) throws IOException {
        this.wakeup = wakeup;
        this.wakeupData = wakeupData;
        epoll = make();
    }

    private Epoll make() throws IOException {
        Epoll made = Epoll.create();
        try {
            made.add(wakeup, Epoll.IN | Epoll.ET, wakeupData);
            if (busyPoll != null) {
                made.busyPoll(busyPoll);
            }
            return made;
        } catch (Throwable e) {
            made.close();
            throw e;
        }
    }

    /** Returns the instance that waits now. */
    Epoll get() {
        return epoll;
    }

    /** False once it was closed. The one instance may be closed while it is replaced by another. */
    boolean isOpen() {
        return !closed;
    }

    synchronized void busyPoll(BusyPoll parameters) throws IOException {
        epoll.busyPoll(parameters);
        busyPoll = parameters;
    }

    /**
     * Puts an empty instance in the place of the one that there is. From then on all changes go there.
     *
     * @return the old one, to be closed once all that it had is in the new one
     * @throws ClosedChannelException if the set is closed
     * @throws IOException if the system refuses. The old one stays then
     */
    synchronized Epoll replace() throws IOException {
        if (closed) {
            throw new ClosedChannelException();
        }
        Epoll old = epoll;
        epoll = make();
        return old;
    }

    synchronized void close() {
        closed = true;
        epoll.close();
    }
}
