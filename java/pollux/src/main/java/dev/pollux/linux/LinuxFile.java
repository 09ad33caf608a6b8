package dev.pollux.linux;

import static dev.pollux.linux.Linux.CALLS;

import dev.pollux.internal.text.PathBytes;
import java.io.IOException;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/**
 * A file opened for reading, to be sent by {@link LinuxStreamSocket#send(LinuxFile, long, long)}.
 *
 * <p>All methods may be called from any thread.
 *
 * <pre>{@code
 * try (LinuxFile file = LinuxFile.open(path)) {
 *     long sent = socket.send(file, 0, file.size());
 * }
 * }</pre>
 */
public final class LinuxFile extends Descriptor {
    private static final int SEEK_END = 2;

    private final Path path;

    private LinuxFile(int fd, Path path) {
        super(fd);
        this.path = path;
    }

    /**
     * Opens a file: open(2) with O_RDONLY, O_CLOEXEC and O_NONBLOCK (a FIFO without a writer does not block the caller).
     * The kernel is given the path's own bytes, whatever the locale's encoding makes of them.
     *
     * @param path the file's path
     * @return the file
     * @throws java.nio.file.ProviderMismatchException if it is not a path of the system's own files
     * @throws java.nio.file.NoSuchFileException if there is none
     * @throws java.nio.file.AccessDeniedException if it may not be read
     * @throws IOException if the system refuses for another reason
     */
    public static LinuxFile open(Path path) throws IOException {
        Linux.require();
        byte[] name = PathBytes.of(path); // a Path has no zero within it
        ByteBuffer memory = ByteBuffer.allocateDirect(name.length + 1).put(name).put((byte) 0);
        int fd = CALLS.open(CALLS.addressOf(memory), Linux.O_CLOEXEC | Linux.O_NONBLOCK, 0);
        Reference.reachabilityFence(memory);
        if (fd < 0) {
            throw Errors.of("open", fd, PathBytes.text(name));
        }
        return owner(fd, its -> new LinuxFile(its, path));
    }

    /** {@return the path that it was opened by} */
    public Path path() {
        return path;
    }

    /**
     * {@return its size in bytes now: lseek(2) to its end}
     *
     * @throws IOException ESPIPE if it has no size, as a FIFO
     */
    public long size() throws IOException {
        int fd = acquire();
        try {
            long size = CALLS.lseek(fd, 0, SEEK_END);
            if (size < 0) {
                throw Errors.of("lseek", size, PathBytes.text(PathBytes.of(path)));
            }
            return size;
        } finally {
            release();
        }
    }
}
