package dev.pollux.internal.epoll;

import dev.pollux.FileSource;
import dev.pollux.linux.LinuxFile;
import java.io.IOException;

/** A file on Linux's own calls, for sendfile(2). */
public final class EpollFileSource implements FileSource {
    private final LinuxFile file;

    public EpollFileSource(LinuxFile file) {
        this.file = file;
    }

    static LinuxFile fileOf(FileSource source) {
        if (source instanceof EpollFileSource ours) {
            return ours.file;
        }
        throw new IllegalArgumentException(source + " was opened by another backend than epoll");
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
        return "FileSource[" + file.path() + "]";
    }
}
