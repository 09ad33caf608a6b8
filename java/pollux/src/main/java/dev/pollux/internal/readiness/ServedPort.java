package dev.pollux.internal.readiness;

import java.io.IOException;

/**
 * A readiness port that lives within another port, whose thread calls the callbacks of both. It never sleeps itself. Between its turns
 * it counts as asleep, so that whatever would end its wait makes its descriptor readable, and the other port watches that.
 */
public final class ServedPort {
    private final AbstractReadinessPort port;
    private volatile boolean asleep; // of the one who has its turn

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
            asleep = false;
            port.wait.wakesElsewhere();
        }
        return port.poll(0);
    }

    /** After a turn, before the descriptor is watched. If there is something to do already, the descriptor is readable. */
    public void fallsAsleep() {
        tellChanges();
        asleep = port.wait.fallsAsleepElsewhere();
        if (!asleep) {
            port.endWait();
        }
    }

    /** Tells the system what this thread has changed since the last turn. Within a turn of another thread it is left to that one. */
    public void tellChanges() {
        if (port.isChanged() && port.enters()) {
            try {
                port.flushQueues();
                port.changes.applyAll(port);
            } finally {
                port.leave();
            }
        }
    }
}
