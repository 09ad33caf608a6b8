package dev.pollux.linux;

import static dev.pollux.linux.Linux.CALLS;

import dev.pollux.internal.handle.UseCount;
import dev.pollux.system.OpenDescriptor;
import java.nio.channels.ClosedChannelException;
import java.util.function.IntFunction;

/**
 * An open file descriptor that this object owns: closed once, and never used after.
 *
 * <p>All methods may be called from any thread. A descriptor's number is given back to the kernel only when the last
 * call that uses it has returned, so a close that races with a call on another thread can't lead that call to a
 * stranger's descriptor. Not closed by the garbage collector: close it.
 *
 * <p>{@link EventFd} has an example.
 */
@SuppressWarnings("exports") // its superclass has nothing public: no other module meets it
public abstract sealed class Descriptor extends UseCount implements OpenDescriptor
        permits Epoll, IoUring, EventFd, TimerFd, PidFd, PipeEnd, LinuxFile, LinuxSocket {

    private final int fd;

    /** Whose number it is, and who is a user for as long as this one has not given it back. Null: it is this one's own. */
    private final Descriptor lender;

    private volatile boolean shared;

    Descriptor(int fd) {
        this(fd, null);
    }

    Descriptor(int fd, Descriptor lender) {
        this.fd = fd;
        this.lender = lender;
        shared = lender != null;
    }

    /**
     * The descriptor's number, to pass to calls that Pollux does not have. May be called from any thread.
     *
     * <p>It stays this object's. Whoever duplicates it must delete it from its {@link Epoll} before closing it, because the
     * kernel drops a closed descriptor's events only with its last duplicate (epoll(7), Questions and answers, 6). A readiness
     * port does so itself from this call on, see {@link #isShared()}. For a message, {@link #number()} is enough.
     *
     * @return a number that means this descriptor until {@link #close()}
     */
    @Override
    public final int fd() {
        if (!shared) {
            shared = true;
        }
        return fd;
    }

    /**
     * The descriptor's number, to name it in a message, and not to be passed to any call: that is what {@link #fd()} is for.
     * May be called from any thread.
     *
     * @return the number
     */
    @Override
    public final int number() {
        return fd;
    }

    /** {@return false once {@link #close()} was called} */
    @Override
    public final boolean isOpen() {
        return isUsable();
    }

    /**
     * Closes the descriptor. A second call does nothing. Calls under way on other threads finish first, and a blocked
     * wait ({@link Epoll#await}) is ended.
     *
     * <p>Does not block, except for a file on a file system that has something to write out first, as NFS has. close(2) of a TCP
     * socket whose SO_LINGER is above 0 would wait, until the peer has all that was sent or the time is up, even though the socket
     * does not block. So that option is taken away first, of duplicates too, because they share it. What was sent goes to the peer
     * all the same.
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

    /**
     * Tells whether a duplicate of this descriptor may exist: it was adopted, or passed to another process, or the program
     * has asked for its number ({@link #fd()}). An epoll instance keeps reporting such a one after it was closed here. A
     * descriptor of which none of this is true was opened by Pollux, is closed on exec, and nobody else knows its number.
     *
     * @return true if it is to be deleted from its epoll instance before it is closed
     */
    public final boolean isShared() {
        return shared;
    }

    final void markShared() {
        shared = true;
    }

    /** Makes the object that owns a descriptor that was just opened. If there is no memory for it, nobody else would close it. */
    static <T> T owner(int fd, IntFunction<T> constructor) {
        try {
            return constructor.apply(fd);
        } catch (Throwable e) {
            CALLS.close(fd);
            throw e;
        }
    }

    /** Called by {@link #close()} while calls are under way, itself one of them: makes those return that could block. */
    void interruptUsers() {}

    /** Called once, by whichever thread gives the number back, just before it does. */
    void beforeRelease() {}

    /**
     * Keeps the number this descriptor's until {@link #letGo()}, for an entry of a ring that the kernel has not yet ended.
     *
     * @return the number
     * @throws ClosedChannelException if it is closed
     * @hidden
     */
    public final int hold() throws ClosedChannelException {
        return acquire();
    }

    /**
     * Ends what {@link #hold()} has begun. The number is given back with the last, if it was closed meanwhile.
     *
     * @hidden
     */
    public final void letGo() {
        release();
    }

    /**
     * {@return true if nobody but the caller, who holds it, has the number} Once it is closed, nobody can get it any more.
     *
     * @hidden
     */
    public final boolean isHeldByOne() {
        return useCount() == 1;
    }

    /**
     * {@return true if another object has lent it the number, and is open} Its close is then no close of the descriptor.
     *
     * @hidden
     */
    public final boolean isLent() {
        return lender != null && lender.isOpen();
    }

    /** {@return whose number it is, or null if it is this one's own} */
    final Descriptor lender() {
        return lender;
    }

    /** Begins a call: the number stays this descriptor's until {@link #release()}. */
    final int acquire() throws ClosedChannelException {
        if (!beginUse()) {
            release();
            throw new ClosedChannelException();
        }
        return fd;
    }

    /** Ends a call. */
    final void release() {
        if (endUse()) {
            if (lender != null) {
                lender.release();
                return;
            }
            try {
                beforeRelease();
            } finally {
                CALLS.close(fd); // the number is free whatever the result is, EINTR included (close(2), Notes)
            }
        }
    }

    @Override
    public String toString() {
        return getClass().getSimpleName() + "[fd " + fd + (isOpen() ? "]" : ", closed]");
    }
}
