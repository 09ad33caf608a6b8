package dev.pollux.internal.readiness;

import dev.pollux.internal.loop.LoopPort;
import dev.pollux.readiness.StreamSocket;

/**
 * Closes a readiness port to its end, whatever one of the many registrations throws. That is thrown then, once all are closed and
 * told. It takes no memory itself, because a program may close the port for lack of it.
 */
final class PortClose {
    private PortClose() {}

    /**
     * Closes it, and perhaps what was registered with it and with no other.
     *
     * @param cause why, if the loop died; else null
     */
    static void close(AbstractReadinessPort port, boolean withSources, Throwable cause) {
        Throwable thrown = null;
        try {
            if (withSources) {
                port.flushQueues();
            }
        } catch (Throwable e) {
            thrown = e;
        }
        try {
            port.guests().close(); // first: it closes its own
        } catch (Throwable e) {
            thrown = LoopPort.first(thrown, e);
        }
        try {
            port.closePort();
        } catch (Throwable e) {
            thrown = LoopPort.first(thrown, e);
        }
        Connector toTell = null;
        for (int place = port.places() - 1; place >= 0; place--) {
            AbstractRegistration each = port.at(place);
            if (each != null) {
                if (each.callback instanceof Connector pending && pending.claims()) {
                    toTell = pending.claimedBefore(toTell, (StreamSocket) each.source());
                }
                try {
                    end(each, withSources);
                } catch (Throwable e) {
                    thrown = LoopPort.first(thrown, e);
                }
            }
        }
        try {
            port.dropQueues();
        } catch (Throwable e) {
            thrown = LoopPort.first(thrown, e);
        }
        for (Connector each = toTell; each != null; each = each.claimedNext()) {
            try {
                each.portClosed(cause);
            } catch (Throwable e) {
                thrown = LoopPort.first(thrown, e);
            }
        }
        if (thrown != null) {
            LoopPort.<RuntimeException>rethrow(thrown);
        }
    }

    private static void end(AbstractRegistration registration, boolean withSource) {
        AbstractPollable source = registration.source();
        boolean ends = true; // if that is not told
        try {
            // First: of two ports that close at once, one sees the last registration go.
            ends = registration.end();
        } finally {
            // What another thread has closed just now is left to that one; a socket that connects, to who tells of it.
            if (ends && withSource && source.registration == null && !(registration.callback instanceof Connector)) {
                source.close();
            }
        }
    }
}
