package dev.pollux.internal.iocp;

import dev.pollux.internal.completion.seam.OperationKind;
import dev.pollux.internal.completion.seam.SourceHandle;
import dev.pollux.windows.Overlapped;
import dev.pollux.windows.OverlappedFile;
import java.io.IOException;

/** What Windows has for a file. */
final class IocpFileHandle extends SourceHandle {
    private final OverlappedFile file;

    IocpFileHandle(OverlappedFile file) {
        this.file = file;
    }

    @Override
    public boolean isOpen() {
        return file.isOpen();
    }

    @Override
    public void cancel(Object ticket) {
        try {
            file.cancel((Overlapped) ticket);
        } catch (IOException | OutOfMemoryError e) {
            // It is closed, and has cancelled all; or the system can't: then the operation ends in its own time.
        }
    }

    @Override
    public IOException failure(OperationKind kind, int code) {
        return file.failure(kind == OperationKind.FILE_READ ? "ReadFile" : "WriteFile", code);
    }

    @Override
    public void close() {
        file.close();
    }

    @Override
    public String toString() {
        return file.path() + (file.isOpen() ? "" : ", closed");
    }
}
