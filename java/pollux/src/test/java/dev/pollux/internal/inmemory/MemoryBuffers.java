package dev.pollux.internal.inmemory;

import dev.pollux.internal.completion.seam.TransferBuffers;
import java.nio.ByteBuffer;

/** Buffers of any kind. Memory by its address there is none. */
final class MemoryBuffers extends TransferBuffers {
    private final ByteBuffer[] buffers;

    MemoryBuffers(ByteBuffer... buffers) {
        this.buffers = buffers.clone();
    }

    /** Takes some of what there is for a write. */
    byte[] take(int most) {
        int size = 0;
        for (ByteBuffer each : buffers) {
            size = Math.min(most, size + each.remaining());
        }
        ByteBuffer bytes = ByteBuffer.allocate(size);
        for (ByteBuffer each : buffers) {
            ByteBuffer from = each.duplicate();
            from.limit(from.position() + Math.min(from.remaining(), bytes.remaining()));
            bytes.put(from);
        }
        return bytes.array();
    }

    /** Puts what a read has found; returns how many bytes there was room for. */
    int put(byte[] bytes) {
        ByteBuffer from = ByteBuffer.wrap(bytes);
        for (ByteBuffer each : buffers) {
            ByteBuffer into = each.duplicate();
            while (into.hasRemaining() && from.hasRemaining()) {
                into.put(from.get());
            }
        }
        return from.position();
    }

    @Override
    public int count() {
        return buffers.length;
    }

    @Override
    public ByteBuffer buffer(int index) {
        return buffers[index];
    }

    @Override
    protected void put(ByteBuffer buffer) {
        buffers[0] = buffer;
    }

    @Override
    protected void put(long address, int length) {
        throw new UnsupportedOperationException("memory by its address");
    }

    @Override
    protected void put(long[] addresses, int[] lengths, int offset, int count) {
        throw new UnsupportedOperationException("native memory by its address");
    }

    @Override
    public long memoryAddress() {
        return 0;
    }

    @Override
    public int memoryLength() {
        return 0;
    }

    @Override
    protected void advanceMemory(int bytes) {
        throw new UnsupportedOperationException("memory by its address");
    }

    @Override
    public void rewind() {
        // Buffers stay where they are.
    }
}
