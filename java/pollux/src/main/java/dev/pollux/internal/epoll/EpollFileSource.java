package dev.pollux.internal.epoll;

import dev.pollux.FileSource;
import dev.pollux.internal.file.FileOptions;
import dev.pollux.linux.LinuxFile;
import dev.pollux.linux.file.LinuxBlockingFile;
import java.io.IOException;
import java.nio.file.Path;

/** A file on Linux's own calls: for sendfile(2), and for threads that may wait. */
public final class EpollFileSource extends LinuxBlockingFile implements FileSource {
    public EpollFileSource(LinuxFile file) {
        super(file);
    }

    EpollFileSource(Path path, FileOptions options) throws IOException {
        super(path, options);
    }

    static LinuxFile fileOf(FileSource source) {
        if (source instanceof EpollFileSource ours) {
            return ours.file();
        }
        throw new IllegalArgumentException(source + " was opened by another backend than epoll");
    }

    @Override
    public String toString() {
        return "FileSource[" + file().path() + "]";
    }
}
