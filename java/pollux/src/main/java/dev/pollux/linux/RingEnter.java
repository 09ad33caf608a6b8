package dev.pollux.linux;

import static dev.pollux.linux.Linux.CALLS;

import java.io.IOException;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;

/** How a ring enters the kernel: to submit, to wait, both at once, and what that answers. */
final class RingEnter {
    private static final int GETEVENTS = 1;
    private static final int WAKEUP = 1 << 1;
    private static final int EXT_ARG = 1 << 3;
    private static final int REGISTERED_RING = 1 << 4;
    private static final int NO_IOWAIT = 1 << 7;

    private static final int SQ_NEED_WAKEUP = 1;
    private static final int SQ_CQ_OVERFLOW = 1 << 1;
    private static final int SQ_TASKRUN = 1 << 2;

    private static final int ARGUMENT_SIZE = 24; // struct io_uring_getevents_arg
    private static final int MIN_WAIT = 12;
    private static final int TIMESPEC = 16;

    /** Where a ring can't be woken by its close, no wait is longer: then it looks whether it is closed. */
    private static final long SLICE_NANOS = 1_000_000_000;

    private static final long MAX_SECONDS = Integer.MAX_VALUE; // what any kernel's timer takes; some 68 years

    private final IoUring ring;
    private final ByteBuffer queues;
    private final CompletionQueue completions;
    private final int headAt;
    private final int tailAt;
    private final int flagsAt;
    private final boolean deferred;
    private final boolean polled;
    private final boolean wakes;
    private final boolean canWaitMin;
    private final int flags;

    private int published; // the tail that the kernel was last told
    private Thread registeredBy; // the one thread that enters by the ring's registered number, or null
    private int registered;

    RingEnter(IoUring ring, RingMemory shared, CompletionQueue completions, boolean ioWait) {
        this.ring = ring;
        this.completions = completions;
        queues = shared.queues;
        headAt = shared.submissionHead;
        tailAt = shared.submissionTail;
        flagsAt = shared.submissionFlags;
        deferred = shared.has(IoUringSetup.DEFER_TASKRUN);
        polled = shared.has(IoUringSetup.SQPOLL);
        wakes = shared.hasFeature(RingMemory.FEAT_SINCE_6_14);
        canWaitMin = shared.hasFeature(RingMemory.FEAT_MIN_TIMEOUT);
        flags = !ioWait && shared.hasFeature(RingMemory.FEAT_NO_IOWAIT) ? NO_IOWAIT : 0;
    }

    /** How far the kernel has taken entries. */
    int head() {
        return (int) RingMemory.INT.getAcquire(queues, headAt);
    }

    /** Tells the kernel how far entries are filled. Returns how many it has not taken yet */
    int publish(int tail) {
        published = tail;
        RingMemory.INT.setRelease(queues, tailAt, tail);
        return tail - head();
    }

    /** Whether a thread that waits can be woken by a completion that any thread sends. */
    boolean canBeWoken() {
        return wakes;
    }

    boolean hasOverflowed() {
        return (submissionFlags() & SQ_CQ_OVERFLOW) != 0;
    }

    boolean isNeeded() {
        return (submissionFlags() & (SQ_CQ_OVERFLOW | SQ_TASKRUN)) != 0;
    }

    private int submissionFlags() {
        return (int) RingMemory.INT.getAcquire(queues, flagsAt);
    }

    /** The flag that wakes the kernel's thread, if it sleeps. */
    private int wakeup() {
        VarHandle.fullFence(); // the tail is seen by the thread that decides to sleep, or its decision here
        return (submissionFlags() & SQ_NEED_WAKEUP) != 0 ? WAKEUP : 0;
    }

    /** Submits. Returns how many entries were taken */
    int submit(int fd, int filled) throws IOException {
        if (polled) {
            int wake = filled > 0 ? wakeup() : 0;
            if (wake != 0) {
                checked(enter(fd, filled, 0, wake, 0), fd);
            }
            return filled;
        }
        int left = filled;
        while (left > 0) {
            int result = enter(fd, left, 0, 0, 0);
            if (result != -Errno.EINTR && checked(result, fd) == 0) {
                break;
            }
            left = Math.max(0, published - head());
        }
        return filled - left;
    }

    /** Submits and waits. Returns how many completions there are */
    int wait(int fd, int filled, int minComplete, long timeoutNanos, int minWaitMicros) throws IOException {
        int left = polled ? 0 : filled;
        int wake = polled && filled > 0 ? wakeup() : 0;
        int ready = completions.count();
        if (left == 0 && wake == 0 && ready >= minComplete && !mustEnter(minComplete)) {
            return ready;
        }
        int awaited = timeoutNanos == 0 ? 0 : minComplete;
        long startNanos = timeoutNanos > 0 ? System.nanoTime() : 0;
        long remainingNanos = timeoutNanos;
        while (true) {
            long argument = awaited > 0 ? argument(remainingNanos, minWaitMicros) : 0;
            int result = enter(fd, left, awaited, GETEVENTS | wake, argument);
            ready = completions.count();
            if (!ring.isOpen()) {
                throw ring.closed();
            }
            boolean isPartial = result >= 0 && result < left;
            if (result < 0 && result != -Errno.EINTR && result != -Errno.ETIME) {
                checked(result, fd);
                return ready;
            }
            if (!isPartial && (ready >= awaited || ready > 0 && minWaitMicros > 0)) {
                return ready;
            }
            if (timeoutNanos > 0) {
                remainingNanos = timeoutNanos - (System.nanoTime() - startNanos);
                if (remainingNanos <= 0) {
                    return ready;
                }
            }
            left = left == 0 ? 0 : Math.max(0, published - head());
            wake = 0;
        }
    }

    /** Whether completions that are there are no reason to leave out the call: others wait in the kernel. */
    private boolean mustEnter(int minComplete) {
        return minComplete == 0 && deferred || isNeeded();
    }

    private long argument(long remainingNanos, int minWaitMicros) {
        long nanos = remainingNanos;
        if (!wakes && (nanos < 0 || nanos > SLICE_NANOS)) {
            nanos = SLICE_NANOS;
        }
        if (nanos < 0 && minWaitMicros == 0) {
            return 0;
        }
        ByteBuffer scratch = Scratch.get();
        int at = Scratch.MESSAGE;
        long address = Scratch.at(scratch, at);
        scratch.putLong(at, 0); // no signal mask
        scratch.putInt(at + 8, 0);
        scratch.putInt(at + MIN_WAIT, canWaitMin ? minWaitMicros : 0);
        scratch.putLong(at + TIMESPEC, nanos < 0 ? 0 : address + ARGUMENT_SIZE);
        if (nanos >= 0) {
            TimerFd.putTime(scratch, at + ARGUMENT_SIZE, nanos, MAX_SECONDS);
        }
        return address;
    }

    private int enter(int fd, int submit, int minComplete, int more, long argument) {
        boolean byNumber = registeredBy != null && registeredBy == Thread.currentThread();
        return CALLS.ioUringEnter(
                byNumber ? registered : fd,
                submit,
                minComplete,
                flags | more | (byNumber ? REGISTERED_RING : 0) | (argument != 0 ? EXT_ARG : 0),
                argument,
                argument != 0 ? ARGUMENT_SIZE : 0);
    }

    /** {@return a result, or 0 if the kernel has taken what it could} */
    private int checked(int result, int fd) throws IOException {
        if (result >= 0) {
            return result;
        }
        if (!ring.isOpen()) {
            throw ring.closed();
        }
        switch (-result) {
            case Errno.EAGAIN, Errno.EBUSY -> {
                return 0;
            }
            case Errno.EEXIST ->
                throw new IllegalStateException(
                        "only the thread that opened or enabled this ring may use it (EEXIST): " + ring);
            case Errno.EBADFD -> throw new IllegalStateException("not enabled: " + ring);
            default -> throw Errors.of("io_uring_enter", result, fd);
        }
    }

    /** From now on the calling thread enters by this number. */
    void registeredAs(int number) {
        registered = number;
        registeredBy = Thread.currentThread();
    }

    boolean isRegisteredHere() {
        return registeredBy == Thread.currentThread();
    }

    /** From now on it does not. */
    int unregistered() {
        registeredBy = null;
        return registered;
    }
}
