package dev.pollux.internal.readiness.channel;

import dev.pollux.FileSource;
import dev.pollux.internal.file.BlockingFile;
import dev.pollux.internal.file.FileKind;
import dev.pollux.internal.file.FileOptions;
import dev.pollux.internal.handle.UseCount;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Set;

/**
 * A file on a {@link FileChannel}: for {@link FileChannel#transferTo}, and for threads that may wait. The channel is closed once no
 * call is under way, because its own close waits for them.
 */
public final class ChannelFileSource extends UseCount implements FileSource, BlockingFile {
    private final FileChannel channel;
    private final Path path;
    private final int alignment;

    private ChannelFileSource(FileChannel channel, Path path, int alignment) {
        this.channel = channel;
        this.path = path;
        this.alignment = alignment;
    }

    public static ChannelFileSource open(Path path) throws IOException {
        return new ChannelFileSource(FileChannel.open(path, StandardOpenOption.READ), path, 1);
    }

    /** Opens a regular file or a block device. */
    public static ChannelFileSource open(Path path, FileOptions options) throws IOException {
        FileKind.check(path, path);
        FileChannel channel = FileChannel.open(path, openOptions(options));
        boolean isWhole = false;
        try {
            int alignment = options.alignment(path);
            ChannelFileSource file = new ChannelFileSource(channel, path, alignment);
            isWhole = true;
            return file;
        } finally {
            if (!isWhole) {
                channel.close();
            }
        }
    }

    private static Set<OpenOption> openOptions(FileOptions options) {
        Set<OpenOption> all = new HashSet<>();
        add(all, options.read(), StandardOpenOption.READ);
        add(all, options.write(), StandardOpenOption.WRITE);
        add(all, options.create(), StandardOpenOption.CREATE);
        add(all, options.createNew(), StandardOpenOption.CREATE_NEW);
        add(all, options.truncate(), StandardOpenOption.TRUNCATE_EXISTING);
        add(all, options.dataSync(), StandardOpenOption.DSYNC);
        add(all, options.sync(), StandardOpenOption.SYNC);
        if (options.direct()) {
            all.add(direct());
        }
        return all;
    }

    private static void add(Set<OpenOption> all, boolean isAsked, OpenOption option) {
        if (isAsked) {
            all.add(option);
        }
    }

    /** By its name: it lies in a module of the JDK's that need not be there. */
    @SuppressWarnings({"unchecked", "rawtypes"}) // an enum that is looked up
    private static OpenOption direct() {
        try {
            Class<?> options = Class.forName("com.sun.nio.file.ExtendedOpenOption");
            return (OpenOption) Enum.valueOf((Class) options, "DIRECT");
        } catch (ClassNotFoundException | IllegalArgumentException e) {
            throw new UnsupportedOperationException("FileOption.DIRECT: this JDK has no module jdk.unsupported", e);
        }
    }

    static FileChannel fileOf(FileSource source) {
        if (source instanceof ChannelFileSource ours) {
            return ours.channel;
        }
        throw new IllegalArgumentException(source + " was opened by another backend than nio");
    }

    private void begin() throws ClosedChannelException {
        if (!beginUse()) {
            end();
            throw new ClosedChannelException();
        }
    }

    private void end() {
        if (endUse()) {
            try {
                channel.close();
            } catch (IOException e) {
                // What was to be on the disk was synced: nothing else is promised.
            }
        }
    }

    private IOException named(IOException failure) {
        if (failure instanceof ClosedChannelException || failure instanceof FileSystemException) {
            return failure;
        }
        FileSystemException named = new FileSystemException(path.toString(), null, failure.getMessage());
        named.initCause(failure);
        return named;
    }

    @Override
    public int read(ByteBuffer buffer, long position) throws IOException {
        if (!buffer.hasRemaining()) {
            return 0;
        }
        begin();
        try {
            return channel.read(buffer, position);
        } catch (IOException e) {
            throw named(e);
        } finally {
            end();
        }
    }

    @Override
    public long read(ByteBuffer[] buffers, long position) throws IOException {
        for (ByteBuffer each : buffers) {
            if (each.hasRemaining()) {
                return read(each, position);
            }
        }
        return 0;
    }

    @Override
    public int read(long address, int length, long position) {
        throw noMemory();
    }

    @Override
    public int write(ByteBuffer buffer, long position) throws IOException {
        begin();
        try {
            return channel.write(buffer, position);
        } catch (IOException e) {
            throw named(e);
        } finally {
            end();
        }
    }

    @Override
    public long write(ByteBuffer[] buffers, long position) throws IOException {
        for (ByteBuffer each : buffers) {
            if (each.hasRemaining()) {
                return write(each, position);
            }
        }
        return 0;
    }

    @Override
    public int write(long address, int length, long position) {
        throw noMemory();
    }

    private static UnsupportedOperationException noMemory() {
        return new UnsupportedOperationException("memory by its address: a FileChannel takes buffers");
    }

    @Override
    public void sync(boolean all) throws IOException {
        begin();
        try {
            channel.force(all);
        } catch (IOException e) {
            throw named(e);
        } finally {
            end();
        }
    }

    /** A FileChannel only cuts: what is missing is made by a zero at its end. */
    @Override
    public void truncate(long size) throws IOException {
        begin();
        try {
            if (size > channel.size()) {
                channel.write(ByteBuffer.allocate(1), size - 1);
            } else {
                channel.truncate(size);
            }
        } catch (IOException e) {
            throw named(e);
        } finally {
            end();
        }
    }

    @Override
    public int alignment() {
        return alignment;
    }

    @Override
    public long size() throws IOException {
        begin();
        try {
            return channel.size();
        } finally {
            end();
        }
    }

    @Override
    public boolean isOpen() {
        return isUsable();
    }

    @Override
    public void close() {
        if (closeOnce() >= 0) {
            end();
        }
    }

    @Override
    public Path path() {
        return path;
    }

    @Override
    public String toString() {
        return "FileSource[" + path + "]";
    }
}
