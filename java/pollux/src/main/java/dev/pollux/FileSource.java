package dev.pollux;

import dev.pollux.system.OpenFile;
import java.io.IOException;

/**
 * A file opened to be sent by a socket. The port that its sockets belong to opens it.
 *
 * <pre>{@code
 * try (FileSource file = dispatcher.openFile(path)) {
 *     long sent = socket.send(file, 0, file.size());
 * }
 * }</pre>
 *
 * <p>All methods may be called from any thread. Several sends may use it at once. Only Pollux implements this
 * interface.
 */
public interface FileSource extends OpenFile {

    /**
     * {@return its size in bytes now}
     *
     * @throws IOException if it is closed, or has no size
     */
    @Override
    long size() throws IOException;

    /** Closes it. Sends under way end first. A second call does nothing. */
    @Override
    void close();
}
