package dev.pollux.linux;

import static dev.pollux.linux.Linux.CALLS;
import static dev.pollux.linux.Linux.checkDescriptor;

import dev.pollux.system.BusyPoll;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;

/**
 * An epoll instance (epoll(7)), flag by flag. It takes any descriptor that can be polled.
 *
 * <p>All methods may be called from any thread. Several threads may wait at once, each with its own {@link
 * EpollEvents}.
 *
 * <pre>{@code
 * try (Epoll epoll = Epoll.create()) {
 *     epoll.add(listener, Epoll.IN | Epoll.EXCLUSIVE, 1L);
 *     EpollEvents events = new EpollEvents(256);
 *     int ready = epoll.await(events, 250_000); // nanoseconds
 *     for (int i = 0; i < ready; i++) {
 *         handle(events.data(i), events.events(i));
 *     }
 * }
 * }</pre>
 */
public final class Epoll extends Descriptor {
    /** EPOLLIN: there is something to read, or the end of the stream. */
    public static final int IN = 0x1;

    /** EPOLLPRI: an exceptional condition, such as out-of-band data. */
    public static final int PRI = 0x2;

    /** EPOLLOUT: a write would take something. */
    public static final int OUT = 0x4;

    /** EPOLLERR: an error is pending. It is always reported, asked for or not. */
    public static final int ERR = 0x8;

    /** EPOLLHUP: both directions are shut, or were never open. It is always reported, asked for or not. */
    public static final int HUP = 0x10;

    /** EPOLLRDNORM: the same as {@link #IN} on most descriptors. */
    public static final int RDNORM = 0x40;

    /** EPOLLRDBAND: priority data. */
    public static final int RDBAND = 0x80;

    /** EPOLLWRNORM: the same as {@link #OUT}. */
    public static final int WRNORM = 0x100;

    /** EPOLLWRBAND: priority data may be written. */
    public static final int WRBAND = 0x200;

    /** EPOLLMSG: ignored by the kernel. */
    public static final int MSG = 0x400;

    /** EPOLLRDHUP: the peer has shut its writing half. Unread data may still be there: read it first. */
    public static final int RDHUP = 0x2000;

    /**
     * EPOLLEXCLUSIVE: of several epoll instances that wait for this descriptor, wake few. In {@link #add} only, with
     * nothing but IN, OUT, ERR, HUP, WAKEUP and ET beside it.
     */
    public static final int EXCLUSIVE = 1 << 28;

    /** EPOLLWAKEUP: no system suspend while the event is handled. It needs CAP_BLOCK_SUSPEND, and is ignored without. */
    public static final int WAKEUP = 1 << 29;

    /** EPOLLONESHOT: one event, then silence (ERR and HUP too) until {@link #modify} arms it again. */
    public static final int ONESHOT = 1 << 30;

    /** EPOLLET: report changes, not states: drain until a call would block. */
    public static final int ET = 1 << 31;

    /** The timeout of a wait that only an event or {@link #close()} ends. */
    public static final long INFINITE = -1;

    /** The user data that the fall-back of a wait in nanoseconds keeps for itself. {@link #add(int, int, long)} refuses it. */
    public static final long RESERVED_DATA = 0x8000_0000_0000_0000L;

    private static final long EPIOCSPARAMS = 0x4008_8A01L;
    private static final long EPIOCGPARAMS = 0x8008_8A02L;

    private static final int CTL_ADD = 1;
    private static final int CTL_DEL = 2;
    private static final int CTL_MOD = 3;

    private final EpollWait wait = new EpollWait();

    private Epoll(int fd) {
        super(fd);
    }

    /**
     * Opens an instance: epoll_create1(2) with EPOLL_CLOEXEC.
     *
     * @return the instance
     * @throws IOException if the process or the system has too many descriptors open
     * @throws UnsupportedOperationException if there is no binding to Linux's calls here
     */
    public static Epoll create() throws IOException {
        Linux.require();
        EpollWait.prepare();
        int fd = -1;
        try {
            fd = CALLS.epollCreate1(Linux.O_CLOEXEC);
            if (fd < 0) {
                throw Errors.of("epoll_create1", fd, "");
            }
            int added = EpollWait.prepare(fd);
            if (added < 0) {
                throw Errors.of(name(CTL_ADD), added, "");
            }
            return new Epoll(fd);
        } catch (Throwable e) {
            if (fd >= 0) {
                CALLS.close(fd);
            }
            EpollWait.giveBack();
            throw e;
        }
    }

    /**
     * Adds a descriptor: epoll_ctl(2) with EPOLL_CTL_ADD.
     *
     * @param fd the descriptor, which must stay open. {@link #add(Descriptor, int, long)} is for those of this package
     * @param events any of this class's flags
     * @param data comes back with each event, anything except {@link #RESERVED_DATA}
     * @throws IOException EEXIST if it was added before, EPERM if it can't be polled (a regular file), EBADF, ELOOP,
     *     ENOSPC, EINVAL as epoll_ctl(2) has them
     * @throws ClosedChannelException if this instance is closed
     */
    public void add(int fd, int events, long data) throws IOException {
        control(CTL_ADD, checkDescriptor(fd), events, checkData(data));
    }

    /**
     * Adds a descriptor of this package, which can't be closed and its number reused meanwhile.
     *
     * @param descriptor the descriptor
     * @param events any of this class's flags
     * @param data comes back with each event, anything except {@link #RESERVED_DATA}
     * @throws IOException as {@link #add(int, int, long)}
     * @throws ClosedChannelException if the descriptor or this instance is closed
     */
    public void add(Descriptor descriptor, int events, long data) throws IOException {
        control(CTL_ADD, descriptor, events, checkData(data));
    }

    /**
     * Changes a descriptor's flags and data: epoll_ctl(2) with EPOLL_CTL_MOD. What is ready now is reported again, in
     * edge-triggered mode too.
     *
     * @param fd the descriptor
     * @param events any of this class's flags except {@link #EXCLUSIVE}
     * @param data comes back with each event, anything except {@link #RESERVED_DATA}
     * @throws IOException ENOENT if it was not added, EBADF, EINVAL as epoll_ctl(2) has them
     */
    public void modify(int fd, int events, long data) throws IOException {
        control(CTL_MOD, checkDescriptor(fd), events, checkData(data));
    }

    /**
     * Changes the flags and the data of a descriptor of this package.
     *
     * @param descriptor the descriptor
     * @param events any of this class's flags except {@link #EXCLUSIVE}
     * @param data comes back with each event, anything except {@link #RESERVED_DATA}
     * @throws IOException as {@link #modify(int, int, long)}
     */
    public void modify(Descriptor descriptor, int events, long data) throws IOException {
        control(CTL_MOD, descriptor, events, checkData(data));
    }

    /**
     * Removes a descriptor: epoll_ctl(2) with EPOLL_CTL_DEL. Not needed before a close, unless the descriptor has
     * duplicates: then its events would go on.
     *
     * @param fd the descriptor
     * @throws IOException ENOENT if it was not added, EBADF if it is closed
     */
    public void delete(int fd) throws IOException {
        control(CTL_DEL, checkDescriptor(fd), 0, 0);
    }

    /**
     * Removes a descriptor of this package.
     *
     * @param descriptor the descriptor
     * @throws IOException as {@link #delete(int)}
     */
    public void delete(Descriptor descriptor) throws IOException {
        control(CTL_DEL, descriptor, 0, 0);
    }

    /**
     * Waits for events: epoll_pwait2(2) where the kernel has it (5.11), else epoll_wait(2) with a timerfd for what is
     * finer than a millisecond. Never returns early without an event: interrupted by a signal, it waits for the time that
     * remains.
     *
     * @param events takes the events. What it held is gone
     * @param timeoutNanos 0 returns at once, a negative value such as {@link #INFINITE} waits for ever
     * @return the number of events, or 0 if the time is up
     * @throws ClosedChannelException if this instance is closed, before or while it waits
     * @throws IOException if the system refuses
     */
    public int await(EpollEvents events, long timeoutNanos) throws IOException {
        if (!isOpen()) {
            events.afterWait(0);
        }
        int fd = acquire();
        try {
            int n = wait.await(this, fd, events, timeoutNanos);
            if (!isOpen()) {
                events.afterWait(0);
                throw new ClosedChannelException();
            }
            return n;
        } finally {
            release();
        }
    }

    /** {@return how this instance waits: by {@code epoll_pwait2}, or by what takes its place on this kernel} */
    public String waitMethod() {
        return wait.describe();
    }

    /**
     * Sets how waits poll network queues before they sleep: ioctl(2) EPIOCSPARAMS, kernel 6.9.
     *
     * @param parameters the new ones
     * @throws UnsupportedOperationException if the kernel has no such parameters
     * @throws IOException EPERM if a budget over the kernel's limit needs CAP_NET_ADMIN
     */
    public void busyPoll(BusyPoll parameters) throws IOException {
        ByteBuffer memory = Scratch.get();
        memory.putInt(Scratch.VALUE, parameters.micros());
        memory.putShort(Scratch.VALUE + 4, (short) parameters.budget());
        memory.putShort(Scratch.VALUE + 6, (short) 0); // prefer_busy_poll, a byte, and one that must be 0
        memory.put(Scratch.VALUE + 6, (byte) (parameters.prefer() ? 1 : 0));
        control(EPIOCSPARAMS);
    }

    /**
     * {@return how waits poll network queues before they sleep: ioctl(2) EPIOCGPARAMS, kernel 6.9}
     *
     * @throws UnsupportedOperationException if the kernel has no such parameters
     * @throws IOException if the system refuses
     */
    public BusyPoll busyPoll() throws IOException {
        control(EPIOCGPARAMS);
        ByteBuffer memory = Scratch.get();
        int budget = memory.getShort(Scratch.VALUE + 4) & 0xFFFF;
        return new BusyPoll(memory.getInt(Scratch.VALUE), budget, memory.get(Scratch.VALUE + 6) != 0);
    }

    private void control(long request) throws IOException {
        int fd = acquire();
        try {
            int result = CALLS.ioctl(fd, request, Scratch.at(Scratch.get(), Scratch.VALUE));
            if (result == -Errno.ENOTTY
                    || result == -Errno.EOPNOTSUPP
                    || result == -Errno.EINVAL && request == EPIOCGPARAMS) {
                throw new UnsupportedOperationException(
                        "epoll's busy-poll parameters need Linux 6.9; this is " + System.getProperty("os.version"));
            }
            if (result < 0) {
                throw Errors.of("ioctl", result, fd);
            }
        } finally {
            release();
        }
    }

    private void control(int operation, Descriptor descriptor, int events, long data) throws IOException {
        int fd = descriptor.acquire();
        try {
            control(operation, fd, events, data);
        } finally {
            descriptor.release();
        }
    }

    private void control(int operation, int fd, int events, long data) throws IOException {
        int epollFd = acquire();
        try {
            int result = control(epollFd, operation, fd, events, data);
            if (result < 0) {
                throw Errors.of(name(operation), result, "descriptor " + fd + " in epoll descriptor " + epollFd);
            }
        } finally {
            release();
        }
    }

    private static int control(int epollFd, int operation, int fd, int events, long data) {
        ByteBuffer scratch = Scratch.get();
        EpollEvents.put(scratch, Scratch.EVENT, events, data);
        return CALLS.epollCtl(epollFd, operation, fd, Scratch.at(scratch, Scratch.EVENT));
    }

    private static String name(int operation) {
        return "epoll_ctl(" + (operation == CTL_ADD ? "ADD" : operation == CTL_MOD ? "MOD" : "DEL") + ")";
    }

    private static long checkData(long data) {
        if (data == RESERVED_DATA) {
            throw new IllegalArgumentException("this user data is reserved: " + data);
        }
        return data;
    }

    /** Adds one of this instance's own descriptors. Returns the call's result */
    static int addReserved(int epollFd, int fd, int events) {
        return control(epollFd, CTL_ADD, fd, events, RESERVED_DATA);
    }

    /** Changes one of this instance's own descriptors. Returns the call's result. */
    static int modifyReserved(int epollFd, int fd, long eventAddress) {
        return CALLS.epollCtl(epollFd, CTL_MOD, fd, eventAddress);
    }

    /** Ends the waits of other threads, by a descriptor that stays readable until the last of them has gone. */
    @Override
    void interruptUsers() {
        EpollWait.interrupt(number());
    }

    @Override
    void beforeRelease() {
        wait.release();
    }
}
