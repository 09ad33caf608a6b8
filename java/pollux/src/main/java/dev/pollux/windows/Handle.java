package dev.pollux.windows;

import static dev.pollux.windows.Windows.CALLS;

import dev.pollux.internal.handle.UseCount;
import java.io.IOException;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedChannelException;

/**
 * An open HANDLE or SOCKET that this object owns: closed once, and never used after.
 *
 * <p>All methods may be called from any thread. A handle is given back to the system only when the last call that uses
 * it has returned, so a close that races with a call on another thread can't lead that call to a stranger's handle.
 * Not closed by the garbage collector: close it.
 *
 * <p>{@link OverlappedFile} has an example.
 */
@SuppressWarnings("exports") // its superclass has nothing public: no other module meets it
public abstract sealed class Handle extends UseCount implements AutoCloseable permits Iocp, OverlappedHandle {

    private final long handle;

    Handle(long handle) {
        this.handle = handle;
    }

    /**
     * The HANDLE or SOCKET, to pass to calls that Pollux does not have.
     *
     * @return a value that means this handle until {@link #close()}
     */
    public final long handle() {
        return handle;
    }

    /** {@return false once {@link #close()} was called} */
    public final boolean isOpen() {
        return isUsable();
    }

    /**
     * Closes the handle. A second call does nothing. Calls under way on other threads finish first, and a blocked wait
     * ({@link Iocp#await}) is ended. What is pending on the handle is cancelled, and completes through its port.
     *
     * <p>Does not block, except for a socket whose SO_LINGER is above 0: closesocket may then wait for that long, on the thread that
     * ends the last call.
     */
    @Override
    public final void close() {
        int users = closeOnce();
        if (users < 0) {
            return;
        }
        try {
            if (users > 0) {
                interruptUsers();
            }
        } finally {
            release();
        }
    }

    /** Closes a handle of which no object could be made, for lack of memory for instance. What is thrown stays. */
    static void closeUnless(boolean made, long handle) {
        if (!made) {
            CALLS.closeHandle(handle);
        }
    }

    /** Called by {@link #close()} while calls are under way, itself one of them: makes those return that could block. */
    void interruptUsers() {}

    /** Called once, by whichever thread ends the last call: gives the handle back. */
    abstract void giveBack();

    /** {@return the number of calls under way} */
    final int users() {
        return useCount();
    }

    /** Begins a call: the handle stays this one until {@link #release()}. */
    final long acquire() throws ClosedChannelException {
        if (!beginUse()) {
            release();
            throw new ClosedChannelException();
        }
        return handle;
    }

    /** Ends a call. */
    final void release() {
        if (endUse()) {
            giveBack();
        }
    }

    /**
     * Makes an exception of the code that an operation on this handle ended with. What ended because the handle was
     * closed is an {@link AsynchronousCloseException}: if it is closed by now, and Windows has the code for that, such as
     * ERROR_OPERATION_ABORTED or ERROR_NETNAME_DELETED. After a close, too, all other codes are told as they are: a write may have
     * failed before it. Wine ends some operations by codes that Windows does not have for a close. They are among those.
     *
     * @param call the name of the function that began it, {@code WSARecv} for instance
     * @param code a Win32 or WSA code, as {@link Overlapped#error()} gives it, and not 0
     * @return the exception, for the caller to throw or to hand on
     */
    public final IOException failure(String call, int code) {
        if (!isOpen() && WinError.meansClosedHere(code)) {
            AsynchronousCloseException closed = new AsynchronousCloseException();
            closed.initCause(Errors.cause(call, code, describe()));
            return closed;
        }
        return toException(call, code);
    }

    /** The exception of a code that is not the consequence of a close. */
    IOException toException(String call, int code) {
        return Errors.of(call, -code, describe());
    }

    String describe() {
        return "handle 0x" + Long.toHexString(handle);
    }

    @Override
    public String toString() {
        return getClass().getSimpleName() + "[" + describe() + (isOpen() ? "]" : ", closed]");
    }
}
