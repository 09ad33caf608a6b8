package dev.pollux.internal.iocp;

import dev.pollux.internal.completion.seam.TransferBuffers;
import dev.pollux.internal.memory.MemoryParts;
import dev.pollux.windows.BufferList;
import java.nio.ByteBuffer;

/** Buffers as Winsock takes them. */
final class IocpBuffers extends TransferBuffers {
    BufferList list;

    // Of native memory as it was handed in; the list has what is left of it.
    private long address;
    private int length;

    private MemoryParts parts; // of native memory in several pieces, once there was such
    private boolean isInParts;

    IocpBuffers(ByteBuffer... buffers) {
        list = new BufferList(buffers);
    }

    IocpBuffers(long address, int length) {
        put(address, length);
    }

    @Override
    public int count() {
        return list.size();
    }

    @Override
    public ByteBuffer buffer(int index) {
        return list.get(index);
    }

    @Override
    protected void put(ByteBuffer buffer) {
        if (list.isMemory()) {
            list = new BufferList(buffer);
        } else {
            list.set(0, buffer);
        }
    }

    @Override
    protected void put(long newAddress, int newLength) {
        if (list == null || !list.isMemory()) {
            list = BufferList.ofMemory(newAddress, newLength);
        } else {
            list.setMemory(newAddress, newLength);
        }
        isInParts = false;
        address = newAddress;
        length = newLength;
    }

    @Override
    protected void put(long[] newAddresses, int[] newLengths, int offset, int count) {
        if (!list.isMemory()) {
            list = BufferList.ofMemory(0, 0);
        }
        if (parts == null) {
            parts = new MemoryParts();
        }
        parts.set(newAddresses, newLengths, offset, count);
        isInParts = true;
        list.setMemory(parts.addresses(), parts.lengths(), 0, parts.count());
    }

    private void moveTo(int done) {
        parts.moveTo(done);
        list.setMemory(parts.addresses(), parts.lengths(), parts.first(), parts.count());
    }

    @Override
    public long memoryAddress() {
        return list.memoryAddress();
    }

    @Override
    public int memoryLength() {
        return list.memoryLength();
    }

    @Override
    protected void advanceMemory(int bytes) {
        if (isInParts) {
            moveTo(parts.done() + bytes);
            return;
        }
        list.setMemory(list.memoryAddress() + bytes, list.memoryLength() - bytes);
    }

    @Override
    public void rewind() {
        if (isInParts && list.isMemory()) {
            moveTo(0);
        } else if (list.isMemory()) {
            list.setMemory(address, length);
        }
    }
}
