package dev.pollux.linux;

import static dev.pollux.linux.Linux.CALLS;

import dev.pollux.internal.memory.BufferChecks;
import java.io.IOException;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;

/**
 * What a ring has registered (io_uring_register(2)), so that the kernel does not look it up for each operation: its own number, a
 * table of descriptors, a table of buffers, groups of provided buffers. Only one thread at a time may use it. With
 * {@link IoUringSetup#SINGLE_ISSUER} it is the ring's own thread alone.
 *
 * <pre>{@code
 * RingRegistrations registrations = ring.registrations();
 * registrations.registerRing();
 * ProvidedBuffers buffers = registrations.provideBuffers(0, 1024, 8192, 0);
 * ring.next().recvMultishot(socket.number(), buffers, 0).userData(7);
 * }</pre>
 */
public final class RingRegistrations {
    /** The most descriptors of a table: the kernel's IORING_MAX_FIXED_FILES. */
    public static final int MAX_FILES = 1 << 20;

    /** The most buffers of a table: the kernel's IORING_MAX_REG_BUFFERS. */
    public static final int MAX_BUFFERS = 1 << 14;

    private static final int REGISTER_BUFFERS = 0;
    private static final int UNREGISTER_BUFFERS = 1;
    private static final int REGISTER_FILES = 2;
    private static final int UNREGISTER_FILES = 3;
    private static final int REGISTER_EVENTFD = 4;
    private static final int UNREGISTER_EVENTFD = 5;
    private static final int REGISTER_FILES_UPDATE = 6;
    private static final int REGISTER_PERSONALITY = 9;
    private static final int UNREGISTER_PERSONALITY = 10;
    private static final int REGISTER_ENABLE_RINGS = 12;
    private static final int REGISTER_BUFFERS2 = 15;
    private static final int REGISTER_BUFFERS_UPDATE = 16;
    private static final int REGISTER_RING_FDS = 20;
    private static final int UNREGISTER_RING_FDS = 21;
    private static final int REGISTER_SYNC_CANCEL = 24;
    private static final int REGISTER_FILE_ALLOC_RANGE = 25;
    private static final int REGISTER_SEND_MSG_RING = 31;

    private static final int SPARSE = 1;
    private static final int CHOOSE = -1;
    private static final int BY_NUMBER = 1 << 31; // IORING_REGISTER_USE_REGISTERED_RING
    private static final int CANCEL_ALL = 1;
    private static final int CANCEL_FD = 1 << 1;
    private static final int CANCEL_ANY = 1 << 2;
    private static final int OP_MSG_RING = 40;
    private static final int AT = Scratch.MESSAGE; // 64 bytes

    private final IoUring ring;
    private int files;
    private int buffers;
    private boolean hasNumber;
    private final Set<ProvidedBuffers> groups = new HashSet<>(); // the kernel reads their memory

    RingRegistrations(IoUring ring) {
        this.ring = ring;
    }

    // the ring itself

    /**
     * Registers the ring's own descriptor for the calling thread, which enters by its number from then on: IORING_REGISTER_RING_FDS
     * (5.18). The ring lives until it is closed <i>and</i> this thread ends, calls {@link #unregisterRing()}, closes it, or meets a
     * {@link java.nio.channels.ClosedChannelException} of it. Not for a virtual thread: the number is that of the thread which carries it.
     *
     * @return false if the kernel has no such thing, or this thread has registered 16 rings
     * @throws IOException if the ring is closed
     */
    public boolean registerRing() throws IOException {
        int fd = begin();
        try {
            if (hasNumber) {
                return ring.enter().isRegisteredHere();
            }
            ByteBuffer scratch = Scratch.get();
            scratch.putInt(AT, CHOOSE).putInt(AT + 4, 0).putLong(AT + 8, fd);
            if (CALLS.ioUringRegister(fd, REGISTER_RING_FDS, Scratch.at(scratch, AT), 1) != 1) {
                return false;
            }
            hasNumber = true;
            ring.enter().registeredAs(scratch.getInt(AT));
            return true;
        } finally {
            ring.release();
        }
    }

    /**
     * Takes the ring's number out again: IORING_UNREGISTER_RING_FDS. Only by the thread that registered it. A second call does nothing.
     *
     * @throws IOException if the ring is closed
     */
    public void unregisterRing() throws IOException {
        begin();
        try {
            if (hasNumber && !ring.enter().isRegisteredHere()) {
                throw new IllegalStateException("another thread has registered " + ring);
            }
            dropOwnNumber(ring.number());
        } finally {
            ring.release();
        }
    }

    /**
     * By the thread that has registered the ring, after its descriptor was given back. A kernel before 6.3 can't be asked by the ring's
     * number. It takes any ring's descriptor, for the table is the thread's.
     */
    void dropOwnNumberOfTheClosed() {
        if (!hasNumber || (ring.features() & RingMemory.FEAT_REG_REG_RING) != 0) {
            dropOwnNumber(-1);
            return;
        }
        try (IoUring other = new IoUringSetup(1).open()) {
            dropOwnNumber(other.number());
        } catch (IOException noRoomForAnother) {
            // It keeps its place until the next call on the closed ring, or the thread's end.
        }
    }

    /** @param fd by which a kernel before 6.3 is asked */
    private void dropOwnNumber(int fd) {
        if (hasNumber) {
            hasNumber = false;
            boolean byNumber = (ring.features() & RingMemory.FEAT_REG_REG_RING) != 0;
            int number = ring.enter().unregistered();
            ByteBuffer scratch = Scratch.get();
            scratch.putInt(AT, number).putInt(AT + 4, 0).putLong(AT + 8, 0);
            CALLS.ioUringRegister(
                    byNumber ? number : fd,
                    byNumber ? UNREGISTER_RING_FDS | BY_NUMBER : UNREGISTER_RING_FDS,
                    Scratch.at(scratch, AT),
                    1);
        }
    }

    void enable() throws IOException {
        call("IORING_REGISTER_ENABLE_RINGS", REGISTER_ENABLE_RINGS, 0, 0);
    }

    // descriptors

    /**
     * Registers an empty table of descriptors: IORING_REGISTER_FILES. {@link SubmissionEntry#fixedFile()} takes an entry's
     * descriptor from there. {@link SubmissionEntry#directDescriptor} opens one there.
     *
     * @param slots how many, from 1 to {@link #MAX_FILES}
     * @throws IOException EBUSY if there is a table already, EMFILE if it has more slots than the process may have descriptors
     */
    public void files(int slots) throws IOException {
        check("slots", slots, 1, MAX_FILES);
        ByteBuffer table = ByteBuffer.allocateDirect(slots * Integer.BYTES).order(ByteOrder.nativeOrder());
        for (int i = 0; i < slots; i++) {
            table.putInt(i * Integer.BYTES, -1);
        }
        call("IORING_REGISTER_FILES", REGISTER_FILES, CALLS.addressOf(table), slots);
        Reference.reachabilityFence(table);
        files = slots;
    }

    /** {@return how many slots the table of descriptors has, 0 if there is none} */
    public int files() {
        return files;
    }

    /**
     * Puts a descriptor into the table, or takes one out: IORING_REGISTER_FILES_UPDATE. The table keeps its file open.
     *
     * @param slot from 0 to {@link #files()} - 1
     * @param fd a descriptor, or -1 to empty the slot
     * @throws IOException EBADF if it is not a descriptor
     */
    public void file(int slot, int fd) throws IOException {
        Objects.checkIndex(slot, files);
        if (fd != -1) {
            Linux.checkDescriptor(fd);
        }
        ByteBuffer scratch = Scratch.get();
        scratch.putInt(AT, slot).putInt(AT + 4, 0).putLong(AT + 8, Scratch.at(scratch, AT + 16));
        scratch.putInt(AT + 16, fd);
        call("IORING_REGISTER_FILES_UPDATE", REGISTER_FILES_UPDATE, Scratch.at(scratch, AT), 1);
    }

    /**
     * Sets where the kernel looks for a free slot by itself: IORING_REGISTER_FILE_ALLOC_RANGE (6.0).
     *
     * @param from the first slot
     * @param count how many
     * @throws IOException EINVAL if the kernel has no such thing
     */
    public void allocateFilesIn(int from, int count) throws IOException {
        Objects.checkFromIndexSize(from, count, files);
        ByteBuffer scratch = Scratch.get();
        scratch.putInt(AT, from).putInt(AT + 4, count).putLong(AT + 8, 0);
        call("IORING_REGISTER_FILE_ALLOC_RANGE", REGISTER_FILE_ALLOC_RANGE, Scratch.at(scratch, AT), 0);
    }

    /**
     * Drops the table of descriptors: IORING_UNREGISTER_FILES. Operations in flight keep their files.
     *
     * @throws IOException ENXIO if there is none
     */
    public void dropFiles() throws IOException {
        call("IORING_UNREGISTER_FILES", UNREGISTER_FILES, 0, 0);
        files = 0;
    }

    // buffers

    /**
     * Registers an empty table of buffers: IORING_REGISTER_BUFFERS2, sparse (5.19).
     *
     * @param slots how many, from 1 to {@link #MAX_BUFFERS}
     * @throws IOException EBUSY if there is a table already, EINVAL if the kernel has no such thing
     */
    public void buffers(int slots) throws IOException {
        check("slots", slots, 1, MAX_BUFFERS);
        ByteBuffer scratch = Scratch.get();
        scratch.putInt(AT, slots).putInt(AT + 4, SPARSE);
        scratch.putLong(AT + 8, 0).putLong(AT + 16, 0).putLong(AT + 24, 0);
        call("IORING_REGISTER_BUFFERS2", REGISTER_BUFFERS2, Scratch.at(scratch, AT), 32);
        buffers = slots;
    }

    /**
     * Registers a table of buffers: IORING_REGISTER_BUFFERS. Their pages are pinned until the table is dropped.
     *
     * @param addresses where each begins
     * @param lengths how long each is, more than 0
     * @throws IOException EBUSY if there is a table already, EFAULT if it is not the process's memory, ENOMEM if RLIMIT_MEMLOCK does
     *     not allow it
     */
    public void buffers(long[] addresses, int[] lengths) throws IOException {
        check("buffers", addresses.length, 1, MAX_BUFFERS);
        BufferChecks.checkMemory(addresses, lengths, 0, addresses.length);
        ByteBuffer table =
                ByteBuffer.allocateDirect(addresses.length * Iovecs.SIZE).order(ByteOrder.nativeOrder());
        for (int i = 0; i < addresses.length; i++) {
            table.putLong(i * Iovecs.SIZE, addresses[i]).putLong(i * Iovecs.SIZE + 8, lengths[i]);
        }
        call("IORING_REGISTER_BUFFERS", REGISTER_BUFFERS, CALLS.addressOf(table), addresses.length);
        Reference.reachabilityFence(table);
        buffers = addresses.length;
    }

    /** {@return how many slots the table of buffers has, 0 if there is none} */
    public int buffers() {
        return buffers;
    }

    /**
     * Puts a buffer into the table, or takes one out: IORING_REGISTER_BUFFERS_UPDATE (5.13).
     *
     * @param slot from 0 to {@link #buffers()} - 1
     * @param address where it begins, 0 to empty the slot
     * @param length how long it is, 0 to empty the slot
     * @throws IOException EFAULT if it is not the process's memory
     */
    public void buffer(int slot, long address, int length) throws IOException {
        Objects.checkIndex(slot, buffers);
        BufferChecks.checkMemory(address, length);
        ByteBuffer scratch = Scratch.get();
        scratch.putInt(AT, slot).putInt(AT + 4, 0).putLong(AT + 8, Scratch.at(scratch, AT + 32));
        scratch.putLong(AT + 16, 0).putInt(AT + 24, 1).putInt(AT + 28, 0);
        scratch.putLong(AT + 32, address).putLong(AT + 40, length);
        call("IORING_REGISTER_BUFFERS_UPDATE", REGISTER_BUFFERS_UPDATE, Scratch.at(scratch, AT), 32);
    }

    /**
     * Drops the table of buffers: IORING_UNREGISTER_BUFFERS. Operations in flight keep their pages.
     *
     * @throws IOException ENXIO if there is none
     */
    public void dropBuffers() throws IOException {
        call("IORING_UNREGISTER_BUFFERS", UNREGISTER_BUFFERS, 0, 0);
        buffers = 0;
    }

    /**
     * Provides buffers of which the kernel takes one when data is there: IORING_REGISTER_PBUF_RING (5.19). All are provided at once.
     *
     * @param group a number that no other group of this ring has, from 0 to 65535
     * @param count how many, a power of two from 1 to {@link ProvidedBuffers#MAX_COUNT}
     * @param bufferSize how long each is. {@code count * bufferSize} is less than 2 GiB
     * @param flags {@link ProvidedBuffers#INCREMENTAL} or 0
     * @return the buffers
     * @throws IOException EEXIST if the group is taken, EINVAL if the kernel has no such thing
     */
    public ProvidedBuffers provideBuffers(int group, int count, int bufferSize, int flags) throws IOException {
        return ProvidedBuffers.open(ring, group, count, bufferSize, flags);
    }

    void opened(ProvidedBuffers group) {
        groups.add(group);
    }

    void closed(ProvidedBuffers group) {
        groups.remove(group);
    }

    // others

    /**
     * Cancels operations, and returns when that is done: IORING_REGISTER_SYNC_CANCEL (6.0). Their completions say ECANCELED. If there is
     * none, nothing is done.
     *
     * @param userData which: all of this user data
     * @param timeoutNanos how long to wait for one that can't be cancelled at once. A negative value waits for ever
     * @throws IOException ETIME if the time is up, EINVAL if the kernel has no such thing
     */
    public void cancel(long userData, long timeoutNanos) throws IOException {
        cancelled(userData, -1, CANCEL_ALL, timeoutNanos);
    }

    /**
     * Cancels all operations on a descriptor, as {@link #cancel(long, long)}.
     *
     * @param fd the descriptor
     * @param timeoutNanos as there
     * @throws IOException as there
     */
    public void cancelOn(int fd, long timeoutNanos) throws IOException {
        cancelled(0, Linux.checkDescriptor(fd), CANCEL_ALL | CANCEL_FD, timeoutNanos);
    }

    /**
     * Cancels all operations of the ring, as {@link #cancel(long, long)}.
     *
     * @param timeoutNanos as there
     * @throws IOException as there
     */
    public void cancelAll(long timeoutNanos) throws IOException {
        cancelled(0, -1, CANCEL_ALL | CANCEL_ANY, timeoutNanos);
    }

    private void cancelled(long userData, int fd, int flags, long timeoutNanos) throws IOException {
        int ringFd = begin();
        try {
            int result = cancel(ringFd, userData, fd, flags, timeoutNanos);
            if (result < 0 && result != -Errno.ENOENT) {
                throw Errors.of("io_uring_register(IORING_REGISTER_SYNC_CANCEL)", result, ringFd);
            }
        } finally {
            ring.release();
        }
    }

    private static int cancel(int ringFd, long userData, int fd, int flags, long timeoutNanos) {
        ByteBuffer scratch = Scratch.get();
        scratch.putLong(AT, userData).putInt(AT + 8, fd).putInt(AT + 12, flags);
        if (timeoutNanos < 0) {
            scratch.putLong(AT + 16, -1).putLong(AT + 24, -1);
        } else {
            TimerFd.putTime(scratch, AT + 16, timeoutNanos, Integer.MAX_VALUE);
        }
        for (int i = 32; i < 64; i += Long.BYTES) {
            scratch.putLong(AT + i, 0);
        }
        return CALLS.ioUringRegister(ringFd, REGISTER_SYNC_CANCEL, Scratch.at(scratch, AT), 1);
    }

    /**
     * Counts completions up in an eventfd: IORING_REGISTER_EVENTFD, so that an {@link Epoll} sees them. The ring's own descriptor
     * can be polled as well.
     *
     * @param eventFd the eventfd, or null for none any more
     * @throws IOException EBUSY if there is one already, ENXIO if there is none
     */
    public void eventFd(EventFd eventFd) throws IOException {
        if (eventFd == null) {
            call("IORING_UNREGISTER_EVENTFD", UNREGISTER_EVENTFD, 0, 0);
            return;
        }
        int fd = eventFd.acquire();
        try {
            ByteBuffer scratch = Scratch.get();
            scratch.putInt(AT, fd);
            call("IORING_REGISTER_EVENTFD", REGISTER_EVENTFD, Scratch.at(scratch, AT), 1);
        } finally {
            eventFd.release();
        }
    }

    /**
     * Registers the calling thread's credentials: IORING_REGISTER_PERSONALITY. {@link SubmissionEntry#personality} uses them.
     *
     * @return their number, above 0
     * @throws IOException if the system refuses
     */
    public int personality() throws IOException {
        return call("IORING_REGISTER_PERSONALITY", REGISTER_PERSONALITY, 0, 0);
    }

    /**
     * Drops credentials: IORING_UNREGISTER_PERSONALITY.
     *
     * @param number what {@link #personality()} returned
     * @throws IOException EINVAL if there are none of this number
     */
    public void dropPersonality(int number) throws IOException {
        check("personality", number, 1, 0xFFFF);
        call("IORING_UNREGISTER_PERSONALITY", UNREGISTER_PERSONALITY, 0, number);
    }

    /** {@return which operations the kernel has: IORING_REGISTER_PROBE} */
    public IoUringProbe probe() throws IOException {
        return IoUringProbe.of(this);
    }

    // within

    int call(String name, int operation, long address, int count) throws IOException {
        int fd = begin();
        try {
            int result = CALLS.ioUringRegister(fd, operation, address, count);
            if (result < 0) {
                throw Errors.of("io_uring_register(" + name + ")", result, fd);
            }
            return result;
        } finally {
            ring.release();
        }
    }

    private int begin() throws IOException {
        ring.checkThread();
        return ring.acquire();
    }

    /** Sends a completion to the ring of a descriptor. Returns the call's result */
    static int post(int fd, int result, long userData) {
        ByteBuffer scratch = Scratch.get();
        for (int i = 0; i < 64; i += Long.BYTES) {
            scratch.putLong(AT + i, 0);
        }
        scratch.put(AT, (byte) OP_MSG_RING)
                .putInt(AT + 4, fd)
                .putLong(AT + 8, userData)
                .putInt(AT + 24, result);
        return CALLS.ioUringRegister(-1, REGISTER_SEND_MSG_RING, Scratch.at(scratch, AT), 1);
    }

    /** At the ring's end, by whichever thread was the last that used it. */
    void dropAll() {
        if (ring.mayUse()) {
            cancel(ring.number(), 0, -1, CANCEL_ALL | CANCEL_ANY, 0); // fewer operations still go on after the close
        }
        if (ring.enter().isRegisteredHere()) {
            dropOwnNumber(ring.number());
        }
    }

    static void check(String what, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(value + " " + what + ": from " + least + " to " + most);
        }
    }
}
