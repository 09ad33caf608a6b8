package dev.pollux.windows;

import java.nio.ByteBuffer;
import java.nio.ReadOnlyBufferException;

/**
 * Buffers to be handed to any number of submissions: where their memory comes from is checked once, when they are handed in
 * here (see {@link NativeBuffers}), and one operation takes all of them, however many.
 *
 * <p>A submission reads the buffers' positions and limits as they are then, and holds the buffers themselves until its
 * completion was dequeued: so a list may be used by several operations at once, and changed while they are pending. One
 * thread at a time otherwise: what a submission takes while another thread changes the list is some of its buffers, old
 * or new.
 */
public final class BufferList {
    private final ByteBuffer[] buffers;

    /**
     * Makes a list, of a length that stays.
     *
     * @param buffers at least one; the array is copied
     * @throws IllegalArgumentException if there is none, one is not direct, or its memory can be freed
     */
    public BufferList(ByteBuffer... buffers) {
        if (buffers.length == 0) {
            throw new IllegalArgumentException("no buffers");
        }
        this.buffers = buffers.clone();
        for (ByteBuffer buffer : this.buffers) {
            NativeBuffers.check(buffer);
        }
    }

    /** {@return the number of buffers} */
    public int size() {
        return buffers.length;
    }

    /**
     * {@return one of the buffers}
     *
     * @param index from 0 to {@link #size()} - 1
     */
    public ByteBuffer get(int index) {
        return buffers[index];
    }

    /**
     * Puts a buffer in another's place; checks it, if it is another one.
     *
     * @param index from 0 to {@link #size()} - 1
     * @param buffer the buffer that the next submissions use
     * @throws IllegalArgumentException if it is not direct, or its memory can be freed
     */
    public void set(int index, ByteBuffer buffer) {
        if (buffers[index] != buffer) {
            buffers[index] = NativeBuffers.check(buffer);
        }
    }

    /**
     * Checks that all of them can be received into.
     *
     * @return this list
     * @throws ReadOnlyBufferException if one is read-only
     */
    public BufferList checkWritable() {
        for (ByteBuffer buffer : buffers) {
            NativeBuffers.requireWritable(buffer);
        }
        return this;
    }
}
