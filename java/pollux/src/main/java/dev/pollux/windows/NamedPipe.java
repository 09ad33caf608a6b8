package dev.pollux.windows;

import static dev.pollux.windows.Windows.CALLS;

import java.io.IOException;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;

/**
 * One end of a named pipe, opened for overlapped use: an instance on the server's side, or a client's connection.
 *
 * <p>All methods may be called from any thread.
 *
 * <pre>{@code
 * NamedPipe server = NamedPipe.create(NamedPipe.PREFIX + "server", NamedPipe.Mode.BYTE, true, 4, 64 * 1024);
 * port.associate(server, 1L);
 * int result = server.submitConnect(operation); // completes when a client has opened it
 * }</pre>
 */
public final class NamedPipe extends OverlappedHandle {
    /** What a pipe's name begins with. */
    public static final String PREFIX = "\\\\.\\pipe\\";

    /** PIPE_UNLIMITED_INSTANCES. */
    public static final int UNLIMITED_INSTANCES = 255;

    /** What a pipe carries. */
    public enum Mode {
        /** PIPE_TYPE_BYTE: a stream of bytes. */
        BYTE(0),
        /**
         * PIPE_TYPE_MESSAGE and PIPE_READMODE_MESSAGE: each write is a message. A read whose buffer is shorter than the message
         * is {@linkplain Overlapped#isTruncated() truncated}, and the next read has the rest. A client reads bytes all the
         * same: what would make it read messages (SetNamedPipeHandleState) is not among Pollux's calls.
         */
        MESSAGE(0x4 | 0x2);

        final int flags;

        Mode(int flags) {
            this.flags = flags;
        }
    }

    private static final int PIPE_ACCESS_DUPLEX = 0x3;
    private static final int FILE_FLAG_FIRST_PIPE_INSTANCE = 0x8_0000;
    private static final int FILE_FLAG_OVERLAPPED = 0x4000_0000;
    private static final int PIPE_REJECT_REMOTE_CLIENTS = 0x8;

    /** SECURITY_SQOS_PRESENT, SECURITY_IDENTIFICATION: the server may ask who the client is, but not act in its name. */
    private static final int IDENTIFICATION_ONLY = 0x10_0000 | 0x1_0000;

    private final String name;

    private NamedPipe(long handle, String name) {
        super(handle);
        this.name = name;
    }

    /**
     * Makes an instance of a pipe, to be connected to by one client of this machine: CreateNamedPipeW.
     *
     * @param name the pipe's name, which begins with {@link #PREFIX}
     * @param mode bytes or messages
     * @param first true if there may be no other instance as yet: whoever takes a name first is the pipe's server
     * @param maxInstances how many instances there may be at once, {@link #UNLIMITED_INSTANCES} at most
     * @param bufferSize the size in bytes of the system's buffers in both directions. The system takes it for a hint
     * @return the instance
     * @throws IOException ERROR_PIPE_BUSY if there are as many instances as there may be, ERROR_ACCESS_DENIED if this is not
     *     the first
     */
    public static NamedPipe create(String name, Mode mode, boolean first, int maxInstances, int bufferSize)
            throws IOException {
        Windows.require();
        if (maxInstances < 1 || maxInstances > UNLIMITED_INSTANCES || bufferSize < 0) {
            throw new IllegalArgumentException(maxInstances + " instances, buffers of " + bufferSize);
        }
        ByteBuffer text = Utf16.zeroTerminated(checkName(name));
        long handle = CALLS.createNamedPipe(
                CALLS.addressOf(text),
                PIPE_ACCESS_DUPLEX | FILE_FLAG_OVERLAPPED | (first ? FILE_FLAG_FIRST_PIPE_INSTANCE : 0),
                mode.flags | PIPE_REJECT_REMOTE_CLIENTS,
                maxInstances,
                bufferSize,
                bufferSize,
                0,
                0);
        Reference.reachabilityFence(text);
        if (handle <= 0) {
            throw Errors.of("CreateNamedPipeW", handle, name);
        }
        NamedPipe made = null;
        try {
            made = new NamedPipe(handle, name);
            return made;
        } finally {
            closeUnless(made != null, handle);
        }
    }

    /**
     * Connects to a pipe as a client: CreateFileW. It reads bytes, whatever the pipe's mode.
     *
     * @param name the pipe's name, which begins with two backslashes, a machine's name, {@code \pipe\}
     * @return the connection
     * @throws java.nio.file.NoSuchFileException if there is no such pipe
     * @throws IOException ERROR_PIPE_BUSY if all instances are taken: try again
     */
    public static NamedPipe open(String name) throws IOException {
        Windows.require();
        ByteBuffer text = Utf16.zeroTerminated(checkName(name));
        long handle = CALLS.createFile(
                CALLS.addressOf(text),
                OverlappedFile.READ | OverlappedFile.WRITE,
                0,
                0,
                OverlappedFile.OPEN_EXISTING,
                FILE_FLAG_OVERLAPPED | IDENTIFICATION_ONLY);
        Reference.reachabilityFence(text);
        if (handle <= 0) {
            throw Errors.of("CreateFileW", handle, name);
        }
        NamedPipe made = null;
        try {
            made = new NamedPipe(handle, name);
            return made;
        } finally {
            closeUnless(made != null, handle);
        }
    }

    private static String checkName(String name) {
        if (!name.startsWith("\\\\") || !name.contains("\\pipe\\")) {
            throw new IllegalArgumentException("not a pipe's name: " + name);
        }
        return name;
    }

    /** {@return the pipe's name} */
    public String name() {
        return name;
    }

    /**
     * Submits the wait for a client: ConnectNamedPipe, on a server's instance.
     *
     * @param operation an idle one
     * @return {@link Overlapped#PENDING}, or {@link Overlapped#DONE} if a client was there already, or a negated code, see {@link
     *     OverlappedHandle}: ERROR_NO_DATA if a client was there and has gone: {@link #disconnect()}
     * @throws ClosedChannelException if the pipe is closed
     */
    public int submitConnect(Overlapped operation) throws ClosedChannelException {
        long handle = acquire();
        try {
            operation.begin(false);
            operation.publish();
            int result = ofBool(CALLS.connectNamedPipe(handle, operation.address()));
            if (result == -WinError.ERROR_PIPE_CONNECTED) { // it says so at once, and nothing comes through the port
                operation.putStatus(0); // the call left STATUS_PENDING there
                operation.completed();
                return Overlapped.DONE;
            }
            return submitted(operation, result);
        } finally {
            release();
        }
    }

    /**
     * Sends the client away, so that the instance can wait for another: DisconnectNamedPipe. What the client has not read is lost.
     *
     * @throws IOException if the system refuses
     */
    public void disconnect() throws IOException {
        long handle = acquire();
        try {
            int result = CALLS.disconnectNamedPipe(handle);
            if (result <= 0) {
                throw Errors.of("DisconnectNamedPipe", result, name);
            }
        } finally {
            release();
        }
    }

    /**
     * Submits a read: ReadFile. When the other end is closed it ends with {@link WinError#ERROR_BROKEN_PIPE}, at once or
     * later.
     *
     * @param operation an idle one
     * @param buffer takes the bytes, or one message
     * @return {@link Overlapped#PENDING} or a negated code, see {@link OverlappedHandle}
     * @throws ClosedChannelException if the pipe is closed
     */
    public int submitRead(Overlapped operation, ByteBuffer buffer) throws ClosedChannelException {
        NativeBuffers.checkWritable(buffer);
        return FileCalls.read(this, operation, 0, buffer);
    }

    /**
     * Submits a write: WriteFile.
     *
     * @param operation an idle one
     * @param buffer holds the bytes, or the message
     * @return {@link Overlapped#PENDING} or a negated code, see {@link OverlappedHandle}
     * @throws ClosedChannelException if the pipe is closed
     */
    public int submitWrite(Overlapped operation, ByteBuffer buffer) throws ClosedChannelException {
        NativeBuffers.check(buffer);
        return FileCalls.write(this, operation, 0, buffer);
    }
}
