package dev.pollux.internal.readiness;

import java.io.IOException;

/** Something else that the wait of a readiness port serves. Only from the thread that polls the port, unless said otherwise. */
public interface PortGuest {
    /**
     * Called before a wait.
     *
     * @param timeoutNanos as in {@link dev.pollux.readiness.ReadinessPort#poll}
     * @return how long to wait: no longer than that, and 0 if there is something to do
     */
    long beginWait(long timeoutNanos) throws IOException;

    /** Called after a wait, also one that failed. */
    void endWait();

    /** {@return how many callbacks there are to call, about} */
    int ready();

    /** Calls callbacks; returns how many. */
    int deliver();

    /** The port closes. On the thread that closes it. */
    void close();
}
