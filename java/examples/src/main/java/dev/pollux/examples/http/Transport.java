package dev.pollux.examples.http;

import dev.pollux.FileSource;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * All that the server wants of a connection: the one thing in which the server on Pollux and the one on a bare Selector
 * differ. Transfers keep java.nio's conventions: 0 would block, -1 is the end of the stream.
 */
public interface Transport {
    /** Reads what there is. */
    int read(ByteBuffer buffer) throws IOException;

    /** Writes what the system takes. */
    int write(ByteBuffer buffer) throws IOException;

    /** Sends from a file. */
    long send(FileSource file, long positionBytes, long countBytes) throws IOException;

    /** From now on the connection is told when it can read, and only that. */
    void awaitReadable();

    /** From now on the connection is told when it can write, and only that. */
    void awaitWritable();

    /** Ends what the peer receives. It may still send. */
    void shutdownOutput() throws IOException;

    /** Closes the connection. */
    void close();
}
