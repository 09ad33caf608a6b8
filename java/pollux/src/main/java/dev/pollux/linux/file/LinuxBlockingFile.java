package dev.pollux.linux.file;

import dev.pollux.internal.file.BlockingFile;
import dev.pollux.internal.file.FileKind;
import dev.pollux.internal.file.FileOptions;
import dev.pollux.linux.Errno;
import dev.pollux.linux.LinuxFile;
import dev.pollux.system.SystemCallException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file on Linux's own calls, for threads that may wait. */
public class LinuxBlockingFile implements BlockingFile {
    private static final int RW_FOR_ALL = 0666; // from which the umask is taken

    private final LinuxFile file;
    private final int alignment;

    /** @param file a file that is sent only, of any kind */
    protected LinuxBlockingFile(LinuxFile file) {
        this.file = file;
        alignment = 1;
    }

    /** Opens a regular file or a block device. */
    public LinuxBlockingFile(Path path, FileOptions options) throws IOException {
        file = open(path, options);
        boolean isWhole = false;
        try {
            Path opened =
                    Path.of("/proc/self/fd/" + file.number()); // what was opened, whatever the path leads to by now
            FileKind.check(Files.exists(opened) ? opened : path, path);
            alignment = options.alignment(path);
            isWhole = true;
        } finally {
            if (!isWhole) {
                file.close();
            }
        }
    }

    private static LinuxFile open(Path path, FileOptions options) throws IOException {
        try {
            return LinuxFile.open(path, flags(options), RW_FOR_ALL);
        } catch (SystemCallException e) {
            if (!options.direct() || e.code() != Errno.EINVAL) {
                throw e;
            }
            FileSystemException refusal = new FileSystemException(
                    path.toString(), null, "its file system has no O_DIRECT: open it without FileOption.DIRECT");
            refusal.initCause(e);
            throw refusal;
        }
    }

    private static int flags(FileOptions options) {
        int access =
                !options.write() ? LinuxFile.READ_ONLY : options.read() ? LinuxFile.READ_WRITE : LinuxFile.WRITE_ONLY;
        return access
                | (options.create() ? LinuxFile.CREATE : 0)
                | (options.createNew() ? LinuxFile.CREATE | LinuxFile.EXCLUSIVE : 0)
                | (options.truncate() ? LinuxFile.TRUNCATE : 0)
                | (options.dataSync() ? LinuxFile.DATA_SYNC : 0)
                | (options.sync() ? LinuxFile.SYNC : 0)
                | (options.direct() ? LinuxFile.DIRECT : 0);
    }

    /** {@return the file} */
    public final LinuxFile file() {
        return file;
    }

    @Override
    public final int read(ByteBuffer buffer, long position) throws IOException {
        return file.read(buffer, position);
    }

    @Override
    public final long read(ByteBuffer[] buffers, long position) throws IOException {
        return file.read(buffers, 0, buffers.length, position);
    }

    @Override
    public final int read(long address, int length, long position) throws IOException {
        return file.read(address, length, position);
    }

    @Override
    public final int write(ByteBuffer buffer, long position) throws IOException {
        return file.write(buffer, position);
    }

    @Override
    public final long write(ByteBuffer[] buffers, long position) throws IOException {
        return file.write(buffers, 0, buffers.length, position);
    }

    @Override
    public final int write(long address, int length, long position) throws IOException {
        return file.write(address, length, position);
    }

    @Override
    public final void sync(boolean all) throws IOException {
        if (all) {
            file.sync();
        } else {
            file.syncData();
        }
    }

    @Override
    public final void truncate(long size) throws IOException {
        file.truncate(size);
    }

    @Override
    public final int alignment() {
        return alignment;
    }

    @Override
    public final long size() throws IOException {
        return file.size();
    }

    @Override
    public final boolean isOpen() {
        return file.isOpen();
    }

    @Override
    public final void close() {
        file.close();
    }

    @Override
    public final Path path() {
        return file.path();
    }
}
