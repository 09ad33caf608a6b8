package dev.pollux.history;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A file whose parts are sent: each holds what comes next in a stream. */
final class FilePart implements AutoCloseable {
    private static final int SIZE = 1 << 20; // it is written round and round: what is being sent is long written

    private final Path path;
    private final FileChannel channel;
    private final ByteBuffer buffer = ByteBuffer.allocate(4096);
    private long position;

    FilePart(Path path) throws IOException {
        this.path = path;
        channel = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    }

    Path path() {
        return path;
    }

    /** Writes what comes next in a stream. Returns where it is in the file. */
    long put(ByteStream stream, int count) throws IOException {
        long at = position;
        channel.write(stream.next(buffer.clear(), count).flip(), at);
        position = at + count > SIZE ? 0 : at + count;
        return at;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
