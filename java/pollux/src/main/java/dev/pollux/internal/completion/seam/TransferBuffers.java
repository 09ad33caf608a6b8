package dev.pollux.internal.completion.seam;

import dev.pollux.internal.completion.lent.LentSlot;
import dev.pollux.internal.memory.BufferChecks;
import java.nio.ByteBuffer;
import java.nio.ReadOnlyBufferException;

/**
 * What one operation transfers from or into: buffers, or native memory by its address. Checked when it is handed in, because
 * the system has it for as long as it likes.
 */
public abstract class TransferBuffers {

    /** {@return how many buffers there are, or 0 if it is native memory} */
    public abstract int count();

    public abstract ByteBuffer buffer(int index);

    /** Puts one buffer in the place of the only one, or of native memory, and checks it. */
    protected abstract void put(ByteBuffer buffer);

    /** Puts native memory in the place of other, or of the only buffer. */
    protected abstract void put(long address, int length);

    /** As {@link #put(long, int)}, in several pieces, which are copied. */
    protected abstract void put(long[] addresses, int[] lengths, int offset, int count);

    /** {@return where what is left of native memory begins, if it is one piece} */
    public abstract long memoryAddress();

    /** {@return how many bytes of native memory are left} */
    public abstract int memoryLength();

    /** Moves the beginning of native memory over what was transferred. */
    protected abstract void advanceMemory(int bytes);

    /** Begins with native memory at its beginning again: each submission does. Buffers stay where they are. */
    public abstract void rewind();

    public final void set(ByteBuffer buffer) {
        checkOne();
        put(buffer);
    }

    public final void set(long address, int length) {
        BufferChecks.checkMemory(address, length);
        checkOne();
        put(address, length);
    }

    public final void set(long[] addresses, int[] lengths, int offset, int count) {
        long bytes = BufferChecks.checkMemory(addresses, lengths, offset, count);
        if (bytes > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(bytes + " bytes: an operation takes 2 GiB less one byte at most");
        }
        checkOne();
        put(addresses, lengths, offset, count);
    }

    /** Sets a buffer that lies in a slot of the port's own. Nothing of it has to be checked. */
    public final void setLent(ByteBuffer buffer, LentSlot slot) {
        checkOne();
        putLent(buffer, slot);
    }

    /** Puts a buffer of the port's own in the place of the only one. */
    protected void putLent(ByteBuffer buffer, LentSlot slot) {
        put(buffer);
    }

    private void checkOne() {
        if (count() > 1) {
            throw new IllegalStateException("an operation over " + count() + " buffers keeps them");
        }
    }

    public static ByteBuffer checkWritable(ByteBuffer buffer) {
        if (buffer.isReadOnly()) {
            throw new ReadOnlyBufferException();
        }
        return buffer;
    }

    public final TransferBuffers checkWritable() {
        for (int i = 0; i < count(); i++) {
            checkWritable(buffer(i));
        }
        return this;
    }

    /** {@return true if there is room, or there are bytes} */
    public final boolean hasRemaining() {
        int count = count();
        for (int i = 0; i < count; i++) {
            if (buffer(i).hasRemaining()) {
                return true;
            }
        }
        return count == 0 && memoryLength() > 0;
    }

    /** Moves the positions over what was transferred. */
    public final void advance(int bytes) {
        int count = count();
        if (count == 0) {
            advanceMemory(bytes);
            return;
        }
        int left = bytes;
        for (int i = 0; left > 0; i++) {
            if (i == count) {
                throw new IllegalStateException(left + " of " + bytes
                        + " bytes have no place: a buffer was changed while its operation was under way");
            }
            ByteBuffer buffer = buffer(i);
            int here = Math.min(left, buffer.remaining());
            buffer.position(buffer.position() + here);
            left -= here;
        }
    }
}
