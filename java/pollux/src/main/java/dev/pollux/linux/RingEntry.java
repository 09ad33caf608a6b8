package dev.pollux.linux;

import dev.pollux.internal.memory.BufferChecks;
import java.nio.ByteBuffer;

/** A {@code struct io_uring_sqe} in place, and what every operation may have: flags, user data, where a descriptor comes from. */
abstract sealed class RingEntry permits FileEntry {
    private static final int FLAGS = 1;
    private static final int PRIORITY = 2;
    private static final int FD = 4;
    private static final int OFFSET = 8;
    private static final int ADDRESS = 16;
    private static final int LENGTH = 24;
    private static final int OPERATION_FLAGS = 28;
    private static final int USER_DATA = 32;
    private static final int BUFFER = 40;
    private static final int PERSONALITY = 42;
    private static final int FILE_INDEX = 44;
    private static final int ADDRESS3 = 48;

    private static final int FIXED_FILE = 1;
    private static final int DRAIN = 1 << 1;
    private static final int LINK = 1 << 2;
    private static final int HARDLINK = 1 << 3;
    private static final int ASYNC = 1 << 4;
    private static final int BUFFER_SELECT = 1 << 5;
    private static final int SKIP_SUCCESS = 1 << 6;
    private static final int ALLOCATE = -1;

    final RingRegistrations registrations;
    private final ByteBuffer memory;
    private int at;

    RingEntry(ByteBuffer memory, RingRegistrations registrations) {
        this.memory = memory;
        this.registrations = registrations;
    }

    /** Moves to an entry, and empties it. */
    final SubmissionEntry begin(int index) {
        int from = index * RingMemory.ENTRY_SIZE;
        at = from;
        ByteBuffer entry = memory;
        entry.putLong(from, 0).putLong(from + 8, 0).putLong(from + 16, 0).putLong(from + 24, 0);
        entry.putLong(from + 32, 0).putLong(from + 40, 0).putLong(from + 48, 0).putLong(from + 56, 0);
        return (SubmissionEntry) this;
    }

    final SubmissionEntry put(int operation, int fd, long offset, long address, int length, int operationFlags) {
        int to = at;
        memory.put(to, (byte) operation).putInt(to + FD, fd).putLong(to + OFFSET, offset);
        memory.putLong(to + ADDRESS, address).putInt(to + LENGTH, length).putInt(to + OPERATION_FLAGS, operationFlags);
        return (SubmissionEntry) this;
    }

    final SubmissionEntry memory(int operation, int fd, long offset, long address, int length, int operationFlags) {
        BufferChecks.checkMemory(address, length);
        return put(operation, Linux.checkDescriptor(fd), offset, address, length, operationFlags);
    }

    final SubmissionEntry add(int entryFlags, int priority) {
        memory.put(at + FLAGS, (byte) (memory.get(at + FLAGS) | entryFlags));
        memory.putShort(at + PRIORITY, (short) (memory.getShort(at + PRIORITY) | priority));
        return (SubmissionEntry) this;
    }

    final SubmissionEntry priority(int priority) {
        memory.putShort(at + PRIORITY, (short) (memory.getShort(at + PRIORITY) | priority));
        return (SubmissionEntry) this;
    }

    final SubmissionEntry select(ProvidedBuffers buffers) {
        buffers.checkUsableBy(registrations);
        memory.put(at + FLAGS, (byte) (memory.get(at + FLAGS) | BUFFER_SELECT));
        memory.putShort(at + BUFFER, (short) buffers.group());
        return (SubmissionEntry) this;
    }

    /**
     * Sets all of an entry's fields but the last ones, for an operation that has no method here. <b>Nothing is checked.</b>
     *
     * @param operation opcode
     * @param flags flags, the IOSQE ones
     * @param priority ioprio
     * @param fd fd
     * @param offset off
     * @param address addr
     * @param length len
     * @param operationFlags rw_flags, and what else stands there
     * @param userData user_data
     * @return this
     */
    public final SubmissionEntry prepare(
            int operation,
            int flags,
            int priority,
            int fd,
            long offset,
            long address,
            int length,
            int operationFlags,
            long userData) {
        int to = at;
        memory.put(to, (byte) operation).put(to + FLAGS, (byte) flags).putShort(to + PRIORITY, (short) priority);
        memory.putInt(to + FD, fd).putLong(to + OFFSET, offset).putLong(to + ADDRESS, address);
        memory.putInt(to + LENGTH, length).putInt(to + OPERATION_FLAGS, operationFlags);
        memory.putLong(to + USER_DATA, userData);
        return (SubmissionEntry) this;
    }

    /**
     * Sets the field {@code buf_index}, which is {@code buf_group} too. Unchecked, as {@link #prepare}.
     *
     * @param slot its 16 bits
     * @return this
     */
    public final SubmissionEntry bufferIndex(int slot) {
        memory.putShort(at + BUFFER, (short) slot);
        return (SubmissionEntry) this;
    }

    /**
     * Sets the field {@code file_index}, which is {@code splice_fd_in} and {@code addr_len} too. Unchecked, as {@link #prepare}.
     *
     * @param value its 32 bits
     * @return this
     */
    public final SubmissionEntry fileIndex(int value) {
        memory.putInt(at + FILE_INDEX, value);
        return (SubmissionEntry) this;
    }

    final SubmissionEntry address3(long value) {
        memory.putLong(at + ADDRESS3, value);
        return (SubmissionEntry) this;
    }

    static long checkPosition(long position) {
        if (position < -1) {
            throw new IllegalArgumentException("position " + position);
        }
        return position;
    }

    /**
     * Sets what the operation's completions carry.
     *
     * @param data anything
     * @return this
     */
    public final SubmissionEntry userData(long data) {
        memory.putLong(at + USER_DATA, data);
        return (SubmissionEntry) this;
    }

    /**
     * The descriptor is a slot of the table of {@link RingRegistrations#files}: IOSQE_FIXED_FILE.
     *
     * @return this
     * @throws IllegalArgumentException if there is no such slot
     */
    public final SubmissionEntry fixedFile() {
        int slot = memory.getInt(at + FD);
        if (slot >= registrations.files()) {
            throw new IllegalArgumentException("slot " + slot + " of a table of " + registrations.files());
        }
        return add(FIXED_FILE, 0);
    }

    /**
     * The descriptor that the operation opens goes into a slot of the table, and gets no number (5.15, accept 5.19).
     *
     * @param slot from 0 to {@link RingRegistrations#files()} - 1. What it holds is replaced
     * @return this
     */
    public final SubmissionEntry directDescriptor(int slot) {
        if (slot < 0 || slot >= registrations.files()) {
            throw new IllegalArgumentException("slot " + slot + " of a table of " + registrations.files());
        }
        return fileIndex(slot + 1);
    }

    /**
     * The descriptor that the operation opens goes into a free slot of the table, which is the completion's result:
     * IORING_FILE_INDEX_ALLOC (5.19). ENFILE if none is free.
     *
     * @return this
     */
    public final SubmissionEntry directDescriptor() {
        return fileIndex(ALLOCATE);
    }

    /**
     * The next entry begins after this one has succeeded, and is cancelled otherwise: IOSQE_IO_LINK. A short transfer is no success.
     * Entries of one chain have to be submitted together: see {@link IoUring#room()}.
     *
     * @return this
     */
    public final SubmissionEntry link() {
        return add(LINK, 0);
    }

    /**
     * The next entry begins after this one, whatever its result is: IOSQE_IO_HARDLINK.
     *
     * @return this
     */
    public final SubmissionEntry hardLink() {
        return add(HARDLINK, 0);
    }

    /**
     * Begins after all that was submitted before has ended, and so do those behind it: IOSQE_IO_DRAIN.
     *
     * @return this
     */
    public final SubmissionEntry drain() {
        return add(DRAIN, 0);
    }

    /**
     * Not tried at once, but by a worker thread of the kernel: IOSQE_ASYNC.
     *
     * @return this
     */
    public final SubmissionEntry async() {
        return add(ASYNC, 0);
    }

    /**
     * No completion if it succeeds: IOSQE_CQE_SKIP_SUCCESS (5.17).
     *
     * @return this
     */
    public final SubmissionEntry skipSuccess() {
        return add(SKIP_SUCCESS, 0);
    }

    /**
     * With other credentials than the thread's.
     *
     * @param number what {@link RingRegistrations#personality()} returned
     * @return this
     */
    public final SubmissionEntry personality(int number) {
        RingRegistrations.check("is no personality", number, 0, 0xFFFF);
        memory.putShort(at + PERSONALITY, (short) number);
        return (SubmissionEntry) this;
    }
}
