package dev.pollux.linux;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Objects;

/**
 * The completions of a ring, read in place: an array of {@code struct io_uring_cqe} that the kernel fills. Only one thread at a
 * time may use it.
 *
 * <p>{@link #count()} takes a look at how many there are. Their numbers begin at 0 with the oldest, and {@link #advance}
 * gives the oldest back to the kernel: the others' numbers are smaller then. Once the ring is closed, there is nothing to be
 * read any more: an {@link IllegalStateException}.
 *
 * <p>{@link IoUring} has an example.
 */
public final class CompletionQueue {
    /** IORING_CQE_F_BUFFER: {@link #bufferId} names the provided buffer that was taken. */
    public static final int F_BUFFER = 1;

    /** IORING_CQE_F_MORE: the entry goes on, with further completions. */
    public static final int F_MORE = 1 << 1;

    /** IORING_CQE_F_SOCK_NONEMPTY: the socket has more to be received. */
    public static final int F_SOCK_NONEMPTY = 1 << 2;

    /** IORING_CQE_F_NOTIF: the memory of a send without a copy is no longer used. */
    public static final int F_NOTIF = 1 << 3;

    /** IORING_CQE_F_BUF_MORE (6.12): the provided buffer is not used up, and the next completions go on within it. */
    public static final int F_BUF_MORE = 1 << 4;

    private static final int RESULT = 8;
    private static final int FLAGS = 12;
    private static final int BUFFER_SHIFT = 16;

    private final IoUring ring;
    private final ByteBuffer memory;
    private final int headAt;
    private final int tailAt;
    private final int first;
    private final int mask;
    private int head;
    private int count;

    CompletionQueue(IoUring ring, RingMemory shared) {
        this.ring = ring;
        memory = shared.queues;
        headAt = shared.completionHead;
        tailAt = shared.completionTail;
        first = shared.completions;
        mask = shared.completionCount - 1;
    }

    /**
     * Looks how many completions there are, without a call. Those that an earlier look has counted are among them.
     *
     * @return the number, 0 if there are none, or if the ring is closed
     */
    public int count() {
        ring.checkReader();
        int found = (int) RingMemory.INT.getAcquire(memory, tailAt) - head;
        count = ring.isOpen() ? found : 0; // closed, it has completions of its own, or no memory of the kernel's
        return count;
    }

    /** {@return how many completions the ring holds} */
    public int capacity() {
        return mask + 1;
    }

    /**
     * {@return what the entry was given by {@link SubmissionEntry#userData}}
     *
     * @param index from 0 to {@link #count()} - 1
     */
    public long userData(int index) {
        long data = memory.getLong(at(index));
        ring.checkOpen();
        return data;
    }

    /**
     * {@return the operation's result, as the system call has it, or a negative error number}
     *
     * @param index from 0 to {@link #count()} - 1
     */
    public int result(int index) {
        int result = memory.getInt(at(index) + RESULT);
        ring.checkOpen();
        return result;
    }

    /**
     * {@return the flags of this class, and the buffer's number above them}
     *
     * @param index from 0 to {@link #count()} - 1
     */
    public int flags(int index) {
        int flags = memory.getInt(at(index) + FLAGS);
        ring.checkOpen();
        return flags;
    }

    /**
     * {@return whether the entry goes on with further completions: {@link #F_MORE}}
     *
     * @param index from 0 to {@link #count()} - 1
     */
    public boolean hasMore(int index) {
        return (flags(index) & F_MORE) != 0;
    }

    /**
     * {@return the number of the provided buffer that was taken, or -1 if none was}
     *
     * @param index from 0 to {@link #count()} - 1
     */
    public int bufferId(int index) {
        int flags = flags(index);
        return (flags & F_BUFFER) != 0 ? flags >>> BUFFER_SHIFT : -1;
    }

    /**
     * Makes an exception of a negative result, of the JDK's own type where it has one.
     *
     * @param index from 0 to {@link #count()} - 1
     * @param call what was asked for, as in {@code recv}
     * @param fd the descriptor
     * @return the exception, with a {@link dev.pollux.system.SystemCallException} as its cause, or itself one
     * @throws IllegalArgumentException if the result is no error
     */
    public IOException failure(int index, String call, int fd) {
        return IoUring.failure(call, result(index), fd);
    }

    /**
     * Gives the oldest completions back to the kernel.
     *
     * @param number how many, at most {@link #count()}
     */
    public void advance(int number) {
        if (number < 0 || number > count) {
            throw new IllegalArgumentException("advance by " + number + ", and " + count + " were counted");
        }
        ring.checkReader();
        head += number;
        count -= number;
        RingMemory.INT.setRelease(memory, headAt, head);
    }

    private int at(int index) {
        return first + (head + Objects.checkIndex(index, count) & mask) * RingMemory.COMPLETION_SIZE;
    }
}
