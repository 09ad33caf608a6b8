package dev.pollux.internal.iocp;

import dev.pollux.internal.file.BlockingFile;
import dev.pollux.internal.file.FileOptions;
import dev.pollux.windows.OverlappedFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The calls of Windows that have no overlapped form. */
final class IocpFileCalls implements BlockingFile {
    private final OverlappedFile file;
    private final int alignment;
    private final boolean isWritable;

    private IocpFileCalls(OverlappedFile file, int alignment, boolean isWritable) {
        this.file = file;
        this.alignment = alignment;
        this.isWritable = isWritable;
    }

    static IocpFileCalls open(Path path, FileOptions options) throws IOException {
        if (Files.isDirectory(path)) {
            throw new FileSystemException(path.toString(), null, "it is a directory");
        }
        OverlappedFile file = OverlappedFile.open(
                path,
                (options.read() ? OverlappedFile.READ : 0) | (options.write() ? OverlappedFile.WRITE : 0),
                OverlappedFile.SHARE_ALL,
                disposition(options),
                (options.sync() || options.dataSync() ? OverlappedFile.WRITE_THROUGH : 0)
                        | (options.direct() ? OverlappedFile.NO_BUFFERING : 0));
        boolean isWhole = false;
        try {
            if (!file.isOnDisk()) {
                throw new FileSystemException(
                        path.toString(),
                        null,
                        "it is a device or a pipe. A completion port opens files, because a read of another may never end");
            }
            if (options.truncate() && !options.createNew()) { // TRUNCATE_EXISTING would make none
                file.truncate(0);
            }
            int alignment = options.alignment(path);
            IocpFileCalls calls = new IocpFileCalls(file, alignment, options.write());
            isWhole = true;
            return calls;
        } finally {
            if (!isWhole) {
                file.close();
            }
        }
    }

    private static int disposition(FileOptions options) {
        return options.createNew()
                ? OverlappedFile.CREATE_NEW
                : options.create() ? OverlappedFile.OPEN_ALWAYS : OverlappedFile.OPEN_EXISTING;
    }

    OverlappedFile file() {
        return file;
    }

    // ---- What has an overlapped form ----

    private static AssertionError overlapped() {
        return new AssertionError("reads and writes are overlapped");
    }

    @Override
    public int read(ByteBuffer buffer, long position) {
        throw overlapped();
    }

    @Override
    public long read(ByteBuffer[] buffers, long position) {
        throw overlapped();
    }

    @Override
    public int read(long address, int length, long position) {
        throw overlapped();
    }

    @Override
    public int write(ByteBuffer buffer, long position) {
        throw overlapped();
    }

    @Override
    public long write(ByteBuffer[] buffers, long position) {
        throw overlapped();
    }

    @Override
    public int write(long address, int length, long position) {
        throw overlapped();
    }

    // ---- What has none ----

    /** Of a file that was opened to be read alone, the system refuses it, and there is nothing of its own to write. */
    @Override
    public void sync(boolean all) throws IOException {
        if (isWritable) {
            file.sync();
        }
    }

    @Override
    public void truncate(long size) throws IOException {
        file.truncate(size);
    }

    @Override
    public long size() throws IOException {
        return file.size();
    }

    @Override
    public int alignment() {
        return alignment;
    }

    @Override
    public boolean isOpen() {
        return file.isOpen();
    }

    @Override
    public void close() {
        file.close();
    }

    @Override
    public Path path() {
        return file.path();
    }
}
