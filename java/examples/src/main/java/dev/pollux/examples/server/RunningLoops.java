package dev.pollux.examples.server;

import dev.pollux.Backend;
import java.io.IOException;
import java.net.InetSocketAddress;

/** A server that runs, on threads of its own. Any thread. */
public interface RunningLoops extends AutoCloseable {
    /** {@return the address that it listens on, with the real port} */
    InetSocketAddress address() throws IOException;

    /** {@return the backend that it runs on} */
    Backend backend();

    /** {@return what it runs on, and why, in one line} */
    String describe();

    /**
     * Waits until all of its threads have ended.
     *
     * @throws IOException if one of them failed
     */
    void await() throws IOException, InterruptedException;

    /** Ends its threads and closes every connection. */
    @Override
    void close();
}
