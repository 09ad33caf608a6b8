package dev.pollux.windows;

import static dev.pollux.windows.Windows.CALLS;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;

/**
 * A handle that overlapped operations are submitted on, and whose completions come through the {@link Iocp} that it is
 * associated with.
 *
 * <p>Every {@code submit…} method works alike. It takes an idle {@link Overlapped}, writes all of the operation's state
 * into it, and makes the call. The result is
 *
 * <ul>
 *   <li>{@link Overlapped#PENDING}: its completion comes through the port, or has come already, on another thread. The
 *       caller touches neither the {@code Overlapped} nor the buffers until it was dequeued.
 *   <li>{@link Overlapped#DONE}: it has completed, the {@code Overlapped} says how, and nothing will come through the port.
 *   <li>negative: the system refused it with this code, negated ({@link #failure} makes an exception of it). Nothing will come
 *       through the port, and the {@code Overlapped} is idle again.
 * </ul>
 *
 * <p>What the system refuses is no exception, so that a floor above can handle it at no cost. An {@code Overlapped} in
 * the wrong state is an {@link IllegalStateException}, a closed handle is a {@link ClosedChannelException}. The {@code
 * Overlapped} is then as it was.
 *
 * <p>A buffer's remaining bytes at the time of the call are what is read or written. Its position does not move, neither
 * then nor later. {@link Overlapped#bytes()} tells how many were transferred. Buffers have to be direct and of memory that
 * nobody frees meanwhile, see {@link NativeBuffers}. They are held until the completion was dequeued.
 *
 * <p>All methods may be called from any thread. {@link OverlappedFile} has an example.
 */
public abstract sealed class OverlappedHandle extends Handle
        permits WinsockSocket, OverlappedFile, NamedPipe, AfdDevice {
    OverlappedHandle(long handle) {
        super(handle);
    }

    /** True if what succeeds at once does not come through the port. */
    boolean skipsOnSuccess() {
        return false;
    }

    /** True if its status codes are to be read as Winsock's. */
    boolean isSocket() {
        return false;
    }

    /**
     * Asks the system to end an operation: CancelIoEx. It stays pending until its completion is dequeued, with {@link
     * WinError#ERROR_OPERATION_ABORTED} or with the result that it had by then.
     *
     * @param operation what was submitted on this handle
     * @return true if the system will end it, or false if there was nothing to cancel, because it has completed: its
     *     completion is in the port, or was dequeued
     * @throws ClosedChannelException if the handle is closed: all is cancelled then
     * @throws IOException if the system refuses
     */
    public final boolean cancel(Overlapped operation) throws IOException {
        return operation.isPending() && cancel(operation.address());
    }

    /**
     * Asks the system to end all operations of this handle: CancelIoEx without an OVERLAPPED.
     *
     * @return false if there was nothing to cancel
     * @throws ClosedChannelException if the handle is closed: all is cancelled then
     * @throws IOException if the system refuses
     */
    public final boolean cancelAll() throws IOException {
        return cancel(0);
    }

    final boolean cancel(long overlappedAddress) throws IOException {
        long handle = acquire();
        try {
            int result = CALLS.cancelIoEx(handle, overlappedAddress);
            if (result == -WinError.ERROR_NOT_FOUND) {
                return false;
            }
            if (result <= 0) {
                throw Errors.of("CancelIoEx", result, describe());
            }
            return true;
        } finally {
            release();
        }
    }

    /**
     * What the result of a submission means. It is the submitting thread's last touch.
     *
     * @param result 0 or more if the call succeeded, the negated code if not
     */
    final int submitted(Overlapped operation, int result) {
        if (result >= 0) {
            if (!skipsOnSuccess()) {
                return Overlapped.PENDING;
            }
            operation.completed();
            return Overlapped.DONE;
        }
        if (result == -WinError.ERROR_IO_PENDING) {
            return Overlapped.PENDING;
        }
        operation.refused();
        return result;
    }

    /**
     * As {@link #submitted}, for what receives. One that is cut off at once is said to have failed (WSAEMSGSIZE,
     * ERROR_MORE_DATA), but its status is a warning, which unlike an error completes the operation: its packet comes. The
     * memory can't be asked whether it is so: the system writes the OVERLAPPED when the packet is dequeued.
     */
    final int received(Overlapped operation, int result) {
        return WinError.isTruncation(-result) ? Overlapped.PENDING : submitted(operation, result);
    }

    /** A BOOL function's result in the terms of {@link #submitted}: 0 for TRUE, and a code where FALSE came without one. */
    static int ofBool(int result) {
        return result > 0 ? 0 : result == 0 ? -WinError.ERROR_GEN_FAILURE : result;
    }

    @Override
    void giveBack() {
        // First, or the peer of a socket may see a reset in place of an end; what is left fails with ERROR_NOT_FOUND.
        try {
            CALLS.cancelIoEx(handle(), 0);
        } finally {
            closeHandle();
        }
    }

    /** CloseHandle, or what takes its place. */
    void closeHandle() {
        CALLS.closeHandle(handle());
    }
}
