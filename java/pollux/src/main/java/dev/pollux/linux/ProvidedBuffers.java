package dev.pollux.linux;

import static dev.pollux.linux.Linux.CALLS;

import dev.pollux.internal.memory.BufferChecks;
import java.io.IOException;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Objects;

/**
 * A group of buffers that the kernel takes from when data is there: a ring of {@code struct io_uring_buf}, shared with it
 * (io_uring_register(2), IORING_REGISTER_PBUF_RING). A completion names the buffer that it took, {@link CompletionQueue#bufferId}. It is
 * the program's until it is given back. While none is left, an operation ends with ENOBUFS. Only one thread at a time may use it.
 *
 * <pre>{@code
 * ProvidedBuffers buffers = ring.registrations().provideBuffers(0, 1024, 8192, 0);
 * ring.next().recvMultishot(socket.number(), buffers, 0).userData(1);
 * int ready = ring.submitAndWait(1, IoUring.INFINITE);
 * int id = ring.completions().bufferId(0);
 * handle(buffers.memory(), buffers.offset(id), ring.completions().result(0));
 * buffers.giveBack(id);
 * buffers.publish(); // once a turn
 * }</pre>
 */
public final class ProvidedBuffers {
    /** The most buffers of a group. */
    public static final int MAX_COUNT = 32768;

    /** IOU_PBUF_RING_INC (6.12): a buffer is used up piece by piece, see {@link CompletionQueue#F_BUF_MORE}. */
    public static final int INCREMENTAL = 2;

    private static final int REGISTER_PBUF_RING = 22;
    private static final int UNREGISTER_PBUF_RING = 23;
    private static final int REGISTER_PBUF_STATUS = 26;

    private static final int SIZE = 16; // struct io_uring_buf
    private static final int LENGTH = 8;
    private static final int ID = 12;
    private static final int TAIL = 14; // of the first one: the ring's tail lies where none of the others has anything
    private static final int PAGE =
            System.getProperty("os.arch").equals("amd64") ? 4096 : 65536; // the largest there is
    private static final int AT = Scratch.MESSAGE;

    private final IoUring ring;
    private final int group;
    private final int count;
    private final int bufferSize;
    private final ByteBuffer entries;
    private final ByteBuffer memory;
    private final long address;
    private int tail;
    private boolean closed;

    private ProvidedBuffers(IoUring ring, int group, int count, int bufferSize) {
        this.ring = ring;
        this.group = group;
        this.count = count;
        this.bufferSize = bufferSize;
        ByteBuffer room = ByteBuffer.allocateDirect(count * SIZE + PAGE);
        int toPage = (int) (-CALLS.addressOf(room) & PAGE - 1);
        entries = room.slice(toPage, count * SIZE).order(ByteOrder.nativeOrder());
        memory = ByteBuffer.allocateDirect(count * bufferSize).order(ByteOrder.nativeOrder());
        address = bufferSize == 0 ? 0 : CALLS.addressOf(memory);
    }

    static ProvidedBuffers open(IoUring ring, int group, int count, int bufferSize, int flags) throws IOException {
        RingRegistrations.check("is no group", group, 0, 0xFFFF);
        RingRegistrations.check("buffers", count, 1, MAX_COUNT);
        if (Integer.bitCount(count) != 1 || bufferSize < 0 || (long) count * bufferSize > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(
                    count + " buffers of " + bufferSize + " bytes: a power of two, and less than 2 GiB");
        }
        if ((flags & ~INCREMENTAL) != 0) {
            throw new IllegalArgumentException("unknown flags: 0x" + Integer.toHexString(flags));
        }
        ProvidedBuffers buffers = new ProvidedBuffers(ring, group, count, bufferSize);
        ByteBuffer scratch = Scratch.get();
        scratch.putLong(AT, CALLS.addressOf(buffers.entries)).putInt(AT + 8, count);
        scratch.putShort(AT + 12, (short) group).putShort(AT + 14, (short) flags);
        scratch.putLong(AT + 16, 0).putLong(AT + 24, 0).putLong(AT + 32, 0);
        RingRegistrations registrations = ring.registrations();
        registrations.call("IORING_REGISTER_PBUF_RING", REGISTER_PBUF_RING, Scratch.at(scratch, AT), 1);
        registrations.opened(buffers);
        if (bufferSize > 0) {
            for (int id = 0; id < count; id++) {
                buffers.giveBack(id);
            }
            buffers.publish();
        }
        return buffers;
    }

    /** {@return the group's number} */
    public int group() {
        return group;
    }

    /** {@return how many buffers the group holds} */
    public int count() {
        return count;
    }

    /** {@return how long each buffer is, 0 if they are not this object's: see {@link #add}} */
    public int bufferSize() {
        return bufferSize;
    }

    /** {@return the memory of all buffers, one behind the other, a new view of it} */
    public ByteBuffer memory() {
        return memory.duplicate().order(ByteOrder.nativeOrder());
    }

    /**
     * {@return where a buffer begins in {@link #memory()}}
     *
     * @param id the buffer's number, from 0 to {@link #count()} - 1
     */
    public int offset(int id) {
        return Objects.checkIndex(id, count) * bufferSize;
    }

    /**
     * {@return a buffer's address}
     *
     * @param id the buffer's number, from 0 to {@link #count()} - 1
     */
    public long address(int id) {
        return address + offset(id);
    }

    /**
     * Gives a buffer back. The kernel takes it after the next {@link #publish()}.
     *
     * @param id the buffer's number, from 0 to {@link #count()} - 1. It must be the program's
     */
    public void giveBack(int id) {
        if (bufferSize == 0) {
            throw new IllegalStateException("this group has no memory of its own: add(address, length, id)");
        }
        put(address(id), bufferSize, id);
    }

    /**
     * Gives the kernel a buffer of any memory, in a group that was made with a {@code bufferSize} of 0. The memory is the caller's
     * to keep alive until a completion has named it, or the group is closed.
     *
     * @param at where it begins
     * @param length how long it is, more than 0
     * @param id what the completion names it, from 0 to 65535
     */
    public void add(long at, int length, int id) {
        BufferChecks.checkMemory(at, length);
        RingRegistrations.check("is no number of a buffer", id, 0, 0xFFFF);
        if (length == 0 || bufferSize != 0) {
            throw new IllegalArgumentException(length + " bytes, in a group with buffers of " + bufferSize
                    + ": add() is for one with buffers of 0");
        }
        put(at, length, id);
    }

    private void put(long at, int length, int id) {
        int entry = (tail & count - 1) * SIZE;
        entries.putLong(entry, at).putInt(entry + LENGTH, length).putShort(entry + ID, (short) id);
        tail++;
    }

    /** Makes visible to the kernel what was given back, without a call. */
    public void publish() {
        RingMemory.SHORT.setRelease(entries, TAIL, (short) tail);
    }

    /**
     * Asks how many buffers the kernel has: IORING_REGISTER_PBUF_STATUS (6.8).
     *
     * @return the number, of those that were published
     * @throws IOException EINVAL if the kernel can't tell, or the group is closed
     */
    public int available() throws IOException {
        ByteBuffer scratch = Scratch.get();
        scratch.putInt(AT, group);
        for (int i = 4; i < 40; i += Integer.BYTES) {
            scratch.putInt(AT + i, 0);
        }
        ring.registrations().call("IORING_REGISTER_PBUF_STATUS", REGISTER_PBUF_STATUS, Scratch.at(scratch, AT), 1);
        int published = entries.getShort(TAIL) & 0xFFFF;
        return published - scratch.getInt(AT + 4) & 0xFFFF;
    }

    /**
     * Takes the group from the kernel: IORING_UNREGISTER_PBUF_RING. Not while an operation may still take a buffer of it. A second
     * call does nothing.
     *
     * @throws IOException if the ring is closed
     */
    public void close() throws IOException {
        if (closed) {
            return;
        }
        ByteBuffer scratch = Scratch.get();
        scratch.putLong(AT, 0)
                .putInt(AT + 8, 0)
                .putShort(AT + 12, (short) group)
                .putShort(AT + 14, (short) 0);
        scratch.putLong(AT + 16, 0).putLong(AT + 24, 0).putLong(AT + 32, 0);
        ring.registrations().call("IORING_UNREGISTER_PBUF_RING", UNREGISTER_PBUF_RING, Scratch.at(scratch, AT), 1);
        closed = true;
        ring.registrations().closed(this);
        Reference.reachabilityFence(entries);
    }

    /** Fails unless operations of that ring can take from it. */
    void checkUsableBy(RingRegistrations other) {
        if (closed || ring.registrations() != other) {
            throw new IllegalArgumentException("group " + group + " is " + (closed ? "closed" : "another ring's"));
        }
    }
}
