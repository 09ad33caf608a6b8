package dev.pollux.internal.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/**
 * A file whose calls keep the calling thread until they are done. All methods may be called from any thread, several at a
 * time. A transfer may be of less than was asked for.
 */
public interface BlockingFile {

    /** {@return the number of bytes, 0 if there is no room, or -1 at the end} Moves the buffer's position. */
    int read(ByteBuffer buffer, long position) throws IOException;

    /** As {@link #read(ByteBuffer, long)}, into several. */
    long read(ByteBuffer[] buffers, long position) throws IOException;

    /** As {@link #read(ByteBuffer, long)}, into native memory. */
    int read(long address, int length, long position) throws IOException;

    /** {@return the number of bytes, at least one if there are some} Moves the buffer's position. */
    int write(ByteBuffer buffer, long position) throws IOException;

    /** As {@link #write(ByteBuffer, long)}, from several. */
    long write(ByteBuffer[] buffers, long position) throws IOException;

    /** As {@link #write(ByteBuffer, long)}, from native memory. */
    int write(long address, int length, long position) throws IOException;

    /** Returns once what was written is on the disk, and if {@code all}, also what the file system knows of the file. */
    void sync(boolean all) throws IOException;

    /** Makes the file as long as this, by a cut or by zeros. */
    void truncate(long size) throws IOException;

    /** {@return its size now} */
    long size() throws IOException;

    /** {@return what addresses, lengths and positions have to be a multiple of: 1 unless the page cache is passed by} */
    int alignment();

    boolean isOpen();

    /** Closes it once the calls under way have ended. Never waits for them. */
    void close();

    /** {@return the path that it was opened by} */
    Path path();
}
