package dev.pollux.internal.uring;

import dev.pollux.internal.completion.seam.OperationKind;
import dev.pollux.internal.completion.seam.SourceHandle;
import dev.pollux.linux.LinuxFile;
import java.io.IOException;
import java.nio.channels.AsynchronousCloseException;

/** What Linux has for a file. */
final class UringFileHandle extends SourceHandle {
    static {
        // A switch is a class of its own, which the first failure could not load without a descriptor.
        call(OperationKind.FILE_READ);
    }

    private final UringEngine engine;
    private final LinuxFile file;

    UringFileHandle(UringEngine engine, LinuxFile file) {
        this.engine = engine;
        this.file = file;
    }

    @Override
    public boolean isOpen() {
        return file.isOpen();
    }

    @Override
    public void cancel(Object ticket) {
        engine.ends.cancel((UringTicket) ticket);
    }

    @Override
    public IOException failure(OperationKind kind, int code) {
        if (code == UringBackend.ECANCELED && !isOpen()) {
            return new AsynchronousCloseException();
        }
        return file.failure(call(kind), code);
    }

    private static String call(OperationKind kind) {
        return switch (kind) {
            case FILE_READ -> "read";
            case FILE_SYNC -> "fsync";
            default -> "write";
        };
    }

    /** What the ring has begun ends in its own time: it is the disk's, and needs no peer. */
    @Override
    public void close() {
        file.close();
    }

    @Override
    public String toString() {
        return file.path() + (file.isOpen() ? "" : ", closed");
    }
}
