package dev.pollux.linux;

import static dev.pollux.linux.Linux.CALLS;

import java.io.IOException;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * How an epoll instance waits in nanoseconds, keeps its deadline through signals, and is woken by its own close.
 *
 * <p>The wait is epoll_pwait2(2), or on a kernel without it epoll_wait(2), with a timerfd for timeouts finer than a millisecond.
 * Without that one too, or when another thread is using it, by rounding up to milliseconds.
 */
final class EpollWait {
    /** System property: {@code pwait2}, {@code timerfd} or {@code millis}, to do without what comes before. */
    static final String METHOD_PROPERTY = "dev.pollux.linux.epollWait";

    private static final long NANOS_PER_MILLI = 1_000_000;
    private static final long MAX_SECONDS = Integer.MAX_VALUE; // what any kernel's timer takes; some 68 years

    /** Shared by all instances that are open: readable always. Added to one that is closed while threads wait in it. */
    private static volatile int alwaysReadable = -1;

    /** The struct epoll_event that interrupts. It is made with the first instance, and is the same for all. */
    private static ByteBuffer readable;

    private static volatile long readableAddress;

    private static int instances; // that may use it; guarded by this class's lock

    private static volatile boolean pwait2Missing =
            !System.getProperty(METHOD_PROPERTY, "pwait2").equals("pwait2");
    private static final boolean NO_TIMER =
            System.getProperty(METHOD_PROPERTY, "pwait2").equals("millis");

    private final AtomicBoolean timerTaken = new AtomicBoolean();
    private TimerFd timer; // guarded by timerTaken
    private volatile boolean timerMade;

    /** Before an instance is opened. What is prepared here is given back by {@link #giveBack}. */
    static synchronized void prepare() throws IOException {
        if (readable == null) {
            ByteBuffer event = ByteBuffer.allocateDirect(EpollEvents.SIZE).order(ByteOrder.nativeOrder());
            EpollEvents.put(event, 0, Epoll.IN, Epoll.RESERVED_DATA);
            readableAddress = CALLS.addressOf(event);
            readable = event;
        }
        if (instances == 0) {
            int fd = CALLS.eventfd(1, Linux.O_CLOEXEC | Linux.O_NONBLOCK);
            if (fd < 0) {
                throw Errors.of("eventfd", fd, "");
            }
            alwaysReadable = fd;
        }
        instances++;
    }

    /** After the last instance there is nothing left of it: these classes may be dropped now, with their loader. */
    static synchronized void giveBack() {
        if (--instances == 0) {
            CALLS.close(alwaysReadable);
            alwaysReadable = -1;
        }
    }

    /** Adds what is to interrupt, silent as yet: at the close, it might be refused for lack of memory or watches. */
    static int prepare(int epollFd) {
        return Epoll.addReserved(epollFd, alwaysReadable, 0);
    }

    /** By a thread that may have no memory for the call's arguments. */
    static void interrupt(int epollFd) {
        Epoll.modifyReserved(epollFd, alwaysReadable, readableAddress);
    }

    /** Waits. Returns the number of events, 0 if the time is up or the instance was closed */
    int await(Epoll epoll, int epollFd, EpollEvents events, long timeoutNanos) throws IOException {
        ByteBuffer memory = events.beforeWait();
        long startNanos = timeoutNanos > 0 ? System.nanoTime() : 0;
        long remainingNanos = timeoutNanos;
        while (true) {
            int n = once(epollFd, memory, remainingNanos);
            if (n < 0 && n != -Errno.EINTR) {
                throw Errors.of("epoll_wait", n, epollFd);
            }
            events.afterWait(Math.max(n, 0));
            if (n > 0 && (!timerMade || events.dropReserved() > 0) || !epoll.isOpen()) {
                return events.size();
            }
            if (timeoutNanos == 0 && n <= 0) {
                return 0; // but not if only the timer's own event was there: it may have taken the place of others
            }
            if (timeoutNanos > 0) {
                remainingNanos = timeoutNanos - (System.nanoTime() - startNanos);
                if (remainingNanos <= 0) {
                    return 0;
                }
            }
        }
    }

    private int once(int epollFd, ByteBuffer memory, long timeoutNanos) {
        if (timeoutNanos <= 0) {
            return forMillis(epollFd, memory, timeoutNanos == 0 ? 0 : -1);
        }
        if (!pwait2Missing) {
            int n = pwait2(epollFd, memory, timeoutNanos);
            // EPERM: the filter of an old container runtime, which does not know the call either
            if (n != -Errno.ENOSYS && n != -Errno.EPERM) {
                return n;
            }
            pwait2Missing = true;
        }
        if (timeoutNanos % NANOS_PER_MILLI != 0 && !NO_TIMER && timerTaken.compareAndSet(false, true)) {
            try {
                if (arm(epollFd, timeoutNanos)) {
                    // Another waiting thread may be handed the timer's edge: the milliseconds end this wait then.
                    return forMillis(epollFd, memory, roundUpToMillis(timeoutNanos));
                }
            } finally {
                timerTaken.set(false);
            }
        }
        return forMillis(epollFd, memory, roundUpToMillis(timeoutNanos));
    }

    private static int roundUpToMillis(long timeoutNanos) {
        return (int) Math.min((timeoutNanos - 1) / NANOS_PER_MILLI + 1, Integer.MAX_VALUE);
    }

    private static int pwait2(int epollFd, ByteBuffer memory, long timeoutNanos) {
        ByteBuffer scratch = Scratch.get();
        TimerFd.putTime(scratch, Scratch.TIME, timeoutNanos, MAX_SECONDS);
        int capacity = memory.capacity() / EpollEvents.SIZE;
        int n = CALLS.epollPwait2(epollFd, CALLS.addressOf(memory), capacity, Scratch.at(scratch, Scratch.TIME));
        Reference.reachabilityFence(memory);
        return n;
    }

    private static int forMillis(int epollFd, ByteBuffer memory, int timeoutMillis) {
        int capacity = memory.capacity() / EpollEvents.SIZE;
        int n = CALLS.epollWait(epollFd, CALLS.addressOf(memory), capacity, timeoutMillis);
        Reference.reachabilityFence(memory);
        return n;
    }

    /** Sets the timer to wake the wait. Returns false if there can be none */
    private boolean arm(int epollFd, long timeoutNanos) {
        try {
            if (timer == null) {
                TimerFd made = TimerFd.create(TimerFd.Clock.MONOTONIC);
                if (Epoll.addReserved(epollFd, made.number(), Epoll.IN | Epoll.ET) < 0) {
                    made.close();
                    return false;
                }
                timer = made;
                timerMade = true;
            }
            timer.arm(timeoutNanos, 0);
            return true;
        } catch (IOException e) {
            return false; // too many descriptors are open: milliseconds will do
        }
    }

    /** Called when the last wait has ended. */
    void release() {
        if (timer != null) {
            timer.close();
        }
        giveBack();
    }

    String describe() {
        return !pwait2Missing ? "epoll_pwait2" : NO_TIMER ? "epoll_wait, milliseconds" : "epoll_wait with a timerfd";
    }
}
