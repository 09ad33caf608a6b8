package dev.pollux.readiness;

/**
 * How the connections of one address are spread over the loops of a {@link DispatcherGroup}.
 *
 * <p>May be called from any thread. {@link DispatcherGroup} has an example.
 */
public enum Spread {
    /**
     * What the system does best: {@link #REUSE_PORT} on Linux, where the kernel deals the connections out without a lock
     * between the loops, and {@link #ROUND_ROBIN} elsewhere, because other systems share a port without balancing it, or not at all.
     * With one loop there is one listener and nothing to spread.
     */
    AUTO,
    /**
     * A listener a loop, all on the same port (SO_REUSEPORT, Linux): the kernel chooses by a hash of the addresses. A loop
     * that is held up keeps the connections that were dealt to it waiting.
     */
    REUSE_PORT,
    /**
     * One listener, registered {@link TriggerMode#EXCLUSIVE} with each loop (epoll only): a connection wakes one of the
     * loops that sleep, so none waits for a loop that is held up. The load tends to one loop.
     */
    EXCLUSIVE,
    /** One listener, on the first loop, which hands each connection to the next loop. Everywhere. */
    ROUND_ROBIN,
    /** One listener, on the first loop, which hands each connection to the loop with the fewest sources. Everywhere. */
    LEAST_CONNECTIONS
}
