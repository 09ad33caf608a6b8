package dev.pollux.system;

import java.io.IOException;

/**
 * An open file that a socket of a completion port sends by itself: a {@link dev.pollux.FileSource} that a port has opened, or a file of
 * the direct floor, {@link dev.pollux.linux.LinuxFile} or {@link dev.pollux.windows.OverlappedFile}. One of the direct floor can be sent by
 * sockets of any port. A program does not implement it: a port refuses a file of another system than its own.
 *
 * <p>May be called from any thread. Several sends may use it at once.
 *
 * <pre>{@code
 * LinuxFile file = LinuxFile.open(path); // on Windows: OverlappedFile.open(path)
 * connection.sendFile(file, (operation, bytes) -> file.close()).range(0, file.size()).submit();
 * }</pre>
 */
public interface OpenFile extends AutoCloseable {

    /**
     * {@return its size in bytes now}
     *
     * @throws IOException if it is closed, or has no size
     */
    long size() throws IOException;

    /** Closes it. A second call does nothing. */
    @Override
    void close();
}
