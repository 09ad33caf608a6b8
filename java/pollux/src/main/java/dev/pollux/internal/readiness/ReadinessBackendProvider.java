package dev.pollux.internal.readiness;

import dev.pollux.Backend;
import dev.pollux.readiness.ReadinessCallback;
import dev.pollux.readiness.ReadinessDispatcher;
import java.io.IOException;
import java.nio.ByteBuffer;

/** A backend that a readiness port may run on: whether it is available here, and how it is opened. */
public interface ReadinessBackendProvider {

    /** {@return which it is} */
    Backend kind();

    /** {@return why it can't be used here, or null if it can} */
    String whyUnavailable();

    /** {@return the name of the binding by which it is used, or an empty string} */
    String binding();

    /**
     * Opens a port.
     *
     * @param choice what was chosen and why, in one line
     */
    AbstractReadinessPort open(String choice) throws IOException;

    /**
     * Does what the first events of a loop need, so that it is loaded, linked and compiled when they come.
     *
     * @param loop a loop on this backend, which nothing else uses
     * @param callback reads a byte, and closes what is not connected
     * @param buffer a direct one, of a byte
     */
    void rehearse(ReadinessDispatcher loop, ReadinessCallback callback, ByteBuffer buffer) throws IOException;
}
