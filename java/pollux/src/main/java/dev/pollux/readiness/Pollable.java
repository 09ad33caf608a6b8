package dev.pollux.readiness;

import dev.pollux.Backend;
import java.nio.channels.Channel;

/**
 * Can be registered with a {@link ReadinessPort}. It is a socket or a listener of the port's backend, a channel of the JDK, or a
 * descriptor.
 *
 * <p>It has one registration with a port at a time. It can be registered with several ports: a listener can so serve
 * several loops. {@link ReadinessPort} has an example. All methods may be called from any thread.
 */
public interface Pollable extends Channel {
    /** {@return the backend that it belongs to} May be called from any thread. */
    Backend backend();

    /** {@return false once it was closed} May be called from any thread. */
    @Override
    boolean isOpen();

    /**
     * Closes it and its registrations. A second call does nothing. Events that were already on their way are not delivered.
     *
     * <p>May be called from any thread.
     */
    @Override
    void close();
}
