package dev.pollux.internal.readiness;

import java.io.IOException;
import java.util.concurrent.locks.LockSupport;

/**
 * A readiness port that lives within another port, whose thread calls the callbacks of both. It never sleeps itself. Between its turns
 * it counts as asleep, so that whatever would end its wait makes its descriptor readable, and the other port watches that.
 */
public final class ServedPort {
    private static final long RETRY_NANOS = 10_000;

    private final AbstractReadinessPort port;
    private volatile boolean asleep; // since the last turn

    public ServedPort(AbstractReadinessPort port) {
        this.port = port;
    }

    /** {@return the number of the descriptor that is readable while there is something for a turn} */
    public int descriptor() {
        return port.waitDescriptor();
    }

    /**
     * Calls callbacks. Returns how many. One thread at a time.
     *
     * @throws java.nio.channels.ClosedChannelException if the port is closed
     */
    public int turn() throws IOException {
        if (asleep) {
            port.wait.wakesElsewhere();
        }
        while (!port.enters()) { // another thread tells of changes, and one of those may have brought this turn
            port.checkOpen();
            LockSupport.parkNanos(RETRY_NANOS);
        }
        return port.pollEntered(0);
    }

    /**
     * After each turn, once. If there is something to do already, the descriptor is readable. Returns the descriptor. Whoever watches it
     * may begin the next turn, so it is watched after this.
     */
    public int fallsAsleep() {
        asleep = port.wait.fallsAsleepElsewhere();
        if (!asleep) {
            port.endWait();
        }
        return descriptor();
    }

    /**
     * Tells the system what this thread has changed since the last turn: before the thread waits, and when its own turn ends. Within a
     * turn of another thread it is left to that one. What cannot be told now makes the descriptor readable.
     */
    public void tellChanges() {
        if (port.isChanged() && port.enters()) {
            try {
                port.flushQueues();
                port.changes.applyAll(port);
            } finally {
                port.leave();
            }
            if (port.isChanged()) { // what is written within a flush is the next turn's
                port.endWait();
            }
        }
    }
}
