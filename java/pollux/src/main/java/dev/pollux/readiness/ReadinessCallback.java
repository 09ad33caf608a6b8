package dev.pollux.readiness;

import dev.pollux.ErrorHandler;

/**
 * Is called when a registration is ready.
 *
 * <p>Only from the loop's thread. {@link ReadinessPort} has an example.
 */
@FunctionalInterface
public interface ReadinessCallback {

    /**
     * Called on the thread that polls the port.
     *
     * @param registration what is ready
     * @param readiness what it can do
     * @throws Exception anything: it goes to the {@link ErrorHandler}, and the loop goes on
     */
    void onReady(Registration registration, Readiness readiness) throws Exception;
}
