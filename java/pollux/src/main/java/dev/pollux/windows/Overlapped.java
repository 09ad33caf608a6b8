package dev.pollux.windows;

import dev.pollux.internal.field.Fields;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * One operation at a time: an OVERLAPPED in native memory, with everything else that the system may write until the
 * operation's completion is dequeued.
 *
 * <p>Its states, and what leads from one to the next:
 *
 * <pre>
 *   free ──acquire──▶ idle ──submit──▶ pending ──completed──▶ completed ──reset──▶ idle
 *    ▲                 │ ▲                │                        │
 *    │                 │ └────refused─────┘                        │
 *    └─────release─────┴───────────────────release─────────────────┘
 * </pre>
 *
 * <p>Every other transition is an {@link IllegalStateException}: what is pending can't be released, or submitted again, and
 * nothing completes twice. An {@code Overlapped} that is pending belongs to the system. It stays alive by itself, and so do
 * the buffers and the objects that it holds, even if the program drops all references.
 *
 * <p>Only one thread at a time may use it. {@link #completed} is the exception: it may be called before the
 * submitting call has returned on its thread.
 *
 * <p>{@link Iocp} has an example of its completion, {@link OverlappedFile} one of its life.
 */
public final class Overlapped {
    /** A submission's result: the completion comes through the port. */
    public static final int PENDING = 1;

    /** A submission's result: it has completed at once, and nothing comes through the port. */
    public static final int DONE = 0;

    /** The most buffers of one operation, in an array. A {@link BufferList} takes any number. */
    public static final int MAX_BUFFERS = Block.MAX_BUFFERS;

    static final int FREE = 0;
    static final int IDLE = 1;
    static final int SUBMITTED = 2;
    static final int COMPLETED = 3;
    private static final String[] NAMES = {"free", "idle", "pending", "completed"};

    private static final VarHandle STATE = Fields.find(MethodHandles.lookup(), "state", int.class);

    final ByteBuffer memory; // the slab's
    final int at; // this block's offset in it
    final int index; // in the pool
    int nextFree; // the pool's: the next on its list of free ones, an index + 1

    private final OverlappedPool pool;
    private final long address;

    private volatile int state = FREE;
    private int generation;
    private boolean winsock;
    private int flagsPlace;
    private Object attachment;
    private Object[] held = new Object[2];
    private int heldCount;

    Overlapped(OverlappedPool pool, int index, ByteBuffer memory, int at, long address) {
        this.pool = pool;
        this.index = index;
        this.memory = memory;
        this.at = at;
        this.address = address;
        Poison.put(memory, at);
    }

    /** {@return the address of the OVERLAPPED, as {@link Completions#overlappedAddress} has it} */
    public long address() {
        return address;
    }

    /** {@return a number that is another each time that the pool hands this object out} */
    public int generation() {
        return generation;
    }

    /** {@return true from a submission until the completion was dequeued} */
    public boolean isPending() {
        return state == SUBMITTED;
    }

    /** {@return true if the operation has completed, and its result can be read} */
    public boolean isCompleted() {
        return state == COMPLETED;
    }

    /**
     * Keeps an object alive until the operation's completion was dequeued, beside the buffers, which are kept anyway.
     *
     * @param object what the system uses in a way that the garbage collector does not see
     */
    public void hold(Object object) {
        require(IDLE, "hold");
        add(object);
    }

    /** Keeps a buffer. It is called by a submission, before its call. */
    void add(Object object) {
        if (heldCount == held.length) {
            held = Arrays.copyOf(held, heldCount * 2);
        }
        held[heldCount++] = object;
    }

    /** {@return the number of objects that are kept alive} */
    int heldCount() {
        return heldCount;
    }

    private void dropHeld() {
        for (int i = 0; i < heldCount; i++) {
            held[i] = null;
        }
        heldCount = 0;
    }

    /**
     * Sets what the program wants to find again with this object. It is gone when this is released.
     *
     * @param newAttachment anything, or null
     */
    public void attach(Object newAttachment) {
        attachment = newAttachment;
    }

    /** {@return what {@link #attach} set, or null if nothing} */
    public Object attachment() {
        return attachment;
    }

    /**
     * Takes note that the operation's completion was dequeued. It is called once, by whoever dequeued it, and by nobody for what
     * {@link #DONE} was said of. Lets go of what was held.
     *
     * <p>Windows writes how the operation ended before it queues the completion. Wine has the submitting thread write it. If that
     * thread has just ended, nobody ever does: then the completion's own entry tells it.
     *
     * @param completions what the wait returned
     * @param index where this operation's completion is in it, from 0 to {@link Completions#count()} - 1
     * @throws IllegalStateException if it is not pending, or if the completion is another operation's
     */
    public void completed(Completions completions, int index) {
        if (completions.overlappedAddress(index) != address) {
            throw wrong("complete, by another's completion,");
        }
        completed();
        if (memory.getInt(at + Block.INTERNAL) == NtStatus.STATUS_PENDING) {
            putStatus(completions.status(index));
            putBytes(completions.bytes(index));
        }
    }

    /** It has completed at once, or a wait has returned it. */
    void completed() {
        change(SUBMITTED, COMPLETED, "complete");
        dropHeld();
    }

    /**
     * Makes a completed operation idle again, so that it can be submitted once more.
     *
     * @throws IllegalStateException if it is not completed
     */
    public void reset() {
        change(COMPLETED, IDLE, "reset");
    }

    /**
     * Makes an operation idle again whose submission has thrown an Error before the system was asked: the first thing that
     * the system does is to note that the operation is pending, by which HasOverlappedIoCompleted tells.
     *
     * @return false if the system has it: its completion will come
     */
    public boolean withdraw() {
        if (state != SUBMITTED) {
            return true;
        }
        if (memory.getInt(at + Block.INTERNAL) != 0) {
            return false;
        }
        refused();
        return true;
    }

    /**
     * Gives this object back to its pool. Nothing may use it then.
     *
     * @throws IllegalStateException if it is pending (the system may still write to it), or free
     */
    public void release() {
        int before = state;
        if (before != IDLE && before != COMPLETED) {
            throw wrong("release");
        }
        change(before, FREE, "release");
        attachment = null;
        dropHeld();
        Poison.put(memory, at);
        pool.giveBack(this);
    }

    /** Called by the pool. */
    void acquired() {
        if (!Poison.isIntact(memory, at)) {
            throw new IllegalStateException("written to while it was free, at offset " + Poison.firstWritten(memory, at)
                    + ": the system was not done with it when it was released; " + this);
        }
        generation++;
        change(FREE, IDLE, "acquire");
    }

    /**
     * Makes it pending, with a clean OVERLAPPED. What is written into the block comes next, then {@link #publish()}, then the
     * call. Nothing may fail between: what may is checked before, or done in one of the other {@code begin} methods, which
     * leave it idle, with nothing held, if they fail.
     *
     * @param ofSocket true if its status will be Winsock's
     */
    void begin(boolean ofSocket) {
        change(IDLE, SUBMITTED, "submit");
        winsock = ofSocket;
        memory.putLong(at + Block.INTERNAL, 0).putLong(at + Block.INTERNAL_HIGH, 0);
        memory.putLong(at + Block.OFFSET, 0).putLong(at + Block.EVENT, 0);
        memory.putInt(at + Block.FLAGS, 0).putInt(at + Block.ADDRESS_LENGTH, 0);
        flagsPlace = Block.FLAGS;
    }

    /** As {@link #begin(boolean)}, and keeps an object alive. */
    void begin(boolean ofSocket, Object kept) {
        begin(ofSocket);
        boolean done = false;
        try {
            add(kept);
            done = true;
        } finally {
            if (!done) {
                refused();
            }
        }
    }

    /** As {@link #begin(boolean)} of a socket, with the remaining bytes of a buffer that was checked. */
    void begin(ByteBuffer buffer) {
        begin(true);
        boolean done = false;
        try {
            Wsabufs.put(this, memory, at + Block.BUFFERS, buffer);
            done = true;
        } finally {
            if (!done) {
                refused();
            }
        }
    }

    /**
     * As {@link #begin(boolean)} of a socket, with the remaining bytes of several buffers of a program's array, which are
     * checked here, each when it is read: another thread may write to the array meanwhile.
     *
     * @return the address of the WSABUFs, for the call on this thread
     * @throws IllegalArgumentException if that are more bytes than an int holds
     */
    long begin(ByteBuffer[] buffers, int offset, int length, boolean writable) {
        begin(true);
        boolean done = false;
        try {
            long place = Wsabufs.put(this, buffers, offset, length, writable);
            done = true;
            return place;
        } finally {
            if (!done) {
                refused();
            }
        }
    }

    /**
     * As {@link #begin(boolean)} of a socket, with the remaining bytes of all buffers of a list.
     *
     * @return the address of the WSABUFs, for the call on this thread
     * @throws IllegalArgumentException if that are more bytes than an int holds
     */
    long begin(BufferList list) {
        begin(true);
        boolean done = false;
        try {
            long place = Wsabufs.put(this, list);
            done = true;
            return place;
        } finally {
            if (!done) {
                refused();
            }
        }
    }

    /** Shows all that was written to the thread that will dequeue the completion. */
    void publish() {
        STATE.setRelease(this, SUBMITTED);
    }

    /** The call was refused: nothing will come through the port. */
    void refused() {
        dropHeld();
        change(SUBMITTED, IDLE, "refuse");
    }

    /**
     * {@return the NTSTATUS that the operation ended with: Internal, or 0 for success}
     *
     * @throws IllegalStateException if it has not completed
     */
    public int status() {
        require(COMPLETED, "read");
        return memory.getInt(at + Block.INTERNAL);
    }

    /**
     * {@return the Win32 or WSA code that the status stands for, or 0 for success}
     *
     * @throws IllegalStateException if it has not completed
     */
    public int error() {
        int status = status();
        return status == 0 ? 0 : winsock ? NtStatus.socketError(status) : NtStatus.error(status);
    }

    /**
     * {@return how many bytes were transferred: InternalHigh}
     *
     * @throws IllegalStateException if it has not completed
     */
    public int bytes() {
        require(COMPLETED, "read");
        return memory.getInt(at + Block.INTERNAL_HIGH);
    }

    /**
     * {@return the flags that a receive ended with: MSG_PARTIAL, MSG_OOB}
     *
     * @throws IllegalStateException if it has not completed
     */
    public int flags() {
        require(COMPLETED, "read");
        return memory.getInt(at + flagsPlace);
    }

    /**
     * {@return true if a datagram, or a pipe's message, was longer than the buffer: what had room was received, and {@link
     * #bytes()} tells how much that is. A pipe has the rest for the next read, a datagram's rest is lost}
     *
     * @throws IllegalStateException if it has not completed
     */
    public boolean isTruncated() {
        return WinError.isTruncation(error());
    }

    /**
     * Copies the address that a datagram came from.
     *
     * @param into takes it, or empty if there is none
     * @throws IllegalStateException if it has not completed
     */
    public void senderInto(NativeAddress into) {
        require(COMPLETED, "read");
        into.set(memory, at + Block.ADDRESS, senderLength());
    }

    /**
     * {@return the address that a datagram came from, or null if there is none}
     *
     * @throws IllegalStateException if it has not completed
     */
    public SocketAddress sender() {
        require(COMPLETED, "read");
        return Sockaddr.get(memory, at + Block.ADDRESS, senderLength());
    }

    /** 0 if the system wrote no address: then the family is what {@link #prepareAddress()} left. */
    private int senderLength() {
        return memory.getShort(at + Block.ADDRESS) == 0 ? 0 : memory.getInt(at + Block.ADDRESS_LENGTH);
    }

    /** Where in a file the operation begins, in bytes. */
    void putOffset(long offset) {
        memory.putLong(at + Block.OFFSET, offset);
    }

    void putBytes(int bytes) {
        memory.putLong(at + Block.INTERNAL_HIGH, Integer.toUnsignedLong(bytes));
    }

    void putStatus(int status) {
        memory.putLong(at + Block.INTERNAL, Integer.toUnsignedLong(status));
    }

    void putFlags(int flags) {
        flagsPlace = flags == 0 ? Block.FLAGS : Block.REQUESTED_FLAGS;
        memory.putInt(at + flagsPlace, flags);
    }

    /** Where a receive finds its flags, and leaves those that it ended with. */
    long flagsAddress() {
        return address + flagsPlace;
    }

    /** Makes a WSABUF empty: nothing is received into it, or sent from it. */
    void putNoBuffer() {
        memory.putInt(at + Block.BUFFERS, 0).putLong(at + Block.BUFFERS + 8, 0);
    }

    /** Copies an address into the block. Returns its length */
    int putAddress(NativeAddress source) {
        return source.copyTo(memory, at + Block.ADDRESS);
    }

    /** Makes room for an address that the system will write. */
    void prepareAddress() {
        memory.putLong(at + Block.ADDRESS, 0).putInt(at + Block.ADDRESS_LENGTH, Sockaddr.SIZE);
    }

    /** Copies an address that GetAcceptExSockaddrs has found in the block. */
    void copyAccepted(long from, int length, NativeAddress into) {
        if (into != null) {
            long place = from - address;
            boolean found = from != 0 && place >= Block.ADDRESS && place + length <= Block.BUFFERS;
            into.set(memory, found ? at + (int) place : at, found ? length : 0);
        }
    }

    /** The address of one of the block's places. */
    long at(int place) {
        return address + place;
    }

    private void require(int expected, String what) {
        if (state != expected) {
            throw wrong(what);
        }
    }

    private void change(int from, int to, String what) {
        if (!STATE.compareAndSet(this, from, to)) {
            throw wrong(what);
        }
    }

    private IllegalStateException wrong(String what) {
        return new IllegalStateException("can't " + what + " " + this);
    }

    /**
     * Makes an exception of an operation that ended with an error.
     *
     * @param handle what it was submitted on
     * @param call the name of the function that began it, {@code WSARecv} for instance
     * @return the exception, see {@link Handle#failure}, or null if the operation succeeded
     * @throws IllegalStateException if it has not completed
     */
    public IOException failure(Handle handle, String call) {
        int error = error();
        return error == 0 ? null : handle.failure(call, error);
    }

    @Override
    public String toString() {
        return "Overlapped[0x" + Long.toHexString(address) + ", " + NAMES[state] + ", generation " + generation + "]";
    }
}
