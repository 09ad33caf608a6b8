package dev.pollux.readiness;

import java.io.IOException;

/**
 * Makes what takes the connections of one loop of a {@link DispatcherGroup}: buffers, say, are one loop's own.
 *
 * <p>May be called from any thread. It is called on the thread that calls {@link DispatcherGroup#listen}. {@link
 * DispatcherGroup} has an example.
 */
@FunctionalInterface
public interface AcceptSetup {
    /**
     * Called once a loop, within {@link DispatcherGroup#listen}.
     *
     * @param loop the loop
     * @return what takes the loop's connections, on the loop's thread
     * @throws IOException if it can't be made
     */
    AcceptCallback setUp(ReadinessDispatcher loop) throws IOException;
}
