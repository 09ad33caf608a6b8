package dev.pollux.benchmarks.micro;

import java.io.IOException;

/** A loop as one contestant has it, with descriptors whose callbacks count. The kernel has the same objects for all. */
interface DispatchLoop extends AutoCloseable {
    /** Registers a pipe's end for reading, with a byte in it that is never read: it is ready in each turn. */
    void addReady(Count count) throws IOException;

    /** Registers a UDP socket for reading, which nothing is sent to. */
    void addIdle(Count count) throws IOException;

    /** Turns the loop until so many more events were delivered. A turn delivers all that is ready. */
    void run(Count count, long events) throws IOException;

    @Override
    void close() throws IOException;
}
