package dev.pollux.internal.iocp;

import dev.pollux.FileSource;
import dev.pollux.windows.OverlappedFile;
import java.io.IOException;
import java.util.Objects;

/** A file for TransmitFile. */
final class IocpFileSource implements FileSource {
    private final OverlappedFile file;

    IocpFileSource(OverlappedFile file) {
        this.file = file;
    }

    static IocpFileSource of(FileSource file) {
        if (file instanceof IocpFileSource source) {
            return source;
        }
        Objects.requireNonNull(file, "file");
        throw new IllegalArgumentException(file + " is no file of a completion port: use CompletionPort.openFile");
    }

    OverlappedFile file() {
        return file;
    }

    @Override
    public long size() throws IOException {
        return file.size();
    }

    @Override
    public void close() {
        file.close();
    }

    @Override
    public String toString() {
        return "FileSource[" + file + "]";
    }
}
