package dev.pollux.internal.nio;

import dev.pollux.FileSource;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A file on a {@link FileChannel}, for {@link FileChannel#transferTo}. */
public final class NioFileSource implements FileSource {
    private final FileChannel channel;
    private final Path path;

    private NioFileSource(FileChannel channel, Path path) {
        this.channel = channel;
        this.path = path;
    }

    public static NioFileSource open(Path path) throws IOException {
        return new NioFileSource(FileChannel.open(path, StandardOpenOption.READ), path);
    }

    static FileChannel fileOf(FileSource source) {
        if (source instanceof NioFileSource ours) {
            return ours.channel;
        }
        throw new IllegalArgumentException(source + " was opened by another backend than nio");
    }

    @Override
    public long size() throws IOException {
        return channel.size();
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            // It was opened for reading: nothing is lost.
        }
    }

    @Override
    public String toString() {
        return "FileSource[" + path + "]";
    }
}
