package dev.pollux.linux;

import static dev.pollux.linux.Linux.CALLS;

import dev.pollux.internal.memory.BufferChecks;
import dev.pollux.internal.text.PathBytes;
import dev.pollux.system.OpenFile;
import java.io.IOException;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Objects;

/**
 * A file, to be read and written at positions, and to be sent by {@link LinuxStreamSocket#send(LinuxFile, long, long)}. Its calls
 * keep the calling thread until the disk has answered. {@code IoUring} has the same without that.
 *
 * <p>All methods may be called from any thread.
 *
 * <pre>{@code
 * try (LinuxFile file = LinuxFile.open(path)) {
 *     long sent = socket.send(file, 0, file.size());
 * }
 * }</pre>
 */
public final class LinuxFile extends Descriptor implements OpenFile {
    /** O_RDONLY: to read it. */
    public static final int READ_ONLY = 0;

    /** O_WRONLY: to write it. */
    public static final int WRITE_ONLY = 1;

    /** O_RDWR: to read and to write it. */
    public static final int READ_WRITE = 2;

    /** O_CREAT: makes the file if there is none. */
    public static final int CREATE = 0x40;

    /** O_EXCL, with {@link #CREATE}: fails if there is such a file. */
    public static final int EXCLUSIVE = 0x80;

    /** O_TRUNC: cuts the file to nothing. */
    public static final int TRUNCATE = 0x200;

    /** O_DSYNC: each write is on the disk when it returns. */
    public static final int DATA_SYNC = 0x1000;

    /** O_SYNC: as {@link #DATA_SYNC}, with all that the file system knows of the file. */
    public static final int SYNC = 0x10_1000;

    /** O_DIRECT: past the page cache. Its number is another on ARM. */
    public static final int DIRECT = System.getProperty("os.arch").equals("aarch64") ? 0x1_0000 : 0x4000;

    /** O_NOCTTY: a terminal, a serial line for instance, does not become the process's own. */
    public static final int NO_TERMINAL = 0x100;

    private static final int ALL_FLAGS =
            READ_WRITE | WRITE_ONLY | CREATE | EXCLUSIVE | TRUNCATE | DATA_SYNC | SYNC | DIRECT | NO_TERMINAL;

    private static final int SEEK_END = 2;
    private static final int F_GETFL = 3;
    private static final int F_DUPFD_CLOEXEC = 1030;

    private final Path path;

    private LinuxFile(int fd, Path path) {
        super(fd);
        this.path = path;
    }

    /**
     * Opens a file that exists, to read it, as {@link #open(Path, int, int)} does.
     *
     * @param path the file's path
     * @return the file
     * @throws IOException as {@link #open(Path, int, int)}
     */
    public static LinuxFile open(Path path) throws IOException {
        return open(path, READ_ONLY, 0);
    }

    /**
     * Opens or makes a file: open(2) with O_CLOEXEC and O_NONBLOCK beside the flags (a FIFO without a writer does not block the
     * caller). The kernel is given the path's own bytes, whatever the locale's encoding makes of them.
     *
     * @param path the file's path
     * @param flags one of {@link #READ_ONLY}, {@link #WRITE_ONLY} and {@link #READ_WRITE}, and any of the other constants
     * @param mode the permissions of a file that is made, {@code 0666} for instance, from which the umask is taken
     * @return the file
     * @throws IllegalArgumentException if there are other flags, or other permissions
     * @throws java.nio.file.ProviderMismatchException if it is not a path of the system's own files
     * @throws java.nio.file.NoSuchFileException if there is none
     * @throws java.nio.file.FileAlreadyExistsException if there must be none
     * @throws java.nio.file.AccessDeniedException if it may not be opened so
     * @throws IOException if the system refuses for another reason
     */
    public static LinuxFile open(Path path, int flags, int mode) throws IOException {
        if ((flags & ~ALL_FLAGS) != 0 || (flags & 3) == 3) {
            throw new IllegalArgumentException("flags 0x" + Integer.toHexString(flags));
        }
        if ((mode & ~07777) != 0) {
            throw new IllegalArgumentException("mode 0" + Integer.toOctalString(mode));
        }
        Linux.require();
        byte[] name = PathBytes.of(path); // a Path has no zero within it
        ByteBuffer memory = ByteBuffer.allocateDirect(name.length + 1).put(name).put((byte) 0);
        int fd = CALLS.open(CALLS.addressOf(memory), flags | Linux.O_CLOEXEC | Linux.O_NONBLOCK, mode);
        Reference.reachabilityFence(memory);
        if (fd < 0) {
            throw Errors.of("open", fd, PathBytes.text(name));
        }
        return owner(fd, its -> new LinuxFile(its, path));
    }

    /**
     * Takes over a descriptor that came from elsewhere: one that was passed, or inherited.
     *
     * @param fd the descriptor of a file, which is this object's from now on, unless this method fails
     * @return the file
     * @throws IllegalArgumentException if the number is negative
     * @throws IOException EBADF if it is not open
     */
    public static LinuxFile adopt(int fd) throws IOException {
        Linux.require();
        int flags = CALLS.fcntl(Linux.checkDescriptor(fd), F_GETFL, 0);
        if (flags < 0) {
            throw Errors.of("fcntl", flags, fd);
        }
        LinuxFile file = new LinuxFile(fd, Path.of("/proc/self/fd/" + fd));
        file.markShared();
        return file;
    }

    /**
     * Takes a duplicate of a descriptor that stays its owner's, of a {@code java.io} stream for instance, or of another library: fcntl(2)
     * with F_DUPFD_CLOEXEC. Either is closed by itself.
     *
     * @param fd the descriptor of a file
     * @return the file
     * @throws IllegalArgumentException if the number is negative
     * @throws IOException EBADF if it is not open, EMFILE if the process has too many
     */
    public static LinuxFile duplicate(int fd) throws IOException {
        Linux.require();
        int its = CALLS.fcntl(Linux.checkDescriptor(fd), F_DUPFD_CLOEXEC, 0);
        if (its < 0) {
            throw Errors.of("fcntl", its, fd);
        }
        return owner(its, number -> {
            LinuxFile file = new LinuxFile(number, Path.of("/proc/self/fd/" + number));
            file.markShared();
            return file;
        });
    }

    /** {@return the path that it was opened by} One that was taken over has its name in {@code /proc/self/fd}. */
    public Path path() {
        return path;
    }

    /**
     * {@return its size in bytes now: lseek(2) to its end}
     *
     * @throws IOException ESPIPE if it has no size, as a FIFO
     */
    @Override
    public long size() throws IOException {
        int fd = acquire();
        try {
            return checked("lseek", CALLS.lseek(fd, 0, SEEK_END));
        } finally {
            release();
        }
    }

    private long checked(String call, long result) throws IOException {
        if (result < 0) {
            throw Errors.of(call, result, PathBytes.text(PathBytes.of(path)));
        }
        return result;
    }

    /**
     * Makes an exception of the code by which a call on this file has failed elsewhere, in a ring for instance.
     *
     * @param call the call's name
     * @param errno the code, as {@link Errno} has it
     * @return the exception, for the caller to throw
     */
    public IOException failure(String call, int errno) {
        return Errors.of(call, -errno, PathBytes.text(PathBytes.of(path)));
    }

    /**
     * Reads at a position: preadv(2).
     *
     * @param buffer takes the bytes
     * @param position where in the file, in bytes
     * @return the number of bytes, which may be fewer than there is room for, or 0 if there is no room, or -1 at the end of the
     *     file and beyond
     * @throws IllegalArgumentException if the position is negative
     * @throws java.nio.channels.ClosedChannelException if the file is closed
     * @throws IOException if the system refuses
     */
    public int read(ByteBuffer buffer, long position) throws IOException {
        BufferChecks.checkWritable(buffer);
        checkPosition(position);
        boolean hasRoom = buffer.hasRemaining();
        int fd = acquire();
        try {
            return (int) ended(checked("preadv", Transfer.readAt(fd, buffer, position)), hasRoom);
        } finally {
            release();
        }
    }

    private static long ended(long result, boolean hasRoom) {
        return result == 0 && hasRoom ? -1 : result;
    }

    private static void checkPosition(long position) {
        if (position < 0) {
            throw new IllegalArgumentException("position " + position);
        }
    }

    /**
     * Scatters what it reads at a position over several buffers: preadv(2).
     *
     * @param buffers take the bytes, in order, {@value Scratch#MAX_IOVECS} of them a call at most
     * @param offset the first to use
     * @param length how many to use
     * @param position where in the file, in bytes
     * @return as {@link #read(ByteBuffer, long)}
     * @throws IOException as {@link #read(ByteBuffer, long)}
     */
    public long read(ByteBuffer[] buffers, int offset, int length, long position) throws IOException {
        BufferChecks.checkWritable(buffers, offset, length);
        checkPosition(position);
        boolean hasRoom = BufferChecks.hasRemaining(buffers, offset, length);
        int fd = acquire();
        try {
            return ended(checked("preadv", Transfer.readAt(fd, buffers, offset, length, position)), hasRoom);
        } finally {
            release();
        }
    }

    /**
     * Reads at a position into native memory: preadv(2). See {@link LinuxStreamSocket#receive(long, int)} for what the owner of
     * the memory has to take care of.
     *
     * @param address where the memory begins
     * @param length how many bytes there is room for
     * @param position where in the file, in bytes
     * @return as {@link #read(ByteBuffer, long)}
     * @throws IllegalArgumentException if the position or the length is negative, or the address is 0 with a length above 0
     * @throws IOException as {@link #read(ByteBuffer, long)}
     */
    public int read(long address, int length, long position) throws IOException {
        BufferChecks.checkMemory(address, length);
        checkPosition(position);
        int fd = acquire();
        try {
            return (int) ended(checked("preadv", Transfer.readAt(fd, address, length, position)), length > 0);
        } finally {
            release();
        }
    }

    /**
     * Reads what comes next: readv(2). It never blocks. It is for what has no positions: a FIFO, a serial line, a terminal. A
     * readiness port on epoll tells when there is something to read.
     *
     * <pre>{@code
     * LinuxFile line = LinuxFile.open(Path.of("/dev/ttyUSB0"), LinuxFile.READ_WRITE | LinuxFile.NO_TERMINAL, 0);
     * epoll.add(line, Epoll.IN, 3L);
     * long count = line.receive(buffer); // once it is readable. -1: it hung up
     * }</pre>
     *
     * @param buffers take the bytes, in order
     * @return the number of bytes, or 0 if it would block or the buffers have no room, or -1 at the end: the line hung up, or the
     *     last writer of a FIFO has closed it
     * @throws java.nio.channels.ClosedChannelException if it is closed
     * @throws IOException EIO of a terminal whose other side is gone, and if the system refuses for another reason
     */
    public long receive(ByteBuffer... buffers) throws IOException {
        BufferChecks.checkWritable(buffers, 0, buffers.length);
        int fd = acquire();
        try {
            return PipeEnd.receive(fd, buffers);
        } finally {
            release();
        }
    }

    /**
     * Writes what it takes: writev(2), for what has no positions, as {@link #receive}.
     *
     * @param buffers hold the bytes
     * @return the number of bytes taken, or 0 if it would block: a line is slow
     * @throws java.nio.channels.ClosedChannelException if it is closed
     * @throws IOException EPIPE if nobody reads a FIFO any more, EIO of a line that hung up, and if the system refuses for another
     *     reason
     */
    public long send(ByteBuffer... buffers) throws IOException {
        Objects.requireNonNull(buffers);
        int fd = acquire();
        try {
            return PipeEnd.send(fd, buffers);
        } finally {
            release();
        }
    }

    /**
     * Writes at a position: pwritev(2).
     *
     * @param buffer holds the bytes
     * @param position where in the file, in bytes
     * @return the number of bytes, which may be fewer than there are
     * @throws IllegalArgumentException if the position is negative
     * @throws java.nio.channels.ClosedChannelException if the file is closed
     * @throws IOException ENOSPC if the disk is full, EFBIG if the file would become too large, and if the system refuses for another
     *     reason
     */
    public int write(ByteBuffer buffer, long position) throws IOException {
        checkPosition(position);
        int fd = acquire();
        try {
            return (int) checked("pwritev", Transfer.writeAt(fd, buffer, position));
        } finally {
            release();
        }
    }

    /**
     * Gathers what it writes at a position from several buffers: pwritev(2).
     *
     * @param buffers hold the bytes, in order, {@value Scratch#MAX_IOVECS} of them a call at most
     * @param offset the first to use
     * @param length how many to use
     * @param position where in the file, in bytes
     * @return as {@link #write(ByteBuffer, long)}
     * @throws IOException as {@link #write(ByteBuffer, long)}
     */
    public long write(ByteBuffer[] buffers, int offset, int length, long position) throws IOException {
        BufferChecks.hasRemaining(buffers, offset, length); // checks the range
        checkPosition(position);
        int fd = acquire();
        try {
            return checked("pwritev", Transfer.writeAt(fd, buffers, offset, length, position));
        } finally {
            release();
        }
    }

    /**
     * Writes native memory at a position: pwritev(2). See {@link LinuxStreamSocket#receive(long, int)} for what the owner of the
     * memory has to take care of.
     *
     * @param address where the memory begins
     * @param length how many bytes to write
     * @param position where in the file, in bytes
     * @return as {@link #write(ByteBuffer, long)}
     * @throws IllegalArgumentException if the position or the length is negative, or the address is 0 with a length above 0
     * @throws IOException as {@link #write(ByteBuffer, long)}
     */
    public int write(long address, int length, long position) throws IOException {
        BufferChecks.checkMemory(address, length);
        checkPosition(position);
        int fd = acquire();
        try {
            return (int) checked("pwritev", Transfer.writeAt(fd, address, length, position));
        } finally {
            release();
        }
    }

    /**
     * Returns once all that was written is on the disk, and what the file system knows of the file, too: fsync(2).
     *
     * @throws IOException EIO if the disk has failed, and if the system refuses for another reason
     */
    public void sync() throws IOException {
        int fd = acquire();
        try {
            checked("fsync", CALLS.fsync(fd));
        } finally {
            release();
        }
    }

    /**
     * Returns once all that was written is on the disk, and what is needed to read it again: fdatasync(2).
     *
     * @throws IOException as {@link #sync()}
     */
    public void syncData() throws IOException {
        int fd = acquire();
        try {
            checked("fdatasync", CALLS.fdatasync(fd));
        } finally {
            release();
        }
    }

    /**
     * Sets the size: ftruncate(2). What is beyond is cut off, and what is missing becomes zeros.
     *
     * @param size the size in bytes
     * @throws IllegalArgumentException if it is negative
     * @throws IOException if the system refuses
     */
    public void truncate(long size) throws IOException {
        if (size < 0) {
            throw new IllegalArgumentException("size " + size);
        }
        int fd = acquire();
        try {
            checked("ftruncate", CALLS.ftruncate(fd, size));
        } finally {
            release();
        }
    }
}
