package dev.pollux.linux;

import static dev.pollux.linux.Linux.CALLS;

import java.io.IOException;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;

/**
 * An io_uring (io_uring(7)), flag by flag, without liburing. Operations are filled in as entries of the submission queue, and
 * end as entries of the completion queue. Both are memory shared with the kernel, so that one call a turn submits
 * and waits.
 *
 * <p>Only one thread at a time may use it, with these exceptions. {@link #close()}, {@link #isOpen()} and {@link #post} may be
 * called from any thread. {@link #await} and the {@link #completions()} may be one thread's, while another one fills and
 * submits, unless the ring is one of {@link IoUringSetup#SINGLE_ISSUER}. Such a ring belongs to the thread that opened it, or enabled it. Another
 * thread's call is an {@link IllegalStateException} that names both.
 *
 * <p>The kernel reads and writes the memory of an operation until its last completion was seen. It is the caller's to keep that
 * memory alive. A close does not wait for what is in flight: cancel it, and take its completions, before the memory is freed.
 *
 * <pre>{@code
 * try (IoUring ring = new IoUringSetup(64).wish(IoUringSetup.SUBMIT_ALL).open()) {
 *     ring.next().acceptMultishot(listener.number(), 0).userData(1);
 *     CompletionQueue completions = ring.completions();
 *     int ready = ring.submitAndWait(1, 250_000); // nanoseconds
 *     for (int i = 0; i < ready; i++) {
 *         handle(completions.userData(i), completions.result(i), completions.flags(i));
 *     }
 *     completions.advance(ready);
 * }
 * }</pre>
 */
public final class IoUring extends Descriptor {
    /** The timeout of a wait that only a completion or {@link #close()} ends. */
    public static final long INFINITE = -1;

    /** The user data of the completion that ends the waits of other threads at a {@link #close()}. Nobody gets to see it. */
    private static final long END = 0x8000_0000_0000_0000L;

    private static final int ENTER_GETEVENTS = 1;
    private static final int ENTER_SQ_WAKEUP = 1 << 1;
    private static final int ENTER_EXT_ARG = 1 << 3;
    private static final int ENTER_REGISTERED_RING = 1 << 4;
    private static final int ENTER_NO_IOWAIT = 1 << 7;

    private static final int SQ_NEED_WAKEUP = 1;
    private static final int SQ_CQ_OVERFLOW = 1 << 1;
    private static final int SQ_TASKRUN = 1 << 2;

    private static final int ARGUMENT_SIZE = 24; // struct io_uring_getevents_arg
    private static final int MIN_WAIT = 12;
    private static final int TIMESPEC = 16;

    /** Where a ring can't be woken by {@link #close()}, no wait is longer: then it looks whether it is closed. */
    private static final long SLICE_NANOS = 1_000_000_000;

    private static final long MAX_SECONDS = Integer.MAX_VALUE;

    private final RingParameters parameters;
    private final RingMemory queuesMemory;
    private final RingMemory entriesMemory;
    private final ByteBuffer queues;
    private final SubmissionEntry entry;
    private final CompletionQueue completions;
    private final RingRegistrations registrations;

    private final int headAt;
    private final int tailAt;
    private final int mask;
    private final boolean deferred;
    private final boolean polled;
    private final boolean wakes;
    private final int enterFlags;

    private int head; // of the submission queue, as last seen
    private int tail; // of the entries that were handed out
    private Thread owner; // the one thread that may use it, or null
    private Thread registeredBy; // the one thread that enters by the ring's registered number, or null
    private int registered;
    private int mostAwaited = 1;

    private IoUring(int fd, RingParameters parameters, RingMemory queues, RingMemory entries, boolean ioWait) {
        super(fd);
        this.parameters = parameters;
        queuesMemory = queues;
        entriesMemory = entries;
        this.queues = queues.buffer();
        headAt = parameters.submissionHead;
        tailAt = parameters.submissionTail;
        mask = parameters.entries - 1;
        deferred = (parameters.flags & IoUringSetup.DEFER_TASKRUN) != 0;
        polled = (parameters.flags & IoUringSetup.SQPOLL) != 0;
        wakes = (parameters.features & RingParameters.FEAT_SINCE_6_14) != 0;
        boolean notIoWait = !ioWait && (parameters.features & RingParameters.FEAT_NO_IOWAIT) != 0;
        enterFlags = notIoWait ? ENTER_NO_IOWAIT : 0;
        registrations = new RingRegistrations(this);
        entry = new SubmissionEntry(entries.buffer(), registrations);
        completions = new CompletionQueue(this, this.queues, parameters);
        if (parameters.hasArray()) {
            for (int i = 0; i < parameters.entries; i++) {
                this.queues.putInt(parameters.array + i * Integer.BYTES, i);
            }
        }
        if (isSingle() && (parameters.flags & IoUringSetup.R_DISABLED) == 0) {
            owner = Thread.currentThread();
        }
    }

    static IoUring open(int fd, RingParameters parameters, boolean ioWait) throws IOException {
        RingMemory queues = null;
        RingMemory entries = null;
        long[] result = new long[1];
        try {
            if (parameters.missing() != null) {
                throw new UnsupportedOperationException("the rings of this kernel (" + System.getProperty("os.version")
                        + ") lack " + parameters.missing());
            }
            queues = RingMemory.map(fd, false, parameters.queuesLength(), result);
            entries = queues == null ? null : RingMemory.map(fd, true, parameters.entriesLength(), result);
            if (entries == null) {
                throw Errors.of("mmap", result[0], "the rings of descriptor " + fd);
            }
            return new IoUring(fd, parameters, queues, entries, ioWait);
        } catch (Throwable e) {
            CALLS.close(fd);
            if (queues != null) {
                queues.retire();
            }
            if (entries != null) {
                entries.retire();
            }
            throw e;
        }
    }

    // what it is

    /** {@return the flags of {@link IoUringSetup} that the kernel has granted} */
    public int setupFlags() {
        return parameters.flags & ~IoUringSetup.CQSIZE;
    }

    /** {@return the kernel's IORING_FEAT flags, as io_uring_setup(2) has them} */
    public int features() {
        return parameters.features;
    }

    /** {@return how many entries can be filled before they are submitted} */
    public int capacity() {
        return parameters.entries;
    }

    private boolean isSingle() {
        return (parameters.flags & IoUringSetup.SINGLE_ISSUER) != 0;
    }

    // submission

    /** {@return how many entries are free: so many times {@link #next()} makes no call} */
    public int room() {
        checkThread();
        head = (int) RingMemory.INT.getAcquire(queues, headAt);
        return parameters.entries - (tail - head);
    }

    /** {@return how many entries were handed out and not yet taken by the kernel} */
    public int unsubmitted() {
        checkThread();
        return tail - (int) RingMemory.INT.getAcquire(queues, headAt);
    }

    /**
     * Hands out the next free entry, empty. It is submitted with the next call that submits, whatever it holds then. Empty, it is
     * a {@link SubmissionEntry#nop}. If none is free, what is there is submitted first.
     *
     * @return the entry, the same object each time. It is the caller's until the next call of this method, or one that submits
     * @throws IllegalStateException if none is free and the kernel takes none: the completions have to be read first
     * @throws ClosedChannelException if the ring is closed
     * @throws IOException as {@link #submit()}
     */
    public SubmissionEntry next() throws IOException {
        checkThread();
        if (!isOpen()) {
            throw closed();
        }
        int at = tail;
        if (at - head > mask) {
            makeRoom();
        }
        tail = at + 1;
        return entry.begin(at & mask);
    }

    /**
     * Hands out the next free entry as {@link #next()}, but never submits.
     *
     * @return the entry, or null if none is free
     * @throws ClosedChannelException if the ring is closed
     */
    public SubmissionEntry tryNext() throws ClosedChannelException {
        checkThread();
        if (!isOpen()) {
            throw closed();
        }
        int at = tail;
        if (at - head > mask && room() == 0) {
            return null;
        }
        tail = at + 1;
        return entry.begin(at & mask);
    }

    private void makeRoom() throws IOException {
        if (room() == 0) {
            submit();
            if (room() == 0) {
                throw new IllegalStateException("all " + parameters.entries
                        + " entries are filled, and the kernel takes none: read the completions first");
            }
        }
    }

    /**
     * Submits what was filled: io_uring_enter(2), or no call if there is nothing.
     *
     * @return how many entries the kernel has taken. What it did not take stays, and is submitted with the next call: it had no
     *     memory (EAGAIN), or the completions have to be read first (EBUSY)
     * @throws ClosedChannelException if the ring is closed
     * @throws IllegalStateException if this is not the thread that may, or the ring is not yet enabled
     * @throws IOException if the system refuses, EBADR if it has lost completions for lack of memory
     */
    public int submit() throws IOException {
        checkThread();
        int fd = begin();
        try {
            int filled = publish();
            int left = filled;
            while (left > 0) {
                int flags = polled ? wakeup() : 0;
                if (polled && flags == 0) {
                    return filled;
                }
                int result = enter(fd, left, 0, flags, 0);
                if (result < 0 && result != -Errno.EINTR) {
                    checkEnter(result, fd);
                    break;
                }
                int now = polled ? 0 : unsubmitted();
                if (now >= left && result != -Errno.EINTR) {
                    break;
                }
                left = now;
            }
            return filled - left;
        } finally {
            release();
        }
    }

    /**
     * Makes what was filled visible to the kernel, without a call. The next {@link #submit()} does so, too. By itself it is for a ring
     * of several threads: one publishes under a lock, and submits and waits without it, by {@link #await(int, int, long)}.
     *
     * @return how many entries the kernel has not taken yet
     */
    public int publish() {
        checkThread();
        RingMemory.INT.setRelease(queues, tailAt, tail);
        head = (int) RingMemory.INT.getAcquire(queues, headAt);
        return tail - head;
    }

    /** The flag that wakes the kernel's thread, if it sleeps. */
    private int wakeup() {
        VarHandle.fullFence();
        return (submissionFlags() & SQ_NEED_WAKEUP) != 0 ? ENTER_SQ_WAKEUP : 0;
    }

    private int submissionFlags() {
        return (int) RingMemory.INT.getAcquire(queues, parameters.submissionFlags);
    }

    // completions

    /** {@return the completions, always the same object} */
    public CompletionQueue completions() {
        return completions;
    }

    /**
     * Submits what was filled, and waits, in one io_uring_enter(2). Never returns early with too few completions, unless the
     * kernel could not take the entries: interrupted by a signal, it waits for the time that remains.
     *
     * @param minComplete how many completions to wait for, those that are already there included. 0 only makes those which
     *     the kernel has put off ({@link IoUringSetup#DEFER_TASKRUN}, overflow)
     * @param timeoutNanos a negative value such as {@link #INFINITE} waits for ever
     * @return how many completions there are, as {@link CompletionQueue#count()}
     * @throws ClosedChannelException if the ring is closed, before or while it waits
     * @throws IllegalStateException if this is not the thread that may, or the ring is not yet enabled
     * @throws IOException as {@link #submit()}
     */
    public int submitAndWait(int minComplete, long timeoutNanos) throws IOException {
        return submitAndWait(minComplete, timeoutNanos, 0);
    }

    /**
     * Submits and waits as {@link #submitAndWait(int, long)}, but after a first, short time one completion is enough
     * (6.12, ignored where the kernel has it not): so a burst is taken as one batch.
     *
     * @param minComplete how many completions to wait for during that first time
     * @param timeoutNanos the whole time
     * @param minWaitMicros the first time, in microseconds, 0 for none
     * @return how many completions there are
     * @throws IOException as {@link #submitAndWait(int, long)}
     */
    public int submitAndWait(int minComplete, long timeoutNanos, int minWaitMicros) throws IOException {
        checkThread();
        checkAwaited(minComplete, minWaitMicros);
        int fd = begin();
        try {
            return wait(fd, publish(), minComplete, timeoutNanos, minWaitMicros);
        } finally {
            release();
        }
    }

    /**
     * Waits without submitting, so that another thread may fill entries and submit them meanwhile.
     *
     * @param minComplete as {@link #submitAndWait(int, long)}
     * @param timeoutNanos as {@link #submitAndWait(int, long)}
     * @return how many completions there are
     * @throws IOException as {@link #submitAndWait(int, long)}
     */
    public int await(int minComplete, long timeoutNanos) throws IOException {
        checkThread();
        checkAwaited(minComplete, 0);
        int fd = begin();
        try {
            return wait(fd, 0, minComplete, timeoutNanos, 0);
        } finally {
            release();
        }
    }

    /**
     * Submits what was published, and waits, in one call.
     *
     * @param published what {@link #publish()} returned. Entries of others may be submitted for them, and theirs by others
     * @param minComplete as {@link #submitAndWait(int, long)}
     * @param timeoutNanos as {@link #submitAndWait(int, long)}
     * @return how many completions there are
     * @throws IOException as {@link #submitAndWait(int, long)}
     */
    public int await(int published, int minComplete, long timeoutNanos) throws IOException {
        checkThread();
        checkAwaited(minComplete, 0);
        RingRegistrations.check("entries", published, 0, parameters.entries);
        int fd = begin();
        try {
            return wait(fd, published, minComplete, timeoutNanos, 0);
        } finally {
            release();
        }
    }

    private int wait(int fd, int filled, int minComplete, long timeoutNanos, int minWaitMicros) throws IOException {
        int left = polled ? 0 : filled;
        int wake = polled && filled > 0 ? wakeup() : 0;
        int ready = completions.count();
        if (left == 0 && wake == 0 && ready >= minComplete && !mustEnter(minComplete)) {
            return ready;
        }
        long startNanos = timeoutNanos > 0 ? System.nanoTime() : 0;
        long remainingNanos = timeoutNanos;
        while (true) {
            boolean blocks = minComplete > 0 && timeoutNanos != 0;
            int result = enter(
                    fd,
                    left,
                    timeoutNanos == 0 ? 0 : minComplete,
                    ENTER_GETEVENTS | wake,
                    blocks ? argument(remainingNanos, minWaitMicros) : 0);
            if (!isOpen()) {
                throw closed();
            }
            ready = completions.count();
            if (result < 0 && result != -Errno.EINTR && result != -Errno.ETIME) {
                checkEnter(result, fd);
                return ready;
            }
            if (ready >= minComplete || ready > 0 && minWaitMicros > 0 || timeoutNanos == 0) {
                return ready;
            }
            if (timeoutNanos > 0) {
                remainingNanos = timeoutNanos - (System.nanoTime() - startNanos);
                if (remainingNanos <= 0) {
                    return ready;
                }
            }
            if (left > 0) {
                head = (int) RingMemory.INT.getAcquire(queues, headAt);
                left = tail - head;
            }
            wake = 0;
        }
    }

    /** Whether completions that are there are no reason to leave out the call: others wait in the kernel. */
    private boolean mustEnter(int minComplete) {
        return minComplete == 0 && deferred || needsEnter();
    }

    /**
     * Tells whether completions wait in the kernel until the next wait, without a call: the queue was full, or there is work put off
     * (with {@link IoUringSetup#TASKRUN_FLAG}).
     *
     * @return true if a wait would make completions, even one for 0 of them
     */
    public boolean needsEnter() {
        return (submissionFlags() & (SQ_CQ_OVERFLOW | SQ_TASKRUN)) != 0;
    }

    /** {@return whether the completion queue is full and further completions wait in the kernel's memory. None is lost} */
    public boolean hasOverflowed() {
        return (submissionFlags() & SQ_CQ_OVERFLOW) != 0;
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
        scratch.putInt(at + MIN_WAIT, canWaitMin() ? minWaitMicros : 0);
        scratch.putLong(at + TIMESPEC, nanos < 0 ? 0 : address + ARGUMENT_SIZE);
        if (nanos >= 0) {
            TimerFd.putTime(scratch, at + ARGUMENT_SIZE, nanos, MAX_SECONDS);
        }
        return address;
    }

    private boolean canWaitMin() {
        return (parameters.features & RingParameters.FEAT_MIN_TIMEOUT) != 0;
    }

    private int enter(int fd, int submit, int minComplete, int flags, long argument) {
        boolean byNumber = registeredBy != null && registeredBy == Thread.currentThread();
        return CALLS.ioUringEnter(
                byNumber ? registered : fd,
                submit,
                minComplete,
                flags | enterFlags | (byNumber ? ENTER_REGISTERED_RING : 0) | (argument != 0 ? ENTER_EXT_ARG : 0),
                argument,
                argument != 0 ? ARGUMENT_SIZE : 0);
    }

    private void checkEnter(int result, int fd) throws IOException {
        if (!isOpen()) {
            throw closed();
        }
        switch (-result) {
            case Errno.EAGAIN, Errno.EBUSY -> {} // it has taken what it could
            case Errno.EEXIST ->
                throw new IllegalStateException("only the thread that opened or enabled this ring may use it (EEXIST): "
                        + this + ", owner " + owner);
            case Errno.EBADFD -> throw new IllegalStateException("not enabled: " + this);
            default -> throw Errors.of("io_uring_enter", result, fd);
        }
    }

    private void checkAwaited(int minComplete, int minWaitMicros) {
        if (minComplete < 0 || minComplete > completions.capacity() || minWaitMicros < 0) {
            throw new IllegalArgumentException("wait for " + minComplete + " completions of " + completions.capacity()
                    + ", " + minWaitMicros + " us for the first ones");
        }
        if (minComplete > mostAwaited) {
            mostAwaited = minComplete;
        }
    }

    // registrations and threads

    /**
     * Enables a ring opened with {@link IoUringSetup#R_DISABLED}: IORING_REGISTER_ENABLE_RINGS. With {@link
     * IoUringSetup#SINGLE_ISSUER} the calling thread becomes the one that may use it.
     *
     * @throws IOException EBADFD if it is enabled already
     */
    public void enable() throws IOException {
        registrations.enable();
        if (isSingle()) {
            owner = Thread.currentThread();
        }
    }

    /**
     * {@return the tables that operations can refer to: descriptors, buffers, pools of buffers, and this ring's own number}
     */
    public RingRegistrations registrations() {
        return registrations;
    }

    /** From now on the calling thread enters by this number. */
    void registeredAs(int number) {
        registered = number;
        registeredBy = Thread.currentThread();
    }

    boolean isRegisteredHere() {
        return registeredBy == Thread.currentThread();
    }

    int unregistered() {
        registeredBy = null;
        return registered;
    }

    RingParameters parameters() {
        return parameters;
    }

    /** The thread of a ring with a single issuer is known here, before the kernel refuses another. */
    void checkThread() {
        Thread only = owner;
        if (only != null && only != Thread.currentThread()) {
            throw new IllegalStateException(
                    "this ring is used by " + only + " alone (SINGLE_ISSUER), not by " + Thread.currentThread());
        }
    }

    /** {@return whether the kernel would let this thread use the ring} */
    boolean mayUse() {
        return owner == null || owner == Thread.currentThread();
    }

    private int begin() throws IOException {
        if (!isOpen()) {
            throw closed();
        }
        return acquire();
    }

    /** The thread whose table of registered rings has this one is the only one that can take it out. */
    private ClosedChannelException closed() {
        if (isRegisteredHere()) {
            registrations.dropOwnNumber();
        }
        return new ClosedChannelException();
    }

    /**
     * Puts a completion into this ring's queue, from any thread, which wakes a thread that waits: IORING_REGISTER_SEND_MSG_RING
     * (6.13).
     *
     * @param result the completion's result
     * @param userData the completion's user data
     * @return false if the kernel has no such call, or the ring takes none now (it is not enabled, or its queue is full and there
     *     is no memory)
     * @throws ClosedChannelException if the ring is closed
     */
    public boolean post(int result, long userData) throws IOException {
        int fd = acquire();
        try {
            return RingRegistrations.post(fd, result, userData) >= 0;
        } finally {
            release();
        }
    }

    @Override
    void interruptUsers() {
        for (int i = 0; i < mostAwaited && RingRegistrations.post(number(), 0, END) >= 0; i++) {
            // a wait for several completions needs so many
        }
    }

    @Override
    void beforeRelease() {
        registrations.dropAll();
        queuesMemory.retire();
        entriesMemory.retire();
    }

    // helpers for whoever fills entries

    /**
     * {@return the address of a direct buffer's byte at its position} The buffer has to stay reachable for as long as the kernel
     * may use the address: until the last completion of the operation was seen.
     *
     * @param buffer a direct buffer
     * @throws IllegalArgumentException if it is not direct
     */
    public static long addressOf(ByteBuffer buffer) {
        Linux.require();
        if (!buffer.isDirect()) {
            throw new IllegalArgumentException("not a direct buffer: " + buffer);
        }
        return CALLS.addressOf(buffer) + buffer.position();
    }

    /**
     * Makes an exception of a negative result, of the JDK's own type where it has one.
     *
     * @param call what was asked for, as in {@code recv}
     * @param result a negative error number
     * @param fd the descriptor
     * @return the exception, with a {@link dev.pollux.system.SystemCallException} as its cause, or itself one
     * @throws IllegalArgumentException if the result is no error
     */
    public static IOException failure(String call, int result, int fd) {
        if (result >= 0) {
            throw new IllegalArgumentException(call + " has not failed: " + result);
        }
        return Errors.of(call, result, fd);
    }
}
