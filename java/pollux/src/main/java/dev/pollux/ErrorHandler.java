package dev.pollux;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/** Learns what callbacks, tasks and timers threw, and what a port could not do. The loop goes on. */
@FunctionalInterface
public interface ErrorHandler {

    /**
     * The default: logs through {@link System.Logger}, and closes the socket whose callback threw, for what was to happen
     * to it did not. A listener stays open.
     */
    ErrorHandler CLOSE_AND_LOG = (source, failure) -> {
        Logger logger = System.getLogger("dev.pollux");
        if (source instanceof TcpSocket) {
            logger.log(Level.WARNING, "closing " + source, failure);
            source.close();
        } else {
            logger.log(Level.WARNING, source == null ? "a task failed" : source.toString(), failure);
        }
    };

    /**
     * Called on the thread where it happened. What this method throws ends the loop.
     *
     * @param source the socket or listener that it happened to; null if it was a task or a timer
     * @param failure what was thrown
     */
    void onError(Pollable source, Throwable failure);
}
