package dev.pollux.netty;

import dev.pollux.linux.LinuxFile;
import dev.pollux.linux.LinuxStreamSocket;
import dev.pollux.netty.internal.socket.ChannelSockets;
import dev.pollux.system.OpenFile;
import dev.pollux.windows.OverlappedFile;
import io.netty.channel.FileRegion;
import io.netty.util.AbstractReferenceCounted;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;

/**
 * A part of a file, sent without bringing it into the process: sendfile(2), and TransmitFile on Windows. Released, it closes the file.
 *
 * <p>Netty's own {@link io.netty.channel.DefaultFileRegion} works on these channels too, but it hides its file. The bytes then go
 * through the process.
 *
 * <p>May be opened by any thread. Then only the loop's thread of the channel that it is written to uses it.
 *
 * <pre>{@code
 * PolluxFileRegion region = PolluxFileRegion.open(path);
 * context.writeAndFlush(region);
 * }</pre>
 */
public final class PolluxFileRegion extends AbstractReferenceCounted implements FileRegion {
    private static final int COPY = 64 * 1024;

    private final LinuxFile file; // null on Windows
    private final OverlappedFile source; // on Windows, else null
    private final FileChannel channel; // on Windows, for who copies it, else null
    private final long position;
    private final long count;
    private long transferred;

    private PolluxFileRegion(LinuxFile file, OverlappedFile source, FileChannel channel, long position, long count) {
        this.file = file;
        this.source = source;
        this.channel = channel;
        this.position = position;
        this.count = count;
    }

    /**
     * Opens a whole file. May be called from any thread.
     *
     * @param path the file
     * @return the region
     * @throws java.nio.file.NoSuchFileException if there is none
     * @throws IOException if the system refuses for another reason
     */
    public static PolluxFileRegion open(Path path) throws IOException {
        PolluxFileRegion region = opened(path, 0, 0);
        try {
            return new PolluxFileRegion(region.file, region.source, region.channel, 0, region.size());
        } catch (Throwable e) {
            region.deallocate();
            throw e;
        }
    }

    /**
     * Opens a part of a file. May be called from any thread.
     *
     * @param path the file
     * @param position where the part begins, in bytes
     * @param count how many bytes it has
     * @return the region
     * @throws IllegalArgumentException if one of the numbers is negative
     * @throws java.nio.file.NoSuchFileException if there is no such file
     * @throws IOException if the system refuses for another reason
     */
    public static PolluxFileRegion open(Path path, long position, long count) throws IOException {
        if (position < 0 || count < 0) {
            throw new IllegalArgumentException(count + " bytes at position " + position);
        }
        return opened(path, position, count);
    }

    private static PolluxFileRegion opened(Path path, long position, long count) throws IOException {
        Objects.requireNonNull(path, "path");
        if (!ChannelSockets.IS_WINDOWS) {
            return new PolluxFileRegion(LinuxFile.open(path), null, null, position, count);
        }
        FileChannel copied = FileChannel.open(path, StandardOpenOption.READ);
        try {
            return new PolluxFileRegion(null, OverlappedFile.open(path), copied, position, count);
        } catch (Throwable e) {
            copied.close();
            throw e;
        }
    }

    /** {@return what a completion port sends, or null if it can't} */
    OpenFile source() {
        return file == null ? source : file;
    }

    /** A completion port has sent so many bytes more: none at the end of the file. */
    void sent(long bytes) throws IOException {
        if (bytes == 0) {
            checkNotAtEnd();
        }
        transferred += bytes;
    }

    private long size() throws IOException {
        return file == null ? channel.size() : file.size();
    }

    /** Sends what the socket takes. Returns how much that was, 0 if it would block */
    long sendTo(LinuxStreamSocket stream) throws IOException {
        long sent = stream.send(file, position + transferred, count - transferred);
        if (sent == 0) {
            checkNotAtEnd();
        }
        transferred += sent;
        return sent;
    }

    /** sendfile says 0 both if it would block and at the file's end, and for the end nobody would be woken. */
    private void checkNotAtEnd() throws IOException {
        if (size() <= position + transferred) {
            throw new EOFException("the file ends at " + size() + ", before the region's end at " + (position + count));
        }
    }

    @Override
    public long transferTo(WritableByteChannel target, long from) throws IOException {
        if (from < 0 || from > count) {
            throw new IllegalArgumentException("position " + from + " of a region of " + count + " bytes");
        }
        ByteBuffer copy = ByteBuffer.allocate((int) Math.min(COPY, count - from));
        if (!copy.hasRemaining()) {
            return 0;
        }
        int read = file == null ? channel.read(copy, position + from) : file.read(copy, position + from);
        if (read < 0) {
            checkNotAtEnd();
        }
        int written = target.write(copy.flip());
        transferred += written;
        return written;
    }

    @Override
    public long position() {
        return position;
    }

    @Override
    public long count() {
        return count;
    }

    @Override
    public long transferred() {
        return transferred;
    }

    @Override
    @Deprecated
    public long transfered() {
        return transferred;
    }

    @Override
    public PolluxFileRegion retain() {
        super.retain();
        return this;
    }

    @Override
    public PolluxFileRegion retain(int increment) {
        super.retain(increment);
        return this;
    }

    @Override
    public PolluxFileRegion touch() {
        return this;
    }

    @Override
    public PolluxFileRegion touch(Object hint) {
        return this;
    }

    @Override
    protected void deallocate() {
        if (file != null) {
            file.close();
            return;
        }
        source.close();
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
