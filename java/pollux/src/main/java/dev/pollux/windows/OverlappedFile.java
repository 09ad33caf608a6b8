package dev.pollux.windows;

import static dev.pollux.windows.Windows.CALLS;

import dev.pollux.internal.memory.BufferChecks;
import dev.pollux.system.OpenFile;
import java.io.IOException;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Path;

/**
 * A file, opened for overlapped reads and writes at any place (CreateFileW with FILE_FLAG_OVERLAPPED).
 *
 * <p>The sockets of a completion port send it ({@code CompletionSocket.sendFile}), whether or not it is associated with one.
 *
 * <p>All methods may be called from any thread.
 *
 * <pre>{@code
 * OverlappedFile file = OverlappedFile.open(path);
 * port.associate(file, 1L);
 * Overlapped read = pool.acquire();
 * int result = file.submitRead(read, 0, buffer); // negative: refused, and nothing comes through the port
 * // Once the port gave it, and completed was called:
 * int count = read.bytes();
 * read.release();
 * file.close();
 * }</pre>
 */
public final class OverlappedFile extends OverlappedHandle implements OpenFile {
    /** GENERIC_READ: to read it. */
    public static final int READ = 0x8000_0000;

    /** GENERIC_WRITE: to write it. */
    public static final int WRITE = 0x4000_0000;

    /** FILE_SHARE_READ, FILE_SHARE_WRITE and FILE_SHARE_DELETE: others may do all, as on Linux. */
    public static final int SHARE_ALL = 0x7;

    /** CREATE_NEW: fails if there is such a file. */
    public static final int CREATE_NEW = 1;

    /** CREATE_ALWAYS: truncates the file if there is one. */
    public static final int CREATE_ALWAYS = 2;

    /** OPEN_EXISTING: fails if there is no such file. */
    public static final int OPEN_EXISTING = 3;

    /** OPEN_ALWAYS: creates the file if there is none. */
    public static final int OPEN_ALWAYS = 4;

    /** FILE_FLAG_WRITE_THROUGH: each write ends once it is on the disk. */
    public static final int WRITE_THROUGH = 0x8000_0000;

    /** FILE_FLAG_NO_BUFFERING: past the system's cache. Addresses, lengths and positions are multiples of the disk's sector. */
    public static final int NO_BUFFERING = 0x2000_0000;

    private static final int FILE_TYPE_DISK = 1;
    private static final int FILE_END_OF_FILE_INFO = 6;

    private static final int FILE_FLAG_OVERLAPPED = 0x4000_0000;
    private static final int MAX_PLAIN_PATH = 247; // UTF-16 units; longer ones need the prefix

    private final Path path;

    private OverlappedFile(long handle, Path path) {
        super(handle);
        this.path = path;
    }

    /**
     * Opens a file that exists, to read it. Others may read, write and delete it meanwhile.
     *
     * @param path the file's path
     * @return the file
     * @throws IOException as {@link #open(Path, int, int, int, int)}
     */
    public static OverlappedFile open(Path path) throws IOException {
        return open(path, READ, SHARE_ALL, OPEN_EXISTING, 0);
    }

    /**
     * Opens or creates a file: CreateFileW.
     *
     * @param path the file's path
     * @param access {@link #READ}, {@link #WRITE}, or any other access rights
     * @param share what others may do meanwhile: {@link #SHARE_ALL}, a part of it, or 0
     * @param disposition {@link #OPEN_EXISTING}, {@link #CREATE_NEW}, {@link #OPEN_ALWAYS} …
     * @param flagsAndAttributes any of FILE_FLAG_… and FILE_ATTRIBUTE_… beside FILE_FLAG_OVERLAPPED, or 0 for none
     * @return the file
     * @throws java.nio.file.ProviderMismatchException if it is not a path of the system's own files
     * @throws java.nio.file.NoSuchFileException if there is none
     * @throws java.nio.file.FileAlreadyExistsException if there must be none
     * @throws java.nio.file.AccessDeniedException if it may not be opened so
     * @throws IOException ERROR_SHARING_VIOLATION, and if the system refuses for another reason
     */
    public static OverlappedFile open(Path path, int access, int share, int disposition, int flagsAndAttributes)
            throws IOException {
        Windows.require();
        Windows.checkPath(path);
        ByteBuffer name = Utf16.zeroTerminated(name(path));
        long handle = CALLS.createFile(
                CALLS.addressOf(name), access, share, 0, disposition, flagsAndAttributes | FILE_FLAG_OVERLAPPED);
        Reference.reachabilityFence(name);
        if (handle <= 0) {
            throw Errors.of("CreateFileW", handle, path.toString());
        }
        OverlappedFile made = null;
        try {
            made = new OverlappedFile(handle, path);
            return made;
        } finally {
            closeUnless(made != null, handle);
        }
    }

    private static String name(Path path) {
        String absolute = path.toAbsolutePath().normalize().toString();
        if (absolute.length() <= MAX_PLAIN_PATH || absolute.startsWith("\\\\?\\")) {
            return absolute;
        }
        return absolute.startsWith("\\\\") ? "\\\\?\\UNC" + absolute.substring(1) : "\\\\?\\" + absolute;
    }

    /** {@return the path that it was opened by} */
    public Path path() {
        return path;
    }

    /**
     * {@return its size in bytes now: GetFileSizeEx}
     *
     * @throws IOException if it has none
     */
    @Override
    public long size() throws IOException {
        long handle = acquire();
        try {
            ByteBuffer scratch = Scratch.get();
            check("GetFileSizeEx", CALLS.getFileSizeEx(handle, Scratch.at(scratch, Scratch.VALUE)));
            return scratch.getLong(Scratch.VALUE);
        } finally {
            release();
        }
    }

    /**
     * Submits a read: ReadFile. At the end of the file it ends with {@link WinError#ERROR_HANDLE_EOF}, at once or later.
     *
     * @param operation an idle one
     * @param position where to read, in bytes
     * @param buffer takes the bytes
     * @return {@link Overlapped#PENDING} or a negated code, see {@link OverlappedHandle}
     * @throws ClosedChannelException if the file is closed
     */
    public int submitRead(Overlapped operation, long position, ByteBuffer buffer) throws ClosedChannelException {
        NativeBuffers.checkWritable(buffer);
        checkPosition(position);
        return FileCalls.read(this, operation, position, buffer);
    }

    /**
     * Submits a write: WriteFile.
     *
     * @param operation an idle one
     * @param position where to write, in bytes
     * @param buffer holds the bytes
     * @return {@link Overlapped#PENDING} or a negated code, see {@link OverlappedHandle}
     * @throws ClosedChannelException if the file is closed
     */
    public int submitWrite(Overlapped operation, long position, ByteBuffer buffer) throws ClosedChannelException {
        NativeBuffers.check(buffer);
        checkPosition(position);
        return FileCalls.write(this, operation, position, buffer);
    }

    /**
     * Submits a read into native memory: ReadFile. The memory has to live until the completion was dequeued.
     *
     * @param operation an idle one
     * @param position where to read, in bytes
     * @param address where the memory begins
     * @param length how many bytes there is room for
     * @return as {@link #submitRead(Overlapped, long, ByteBuffer)}
     * @throws ClosedChannelException if the file is closed
     */
    public int submitRead(Overlapped operation, long position, long address, int length) throws ClosedChannelException {
        BufferChecks.checkMemory(address, length);
        checkPosition(position);
        return FileCalls.read(this, operation, position, null, address, length);
    }

    /**
     * Submits a write of native memory: WriteFile. The memory has to live until the completion was dequeued.
     *
     * @param operation an idle one
     * @param position where to write, in bytes
     * @param address where the memory begins
     * @param length how many bytes to write
     * @return as {@link #submitWrite(Overlapped, long, ByteBuffer)}
     * @throws ClosedChannelException if the file is closed
     */
    public int submitWrite(Overlapped operation, long position, long address, int length)
            throws ClosedChannelException {
        BufferChecks.checkMemory(address, length);
        checkPosition(position);
        return FileCalls.write(this, operation, position, null, address, length);
    }

    /**
     * Returns once all that was written is on the disk: FlushFileBuffers. It has no overlapped form, and keeps the calling thread.
     *
     * @throws IOException ERROR_ACCESS_DENIED if the file was not opened to be written, and if the system refuses for another reason
     */
    public void sync() throws IOException {
        long handle = acquire();
        try {
            check("FlushFileBuffers", CALLS.flushFileBuffers(handle));
        } finally {
            release();
        }
    }

    /**
     * Sets the size: SetFileInformationByHandle with FileEndOfFileInfo. What is beyond is cut off, and what is missing becomes zeros.
     * It has no overlapped form, and keeps the calling thread.
     *
     * @param size the size in bytes
     * @throws IllegalArgumentException if it is negative
     * @throws IOException if the system refuses
     */
    public void truncate(long size) throws IOException {
        if (size < 0) {
            throw new IllegalArgumentException("size " + size);
        }
        long handle = acquire();
        try {
            ByteBuffer scratch = Scratch.get();
            scratch.putLong(Scratch.VALUE, size);
            long address = Scratch.at(scratch, Scratch.VALUE);
            int result = CALLS.setFileInformationByHandle(handle, FILE_END_OF_FILE_INFO, address, Long.BYTES);
            check("SetFileInformationByHandle", result);
        } finally {
            release();
        }
    }

    /**
     * {@return true if it is a file of a disk, and no device or pipe: GetFileType}
     *
     * @throws ClosedChannelException if it is closed
     */
    public boolean isOnDisk() throws ClosedChannelException {
        long handle = acquire();
        try {
            return CALLS.getFileType(handle) == FILE_TYPE_DISK;
        } finally {
            release();
        }
    }

    private void check(String call, int result) throws IOException {
        if (result <= 0) {
            throw Errors.of(call, result, path.toString());
        }
    }

    @Override
    String describe() {
        return path.toString();
    }

    private static void checkPosition(long position) {
        if (position < 0) {
            throw new IllegalArgumentException("position " + position);
        }
    }
}
