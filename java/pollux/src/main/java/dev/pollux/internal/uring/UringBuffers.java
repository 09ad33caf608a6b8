package dev.pollux.internal.uring;

import dev.pollux.binding.BindingRegistry;
import dev.pollux.internal.completion.lent.LentSlot;
import dev.pollux.internal.completion.seam.TransferBuffers;
import dev.pollux.internal.memory.ArenaCheck;
import java.nio.ByteBuffer;

/** Buffers as the ring takes them: by their addresses, which are asked once. */
final class UringBuffers extends TransferBuffers {
    /** The most that one submission transfers (read(2), Notes). */
    private static final int MOST = 0x7FFF_F000;

    /** The most iovecs that a call takes: UIO_MAXIOV. The rest of a longer list goes in a further part. */
    private static final int MAX_IOVECS = 1024;

    // If they are several, else null: each submission would meet the arrays of one.
    private final ByteBuffer[] buffers;
    private final long[] addresses;

    private ByteBuffer one; // or null: native memory
    private long address; // of the one, or of native memory as it was handed in

    // What is left of native memory.
    private int length;
    private int done;

    UringBuffers(ByteBuffer... buffers) {
        if (buffers.length == 0) {
            throw new IllegalArgumentException("no buffers");
        }
        if (buffers.length == 1) {
            this.buffers = null;
            addresses = null;
            put(buffers[0]);
            return;
        }
        this.buffers = buffers.clone();
        addresses = new long[buffers.length];
        for (int i = 0; i < buffers.length; i++) {
            addresses[i] = address(this.buffers[i]);
        }
    }

    UringBuffers(long address, int length) {
        buffers = null;
        addresses = null;
        put(address, length);
    }

    private static long address(ByteBuffer buffer) {
        if (!buffer.isDirect()) {
            throw new IllegalArgumentException("an operation needs a direct buffer, not " + buffer);
        }
        if (ArenaCheck.isCloseable(buffer)) {
            throw new IllegalArgumentException(
                    "the buffer is a view of a memory segment whose arena can be closed while the system uses it; take"
                            + " ByteBuffer.allocateDirect, Arena.ofAuto or Arena.global");
        }
        return BindingRegistry.linuxCalls().addressOf(buffer);
    }

    @Override
    public int count() {
        return one != null ? 1 : buffers == null ? 0 : buffers.length;
    }

    @Override
    public ByteBuffer buffer(int index) {
        return one != null ? one : buffers[index];
    }

    @Override
    protected void put(ByteBuffer buffer) {
        if (one == null || one != buffer) { // null is refused
            address = address(buffer);
            one = buffer;
        }
    }

    @Override
    protected void putLent(ByteBuffer buffer, LentSlot slot) {
        address = slot.address();
        one = buffer;
    }

    @Override
    protected void put(long newAddress, int newLength) {
        one = null;
        address = newAddress;
        length = newLength;
        done = 0;
    }

    @Override
    public long memoryAddress() {
        return address + done;
    }

    @Override
    public int memoryLength() {
        return length - done;
    }

    @Override
    protected void advanceMemory(int bytes) {
        done += bytes;
    }

    @Override
    public void rewind() {
        done = 0;
    }

    /** {@return true if it takes no list of iovecs} */
    boolean isOne() {
        return buffers == null;
    }

    /** {@return where the one piece of memory begins} */
    long firstAddress() {
        return one == null ? address + done : address + one.position();
    }

    /** {@return how long the one piece of memory is} */
    int firstLength() {
        return Math.min(MOST, one == null ? length - done : one.remaining());
    }

    /** Writes all pieces, or as many as go in one call, to a ticket's memory. Returns how many they are. */
    int putIovecs(UringTicket ticket) {
        if (isOne()) {
            putIovec(ticket.memory(), 0, firstAddress(), firstLength());
            return 1;
        }
        ByteBuffer memory = ticket.memory(Math.min(buffers.length, MAX_IOVECS));
        int count = 0;
        int left = MOST;
        for (int i = 0; i < buffers.length && count < MAX_IOVECS && left > 0; i++) {
            int here = Math.min(left, buffers[i].remaining());
            if (here > 0) {
                putIovec(memory, count++, addresses[i] + buffers[i].position(), here);
                left -= here;
            }
        }
        return count;
    }

    private static void putIovec(ByteBuffer memory, int index, long address, int length) {
        int at = UringTicket.IOVECS + index * UringTicket.IOVEC_SIZE;
        memory.putLong(at, address).putLong(at + 8, length);
    }
}
