package dev.pollux.linux;

import dev.pollux.internal.memory.BufferChecks;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The next entry of a ring's submission queue: one method an operation, which sets all of it, and after it what the operation may
 * have besides. An entry is filled in place and no object is made for it. Only one thread at a time may use it.
 *
 * <p>An address and a length are checked for what can't be right. That the memory is the program's, and lives until the operation's last
 * completion, is the caller's to see to. Numbers of versions are those of the kernel that has an operation first: an older one's
 * completion says EINVAL.
 *
 * <pre>{@code
 * long address = IoUring.addressOf(buffer); // direct, and reachable until the last completion
 * ring.next().recv(socket.number(), address, 4096, 0).userData(1);
 * ring.next().send(socket.number(), address, 4096, SubmissionEntry.MSG_WAITALL).link().userData(2);
 * ring.next().shutdown(socket.number(), 1).skipSuccess(); // after the send
 * ring.submit();
 * }</pre>
 */
public final class SubmissionEntry extends SocketEntry {
    /** IORING_OP_READ_MULTISHOT, for {@link IoUringProbe#has}. */
    public static final int OP_READ_MULTISHOT = 49;

    /** IORING_OP_SEND_ZC. */
    public static final int OP_SEND_ZC = 47;

    /** IORING_OP_SENDMSG_ZC. */
    public static final int OP_SENDMSG_ZC = 48;

    /** IORING_OP_FTRUNCATE. */
    public static final int OP_FTRUNCATE = 55;

    /** IORING_OP_MSG_RING. */
    public static final int OP_MSG_RING = 40;

    /** IORING_OP_SPLICE. */
    public static final int OP_SPLICE = 30;

    /** MSG_WAITALL: a receive or send goes on until all is done. */
    public static final int MSG_WAITALL = 0x100;

    /** AT_FDCWD: a path begins at the process's working directory. */
    public static final int AT_FDCWD = -100;

    /** IORING_ASYNC_CANCEL_ALL (5.19): all that match, and the result is their number. */
    public static final int CANCEL_ALL = 1;

    /** IORING_TIMEOUT_ABS: a timeout is a time of the clock. */
    public static final int TIMEOUT_ABS = 1;

    /** IORING_TIMEOUT_BOOTTIME (5.15): the clock goes on while the system sleeps. */
    public static final int TIMEOUT_BOOTTIME = 1 << 2;

    /** IORING_TIMEOUT_REALTIME (5.15): the clock is the wall's. */
    public static final int TIMEOUT_REALTIME = 1 << 3;

    /** IORING_TIMEOUT_ETIME_SUCCESS (5.16): that the time is up is a success, as for {@link #link()}. */
    public static final int TIMEOUT_ETIME_SUCCESS = 1 << 5;

    /** IORING_TIMEOUT_MULTISHOT (6.4): again and again. */
    public static final int TIMEOUT_MULTISHOT = 1 << 6;

    private static final int OP_NOP = 0;
    private static final int OP_POLL_ADD = 6;
    private static final int OP_POLL_REMOVE = 7;
    private static final int OP_TIMEOUT = 11;
    private static final int OP_TIMEOUT_REMOVE = 12;
    private static final int OP_ASYNC_CANCEL = 14;
    private static final int OP_LINK_TIMEOUT = 15;
    private static final int OP_FILES_UPDATE = 20;

    private static final int POLL_MULTI = 1;
    private static final int CANCEL_FD = 1 << 1;
    private static final int CANCEL_ANY = 1 << 2;
    private static final int CANCEL_FD_FIXED = 1 << 3;
    private static final int MSG_DATA = 0;
    private static final int MSG_SEND_FD = 1;

    SubmissionEntry(ByteBuffer memory, RingRegistrations registrations) {
        super(memory, registrations);
    }

    /**
     * Does nothing: IORING_OP_NOP. An entry that nothing else was asked of is one.
     *
     * @return this
     */
    public SubmissionEntry nop() {
        return put(OP_NOP, -1, 0, 0, 0, 0);
    }

    /**
     * Waits until a descriptor is ready: poll(2), IORING_OP_POLL_ADD. The result has the events.
     *
     * @param fd the descriptor
     * @param events the flags of {@link Epoll}
     * @return this
     */
    public SubmissionEntry pollAdd(int fd, int events) {
        return put(OP_POLL_ADD, Linux.checkDescriptor(fd), 0, 0, 0, pollEvents(events));
    }

    /**
     * Tells of each change of a descriptor's readiness until it is removed or fails (5.13).
     *
     * @param fd the descriptor
     * @param events the flags of {@link Epoll}
     * @return this
     */
    public SubmissionEntry pollMultishot(int fd, int events) {
        return put(OP_POLL_ADD, Linux.checkDescriptor(fd), 0, 0, POLL_MULTI, pollEvents(events));
    }

    /** poll32_events has its halves swapped where the bytes are, because an older field of 16 bits is its first. */
    private static int pollEvents(int events) {
        return ByteOrder.nativeOrder() == ByteOrder.BIG_ENDIAN ? Integer.rotateLeft(events, 16) : events;
    }

    /**
     * Ends a poll: IORING_OP_POLL_REMOVE. Its last completion says ECANCELED.
     *
     * @param target the poll's user data
     * @return this
     */
    public SubmissionEntry pollRemove(long target) {
        return put(OP_POLL_REMOVE, -1, 0, target, 0, 0);
    }

    /**
     * Ends with ETIME when a time is up: IORING_OP_TIMEOUT (5.4).
     *
     * @param timespec the address of a {@code struct timespec} of 64-bit fields, which has to live until the entry is submitted
     * @param afterCompletions so many completions of others end it too, with 0. 0 for none
     * @param flags the {@code TIMEOUT_} flags
     * @return this
     */
    public SubmissionEntry timeout(long timespec, int afterCompletions, int flags) {
        BufferChecks.checkMemory(timespec, 1);
        if (afterCompletions < 0) {
            throw new IllegalArgumentException("after " + afterCompletions + " completions");
        }
        return put(OP_TIMEOUT, -1, afterCompletions, timespec, 1, flags);
    }

    /**
     * Ends a timeout: IORING_OP_TIMEOUT_REMOVE (5.5). Its completion says ECANCELED.
     *
     * @param target the timeout's user data
     * @return this
     */
    public SubmissionEntry timeoutRemove(long target) {
        return put(OP_TIMEOUT_REMOVE, -1, 0, target, 0, 0);
    }

    /**
     * Cancels the entry before, which is {@linkplain #link() linked} to it, when a time is up: IORING_OP_LINK_TIMEOUT (5.5).
     *
     * @param timespec as {@link #timeout}
     * @param flags the {@code TIMEOUT_} flags
     * @return this
     */
    public SubmissionEntry linkTimeout(long timespec, int flags) {
        BufferChecks.checkMemory(timespec, 1);
        return put(OP_LINK_TIMEOUT, -1, 0, timespec, 1, flags);
    }

    /**
     * Cancels an operation: IORING_OP_ASYNC_CANCEL (5.5). ENOENT if there is none, EALREADY if it can't be stopped any more. In
     * each case the operation has its own completion.
     *
     * @param target the operation's user data
     * @param flags {@link #CANCEL_ALL} or 0
     * @return this
     */
    public SubmissionEntry cancel(long target, int flags) {
        return put(OP_ASYNC_CANCEL, -1, 0, target, 0, checkCancel(flags));
    }

    /**
     * Cancels operations on a descriptor (5.19).
     *
     * @param fd the descriptor
     * @param flags {@link #CANCEL_ALL} or 0
     * @return this
     */
    public SubmissionEntry cancelOn(int fd, int flags) {
        return put(OP_ASYNC_CANCEL, Linux.checkDescriptor(fd), 0, 0, 0, checkCancel(flags) | CANCEL_FD);
    }

    /**
     * Cancels operations on a direct descriptor (6.0).
     *
     * @param slot from 0 to {@link RingRegistrations#files()} - 1
     * @param flags {@link #CANCEL_ALL} or 0
     * @return this
     */
    public SubmissionEntry cancelOnDirect(int slot, int flags) {
        if (slot < 0 || slot >= registrations.files()) {
            throw new IllegalArgumentException("slot " + slot + " of a table of " + registrations.files());
        }
        return put(OP_ASYNC_CANCEL, slot, 0, 0, 0, checkCancel(flags) | CANCEL_FD | CANCEL_FD_FIXED);
    }

    /**
     * Cancels all operations of the ring (5.19).
     *
     * @return this
     */
    public SubmissionEntry cancelAll() {
        return put(OP_ASYNC_CANCEL, -1, 0, 0, 0, CANCEL_ALL | CANCEL_ANY);
    }

    private static int checkCancel(int flags) {
        if ((flags & ~CANCEL_ALL) != 0) {
            throw new IllegalArgumentException("unknown flags: 0x" + Integer.toHexString(flags));
        }
        return flags;
    }

    /**
     * Puts a completion into another ring's queue: IORING_OP_MSG_RING (5.18).
     *
     * @param ring the other ring's descriptor
     * @param result the completion's result
     * @param data the completion's user data
     * @return this
     */
    public SubmissionEntry msgRing(int ring, int result, long data) {
        return put(OP_MSG_RING, Linux.checkDescriptor(ring), data, MSG_DATA, result, 0);
    }

    /**
     * Puts a direct descriptor into another ring's table (6.0), and a completion into its queue.
     *
     * @param ring the other ring's descriptor
     * @param slot from 0 to {@link RingRegistrations#files()} - 1
     * @param toSlot the slot there, or -1 for any that is free
     * @param data the completion's user data
     * @return this
     */
    public SubmissionEntry msgRingDirect(int ring, int slot, int toSlot, long data) {
        if (slot < 0 || slot >= registrations.files() || toSlot < -1) {
            throw new IllegalArgumentException(
                    "slot " + slot + " of a table of " + registrations.files() + " to slot " + toSlot);
        }
        return put(OP_MSG_RING, Linux.checkDescriptor(ring), data, MSG_SEND_FD, 0, 0)
                .address3(slot)
                .fileIndex(toSlot < 0 ? -1 : toSlot + 1);
    }

    /**
     * Puts descriptors into the ring's table: IORING_OP_FILES_UPDATE (5.6).
     *
     * @param fds the address of their numbers, 32 bits each, -1 to empty a slot. They have to live until the completion
     * @param count how many
     * @param slot the first slot
     * @return this
     */
    public SubmissionEntry filesUpdate(long fds, int count, int slot) {
        BufferChecks.checkMemory(fds, count);
        if (slot < 0 || count > registrations.files() - slot) {
            throw new IllegalArgumentException(
                    count + " slots from " + slot + " of a table of " + registrations.files());
        }
        return put(OP_FILES_UPDATE, -1, slot, fds, count, 0);
    }
}
