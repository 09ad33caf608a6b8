package dev.pollux.internal.iocp;

import dev.pollux.internal.completion.CompletionBackend;
import dev.pollux.internal.completion.CompletionPortWork;
import dev.pollux.internal.completion.file.CompletionFileWork;
import dev.pollux.internal.completion.file.FileReadOperationWork;
import dev.pollux.internal.completion.file.FileTransferWork;
import dev.pollux.internal.completion.file.FileWriteOperationWork;
import dev.pollux.internal.file.FileOptions;
import dev.pollux.system.OpenFile;
import dev.pollux.windows.Overlapped;
import dev.pollux.windows.OverlappedFile;
import dev.pollux.windows.WinError;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Objects;

/** A file of Windows's. Reads and writes are overlapped. What has no such form is done by a thread of the port's. */
final class IocpFile extends CompletionFileWork {
    private final OverlappedFile file;

    private IocpFile(CompletionPortWork port, OverlappedFile file, IocpFileCalls calls, FileOptions options) {
        super(port, new IocpFileHandle(file), calls, options);
        this.file = file;
    }

    static IocpFile open(CompletionPortWork port, IocpBackend backend, Path path, FileOptions options)
            throws IOException {
        IocpFileCalls calls = IocpFileCalls.open(path, options);
        boolean isWhole = false;
        try {
            backend.iocp.associate(calls.file(), IocpBackend.OPERATION);
            IocpFile file = new IocpFile(port, calls.file(), calls, options);
            isWhole = true;
            return file;
        } finally {
            if (!isWhole) {
                calls.close();
            }
        }
    }

    static IocpFile of(OpenFile file) {
        if (file instanceof IocpFile ours) {
            return ours;
        }
        Objects.requireNonNull(file, "file");
        throw new IllegalArgumentException(file + " is no file of a completion port: use CompletionPort.openFile");
    }

    OverlappedFile file() {
        return file;
    }

    @Override
    protected int startRead(FileReadOperationWork operation) throws IOException {
        Overlapped block = (Overlapped) operation.ticket();
        ByteBuffer next = next(operation);
        int result = next == null
                ? file.submitRead(
                        block,
                        operation.nextPosition(),
                        operation.buffers().memoryAddress(),
                        operation.buffers().memoryLength())
                : file.submitRead(block, operation.nextPosition(), next);
        if (result == -WinError.ERROR_HANDLE_EOF) {
            operation.atEnd();
            return CompletionBackend.DONE;
        }
        return result;
    }

    @Override
    protected int startWrite(FileWriteOperationWork operation) throws IOException {
        Overlapped block = (Overlapped) operation.ticket();
        ByteBuffer next = next(operation);
        return next == null
                ? file.submitWrite(
                        block,
                        operation.nextPosition(),
                        operation.buffers().memoryAddress(),
                        operation.buffers().memoryLength())
                : file.submitWrite(block, operation.nextPosition(), next);
    }

    /** The buffer that the next part is of, because ReadFile and WriteFile take one. Null for native memory. */
    private static ByteBuffer next(FileTransferWork<?> operation) {
        int count = operation.buffers().count();
        for (int i = 0; i < count; i++) {
            ByteBuffer each = operation.buffers().buffer(i);
            if (each.hasRemaining() || i == count - 1) {
                return each;
            }
        }
        return null;
    }
}
