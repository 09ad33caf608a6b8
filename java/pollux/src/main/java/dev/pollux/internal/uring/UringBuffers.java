package dev.pollux.internal.uring;

import dev.pollux.binding.BindingRegistry;
import dev.pollux.internal.completion.lent.LentSlot;
import dev.pollux.internal.completion.seam.TransferBuffers;
import dev.pollux.internal.memory.ArenaCheck;
import dev.pollux.internal.memory.MemoryParts;
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

    private MemoryParts parts; // of native memory in several pieces, once there was such
    private boolean isInParts;

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
        isInParts = false;
        if (one == null || one != buffer) { // null is refused
            address = address(buffer);
            one = buffer;
        }
    }

    @Override
    protected void putLent(ByteBuffer buffer, LentSlot slot) {
        isInParts = false;
        address = slot.address();
        one = buffer;
    }

    @Override
    protected void put(long newAddress, int newLength) {
        isInParts = false;
        one = null;
        address = newAddress;
        length = newLength;
        done = 0;
    }

    @Override
    protected void put(long[] newAddresses, int[] newLengths, int offset, int count) {
        if (parts == null) {
            parts = new MemoryParts();
        }
        parts.set(newAddresses, newLengths, offset, count);
        one = null;
        isInParts = true;
    }

    @Override
    public long memoryAddress() {
        return address + done;
    }

    @Override
    public int memoryLength() {
        return isInParts ? parts.left() : length - done;
    }

    @Override
    protected void advanceMemory(int bytes) {
        if (isInParts) {
            parts.moveTo(parts.done() + bytes);
        } else {
            done += bytes;
        }
    }

    @Override
    public void rewind() {
        if (isInParts) {
            parts.moveTo(0);
        } else {
            done = 0;
        }
    }

    /** {@return true if it takes no list of iovecs} */
    boolean isOne() {
        return buffers == null && !isInParts;
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
        if (isInParts) {
            return putParts(ticket);
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

    private int putParts(UringTicket ticket) {
        int most = Math.min(parts.count(), MAX_IOVECS);
        ByteBuffer memory = ticket.memory(most);
        int count = 0;
        for (int left = MOST; count < most && left > 0; count++) {
            int at = parts.first() + count;
            int here = Math.min(left, parts.lengths()[at]);
            putIovec(memory, count, parts.addresses()[at], here);
            left -= here;
        }
        return count;
    }

    private static void putIovec(ByteBuffer memory, int index, long address, int length) {
        int at = UringTicket.IOVECS + index * UringTicket.IOVEC_SIZE;
        memory.putLong(at, address).putLong(at + 8, length);
    }
}
