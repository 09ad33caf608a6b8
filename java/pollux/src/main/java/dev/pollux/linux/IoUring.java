package dev.pollux.linux;

import static dev.pollux.linux.Linux.CALLS;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;

/**
 * An io_uring (io_uring(7)), flag by flag, without liburing. Operations are filled in as entries of the submission queue, and
 * end as entries of the completion queue. Both are memory shared with the kernel, so that one call a turn submits
 * and waits.
 *
 * <p>Only one thread at a time may use it. There are exceptions. {@link #close()}, {@link #isOpen()} and {@link #post} may be
 * called from any thread. {@link #await} and the {@link #completions()} may be one thread's, while another one fills and
 * submits, unless the ring is one of {@link IoUringSetup#SINGLE_ISSUER}. Such a ring belongs to the thread that opened it, or enabled it. Another
 * thread's call is an {@link IllegalStateException} that names both. Once that thread has ended, another may read the {@link
 * #completions()} that are there. A close by another thread ends a wait at once, or within a second
 * before Linux 6.14.
 *
 * <p>Have one accept of a listener in a ring at a time, be it one that goes on ({@link SubmissionEntry#acceptMultishot}). Of several the
 * kernel wakes one for each connection. An accept that is being cancelled takes such a wakeup with it, and the others sleep beside
 * a connection. That is so whoever cancels it: an entry of the program's, or the kernel, which cancels what a thread has submitted
 * when that thread ends. Nobody has asked for that, and the program submits it again. A lone accept loses nothing: the one that comes
 * after it looks when it begins.
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

    private final RingMemory memory;
    private final RingEnter enter;
    private final SubmissionEntry entry;
    private final CompletionQueue completions;
    private final RingRegistrations registrations;
    private final int mask;

    private int head; // of the submission queue, as last seen
    private int tail; // of the entries that were handed out
    private Thread owner; // the one thread that may use it, or null
    private int mostAwaited = 1;

    private IoUring(int fd, RingMemory memory, boolean ioWait) {
        super(fd);
        this.memory = memory;
        mask = memory.entryCount - 1;
        registrations = new RingRegistrations(this);
        entry = new SubmissionEntry(memory.entries, registrations);
        completions = new CompletionQueue(this, memory);
        enter = new RingEnter(this, memory, completions, ioWait);
        if (isSingle() && !memory.has(IoUringSetup.R_DISABLED)) {
            owner = Thread.currentThread();
        }
    }

    static IoUring open(int fd, RingMemory memory, boolean ioWait) throws IOException {
        try {
            memory.map(fd);
            return new IoUring(fd, memory, ioWait);
        } catch (Throwable e) {
            memory.retire();
            CALLS.close(fd);
            throw e;
        }
    }

    // what it is

    /** {@return the flags of {@link IoUringSetup} that the kernel has granted} */
    public int setupFlags() {
        return memory.flags & ~IoUringSetup.CQSIZE;
    }

    /** {@return the kernel's IORING_FEAT flags, as io_uring_setup(2) has them} */
    public int features() {
        return memory.features;
    }

    /** {@return how many entries can be filled before they are submitted} */
    public int capacity() {
        return memory.entryCount;
    }

    private boolean isSingle() {
        return memory.has(IoUringSetup.SINGLE_ISSUER);
    }

    // submission

    /** {@return how many entries are free: so many times {@link #next()} makes no call} */
    public int room() {
        checkThread();
        head = enter.head();
        return mask + 1 - (tail - head);
    }

    /** {@return how many entries were handed out and not yet taken by the kernel} */
    public int unsubmitted() {
        checkThread();
        return tail - enter.head();
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
                throw new IllegalStateException("all " + memory.entryCount
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
            return enter.submit(fd, publish());
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
        return enter.publish(tail);
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
            return enter.wait(fd, publish(), minComplete, timeoutNanos, minWaitMicros);
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
            return enter.wait(fd, 0, minComplete, timeoutNanos, 0);
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
        RingRegistrations.check("entries", published, 0, memory.entryCount);
        int fd = begin();
        try {
            return enter.wait(fd, published, minComplete, timeoutNanos, 0);
        } finally {
            release();
        }
    }

    /**
     * Tells whether completions wait in the kernel until the next wait, without a call: the queue was full, or there is work put off
     * (with {@link IoUringSetup#TASKRUN_FLAG}).
     *
     * @return true if a wait would make completions, even one for 0 of them
     */
    public boolean needsEnter() {
        return enter.isNeeded();
    }

    /** {@return whether the completion queue is full and further completions wait in the kernel's memory. None is lost} */
    public boolean hasOverflowed() {
        return enter.hasOverflowed();
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

    RingEnter enter() {
        return enter;
    }

    /** The thread of a ring with a single issuer is known here, before the kernel refuses another. */
    void checkThread() {
        Thread only = owner;
        if (only != null && only != Thread.currentThread()) {
            throw new IllegalStateException(
                    "this ring is used by " + only + " alone (SINGLE_ISSUER), not by " + Thread.currentThread());
        }
    }

    /** What was complete when the one thread ended, another may read. */
    void checkReader() {
        Thread only = owner;
        if (only != null && only != Thread.currentThread() && only.isAlive()) {
            checkThread();
        }
    }

    /** What was read before this call was the kernel's. */
    void checkOpen() {
        if (!isOpen()) {
            throw new IllegalStateException("closed: " + this);
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
    ClosedChannelException closed() {
        if (enter.isRegisteredHere()) {
            registrations.dropOwnNumberOfTheClosed();
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
        int posts = enter.canBeWoken() ? mostAwaited : 0; // a wait for several completions needs so many
        while (posts > 0 && RingRegistrations.post(number(), 0, END) >= 0) {
            posts--;
        }
    }

    @Override
    void beforeRelease() {
        registrations.dropAll();
        memory.retire();
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
