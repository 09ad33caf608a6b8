package dev.pollux;

import dev.pollux.windows.NativeBuffers;
import dev.pollux.windows.Overlapped;
import java.nio.ByteBuffer;
import java.nio.ReadOnlyBufferException;

/** The buffers of one read or write, checked when they are handed in: they have to be the system's for as long as it likes. */
final class TransferBuffers {
    final ByteBuffer[] buffers;

    TransferBuffers(ByteBuffer... buffers) {
        if (buffers.length == 0) {
            throw new IllegalArgumentException("no buffers");
        }
        this.buffers = buffers.clone();
        for (ByteBuffer buffer : this.buffers) {
            NativeBuffers.check(buffer);
        }
    }

    TransferBuffers set(ByteBuffer buffer) {
        if (buffers.length != 1) {
            throw new IllegalStateException("an operation over " + buffers.length + " buffers keeps them");
        }
        if (buffers[0] != buffer) {
            NativeBuffers.check(buffer);
            buffers[0] = buffer;
        }
        return this;
    }

    TransferBuffers checkWritable() {
        for (ByteBuffer buffer : buffers) {
            requireWritable(buffer);
        }
        return this;
    }

    static ByteBuffer requireWritable(ByteBuffer buffer) {
        if (buffer.isReadOnly()) {
            throw new ReadOnlyBufferException();
        }
        return buffer;
    }

    boolean hasRemaining() {
        for (ByteBuffer buffer : buffers) {
            if (buffer.hasRemaining()) {
                return true;
            }
        }
        return false;
    }

    ByteBuffer first() {
        return buffers[0];
    }

    /** {@return how many of them, from one on, go into one submission} */
    int count(int from) {
        return Math.min(buffers.length - from, Overlapped.MAX_BUFFERS);
    }

    /** {@return the index of the first that is not at its end, or 0} */
    int firstRemaining() {
        for (int i = 0; i < buffers.length; i++) {
            if (buffers[i].hasRemaining()) {
                return i;
            }
        }
        return 0;
    }

    boolean isFull() {
        return !hasRemaining();
    }

    /** Moves the positions over what was transferred. */
    void advance(int bytes) {
        int left = bytes;
        for (int i = 0; left > 0; i++) {
            int here = Math.min(left, buffers[i].remaining());
            buffers[i].position(buffers[i].position() + here);
            left -= here;
        }
    }
}
