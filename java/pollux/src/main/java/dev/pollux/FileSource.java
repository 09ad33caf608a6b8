package dev.pollux;

import java.io.IOException;

/** A file opened to be sent by {@link StreamSocket#send(FileSource, long, long)} or
 * {@link CompletionSocket#sendFile}. May be called from any thread, for several sends at once too. */
public abstract sealed class FileSource implements AutoCloseable
        permits EpollFileSource, IocpFileSource, NioFileSource {
    FileSource() {}

    /**
     * {@return its size in bytes now}
     *
     * @throws IOException if it is closed, or has no size
     */
    public abstract long size() throws IOException;

    /** Closes it. Sends under way end first. A second call does nothing. */
    @Override
    public abstract void close();
}
