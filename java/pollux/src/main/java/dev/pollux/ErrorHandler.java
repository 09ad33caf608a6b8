package dev.pollux;

import java.io.IOException;
import java.nio.channels.Channel;

/**
 * Learns what callbacks, tasks and timers threw, and what a port could not do. The loop goes on.
 *
 * <p>May be called from any thread. {@link Connection} has an example.
 */
@FunctionalInterface
public interface ErrorHandler {

    /**
     * The default: logs through {@link System.Logger}, by the name {@code dev.pollux}, and closes the socket whose callback
     * threw, because what was to happen to it did not. A listener stays open. A socket's own {@link IOException}, such as a
     * reset by its peer, is everyday's and logged at level DEBUG. All else is a WARNING.
     */
    ErrorHandler CLOSE_AND_LOG = new CloseAndLog();

    /**
     * Called on the thread where it happened. What this method throws, an {@link Error} too, does not end the loop. It is
     * told on standard error, at most once a second for each loop, and counted ({@link
     * DispatcherCounters#handlerFailures()}).
     *
     * @param source the socket or listener that it happened to, or null if it was a task, a timer or a packet
     * @param failure what was thrown
     */
    void onError(Channel source, Throwable failure);
}
