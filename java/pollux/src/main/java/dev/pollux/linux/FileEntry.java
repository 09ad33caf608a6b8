package dev.pollux.linux;

import dev.pollux.internal.memory.BufferChecks;
import java.nio.ByteBuffer;

/** The operations of files and pipes. */
abstract sealed class FileEntry extends RingEntry permits SocketEntry {
    private static final int OP_READV = 1;
    private static final int OP_WRITEV = 2;
    private static final int OP_FSYNC = 3;
    private static final int OP_READ_FIXED = 4;
    private static final int OP_WRITE_FIXED = 5;
    private static final int OP_FALLOCATE = 17;
    private static final int OP_OPENAT = 18;
    private static final int OP_CLOSE = 19;
    private static final int OP_STATX = 21;
    private static final int OP_READ = 22;
    private static final int OP_WRITE = 23;
    private static final int OP_FADVISE = 24;
    private static final int OP_SPLICE = 30;
    private static final int OP_TEE = 33;
    private static final int OP_READ_MULTISHOT = 49;
    private static final int OP_FTRUNCATE = 55;

    private static final int FSYNC_DATASYNC = 1;
    private static final int SPLICE_F_FD_IN_FIXED = 1 << 31;
    private static final int MAX_IOVECS = 1024; // UIO_MAXIOV

    FileEntry(ByteBuffer memory, RingRegistrations registrations) {
        super(memory, registrations);
    }

    /**
     * Reads: pread(2), IORING_OP_READ (5.6).
     *
     * @param fd the descriptor
     * @param address where to
     * @param length how many bytes there is room for
     * @param position where in the file, or -1 for its own position
     * @return this
     */
    public final SubmissionEntry read(int fd, long address, int length, long position) {
        return memory(OP_READ, fd, checkPosition(position), address, length, 0);
    }

    /**
     * Reads into a provided buffer: IORING_OP_READ.
     *
     * @param fd the descriptor
     * @param buffers the group to take one from
     * @param length the most to read, 0 for the buffer's length
     * @param position where in the file, or -1 for its own position
     * @return this
     */
    public final SubmissionEntry read(int fd, ProvidedBuffers buffers, int length, long position) {
        if (length < 0) {
            throw new IllegalArgumentException(length + " bytes");
        }
        return put(OP_READ, Linux.checkDescriptor(fd), checkPosition(position), 0, length, 0)
                .select(buffers);
    }

    /**
     * Reads again and again into provided buffers, from a pipe or another descriptor that can be polled: IORING_OP_READ_MULTISHOT
     * (6.7).
     *
     * @param fd the descriptor
     * @param buffers the group to take them from
     * @return this
     */
    public final SubmissionEntry readMultishot(int fd, ProvidedBuffers buffers) {
        return put(OP_READ_MULTISHOT, Linux.checkDescriptor(fd), -1, 0, 0, 0).select(buffers);
    }

    /**
     * Writes: pwrite(2), IORING_OP_WRITE (5.6).
     *
     * @param fd the descriptor
     * @param address where from
     * @param length how many bytes
     * @param position where in the file, or -1 for its own position
     * @return this
     */
    public final SubmissionEntry write(int fd, long address, int length, long position) {
        return memory(OP_WRITE, fd, checkPosition(position), address, length, 0);
    }

    /**
     * Reads into a registered buffer: IORING_OP_READ_FIXED.
     *
     * @param fd the descriptor
     * @param address where to, within the buffer
     * @param length how many bytes
     * @param position where in the file
     * @param buffer the slot of {@link RingRegistrations#buffers}
     * @return this
     */
    public final SubmissionEntry readFixed(int fd, long address, int length, long position, int buffer) {
        return fixed(OP_READ_FIXED, fd, address, length, position, buffer);
    }

    /**
     * Writes from a registered buffer: IORING_OP_WRITE_FIXED.
     *
     * @param fd the descriptor
     * @param address where from, within the buffer
     * @param length how many bytes
     * @param position where in the file
     * @param buffer the slot of {@link RingRegistrations#buffers}
     * @return this
     */
    public final SubmissionEntry writeFixed(int fd, long address, int length, long position, int buffer) {
        return fixed(OP_WRITE_FIXED, fd, address, length, position, buffer);
    }

    private SubmissionEntry fixed(int operation, int fd, long address, int length, long position, int buffer) {
        if (buffer < 0 || buffer >= registrations.buffers()) {
            throw new IllegalArgumentException("buffer " + buffer + " of a table of " + registrations.buffers());
        }
        return memory(operation, fd, checkPosition(position), address, length, 0)
                .bufferIndex(buffer);
    }

    /**
     * Scatters: preadv(2), IORING_OP_READV.
     *
     * @param fd the descriptor
     * @param iovecs the address of an array of {@code struct iovec}. Up to 5.4 it has to live as long as the operation, later until
     *     it is submitted
     * @param count how many
     * @param position where in the file, or -1 for its own position
     * @return this
     */
    public final SubmissionEntry readv(int fd, long iovecs, int count, long position) {
        return vector(OP_READV, fd, iovecs, count, position);
    }

    /**
     * Gathers: pwritev(2), IORING_OP_WRITEV.
     *
     * @param fd the descriptor
     * @param iovecs as {@link #readv}
     * @param count how many
     * @param position where in the file, or -1 for its own position
     * @return this
     */
    public final SubmissionEntry writev(int fd, long iovecs, int count, long position) {
        return vector(OP_WRITEV, fd, iovecs, count, position);
    }

    private SubmissionEntry vector(int operation, int fd, long iovecs, int count, long position) {
        RingRegistrations.check("iovecs", count, 0, MAX_IOVECS);
        return memory(operation, fd, checkPosition(position), iovecs, count, 0);
    }

    /**
     * Writes the file's data to the disk: fsync(2), IORING_OP_FSYNC.
     *
     * @param fd the descriptor
     * @param dataOnly true for fdatasync(2)
     * @return this
     */
    public final SubmissionEntry fsync(int fd, boolean dataOnly) {
        return put(OP_FSYNC, Linux.checkDescriptor(fd), 0, 0, 0, dataOnly ? FSYNC_DATASYNC : 0);
    }

    /**
     * Allocates room, or punches holes: fallocate(2), IORING_OP_FALLOCATE (5.6).
     *
     * @param fd the descriptor
     * @param mode the flags of fallocate(2)
     * @param position where
     * @param length how long
     * @return this
     */
    public final SubmissionEntry fallocate(int fd, int mode, long position, long length) {
        if (position < 0 || length < 0) {
            throw new IllegalArgumentException(length + " bytes at position " + position);
        }
        return put(OP_FALLOCATE, Linux.checkDescriptor(fd), position, length, mode, 0);
    }

    /**
     * Sets a file's size: ftruncate(2), IORING_OP_FTRUNCATE (6.9).
     *
     * @param fd the descriptor
     * @param size the size
     * @return this
     */
    public final SubmissionEntry ftruncate(int fd, long size) {
        if (size < 0) {
            throw new IllegalArgumentException("size " + size);
        }
        return put(OP_FTRUNCATE, Linux.checkDescriptor(fd), size, 0, 0, 0);
    }

    /**
     * Says how a file will be read: posix_fadvise(2), IORING_OP_FADVISE (5.6).
     *
     * @param fd the descriptor
     * @param position from where
     * @param length how long
     * @param advice the advice of posix_fadvise(2)
     * @return this
     */
    public final SubmissionEntry fadvise(int fd, long position, int length, int advice) {
        if (position < 0 || length < 0) {
            throw new IllegalArgumentException(length + " bytes at position " + position);
        }
        return put(OP_FADVISE, Linux.checkDescriptor(fd), position, 0, length, advice);
    }

    /**
     * Opens a file: openat(2), IORING_OP_OPENAT (5.6). The result is the descriptor, or with {@link #directDescriptor()} its slot.
     *
     * @param directory the directory that the path begins at, or {@link SubmissionEntry#AT_FDCWD}
     * @param path the address of the path's bytes, with a zero behind them. It has to live until the entry is submitted
     * @param flags the flags of open(2). O_CLOEXEC is not added
     * @param mode the mode of a file that is made
     * @return this
     */
    public final SubmissionEntry openat(int directory, long path, int flags, int mode) {
        return atPath(OP_OPENAT, directory, path, 0, mode, flags);
    }

    /**
     * Asks about a file: statx(2), IORING_OP_STATX (5.6).
     *
     * @param directory the directory that the path begins at, or {@link SubmissionEntry#AT_FDCWD}
     * @param path as {@link #openat}
     * @param flags the flags of statx(2)
     * @param mask what is asked for
     * @param buffer the address of a {@code struct statx}
     * @return this
     */
    public final SubmissionEntry statx(int directory, long path, int flags, int mask, long buffer) {
        BufferChecks.checkMemory(buffer, 1);
        return atPath(OP_STATX, directory, path, buffer, mask, flags);
    }

    private SubmissionEntry atPath(int operation, int directory, long path, long offset, int length, int flags) {
        if (directory != SubmissionEntry.AT_FDCWD) {
            Linux.checkDescriptor(directory);
        }
        BufferChecks.checkMemory(path, 1);
        return put(operation, directory, offset, path, length, flags);
    }

    /**
     * Closes a descriptor: close(2), IORING_OP_CLOSE (5.6). Not one that an object of this package owns. What is in flight on it goes on.
     *
     * @param fd the descriptor
     * @return this
     */
    public final SubmissionEntry close(int fd) {
        return put(OP_CLOSE, Linux.checkDescriptor(fd), 0, 0, 0, 0);
    }

    /**
     * Closes a direct descriptor, and frees its slot (5.15).
     *
     * @param slot from 0 to {@link RingRegistrations#files()} - 1
     * @return this
     */
    public final SubmissionEntry closeDirect(int slot) {
        put(OP_CLOSE, 0, 0, 0, 0, 0);
        return directDescriptor(slot);
    }

    /**
     * Moves bytes between a pipe and another descriptor: splice(2), IORING_OP_SPLICE (5.7).
     *
     * @param from the descriptor to take from
     * @param fromPosition where in it, or -1 for a pipe, or its own position
     * @param to the descriptor to give to
     * @param toPosition where in it, or -1
     * @param length how many bytes
     * @param flags the flags of splice(2)
     * @return this
     */
    public final SubmissionEntry splice(int from, long fromPosition, int to, long toPosition, int length, int flags) {
        checkSplice(from, to, length, flags);
        return put(OP_SPLICE, to, checkPosition(toPosition), checkPosition(fromPosition), length, flags)
                .fileIndex(from);
    }

    /**
     * Copies bytes from a pipe to another: tee(2), IORING_OP_TEE (5.8).
     *
     * @param from the pipe to take from
     * @param to the pipe to give to
     * @param length how many bytes
     * @param flags the flags of tee(2)
     * @return this
     */
    public final SubmissionEntry tee(int from, int to, int length, int flags) {
        checkSplice(from, to, length, flags);
        return put(OP_TEE, to, 0, 0, length, flags).fileIndex(from);
    }

    private void checkSplice(int from, int to, int length, int flags) {
        Linux.checkDescriptor(from);
        Linux.checkDescriptor(to);
        if (length < 0) {
            throw new IllegalArgumentException(length + " bytes");
        }
        if ((flags & SPLICE_F_FD_IN_FIXED) != 0 && from >= registrations.files()) {
            throw new IllegalArgumentException("slot " + from + " of a table of " + registrations.files());
        }
    }
}
