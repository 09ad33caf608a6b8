package dev.pollux.internal.readiness;

import dev.pollux.Backend;
import java.io.IOException;

/** Chooses a backend, and opens a port on it. */
public interface PortOpener {
    /**
     * Opens a port.
     *
     * @param asked the backend that the program asks for, or null for the best
     * @return the port
     * @throws UnsupportedOperationException if the backend is not available
     * @throws IOException if the system refuses
     */
    AbstractReadinessPort open(Backend asked) throws IOException;
}
