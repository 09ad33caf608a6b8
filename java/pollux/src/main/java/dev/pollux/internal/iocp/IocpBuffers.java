package dev.pollux.internal.iocp;

import dev.pollux.internal.completion.seam.TransferBuffers;
import dev.pollux.windows.BufferList;
import java.nio.ByteBuffer;

/** Buffers as Winsock takes them. */
final class IocpBuffers extends TransferBuffers {
    BufferList list;

    // Of native memory as it was handed in; the list has what is left of it.
    private long address;
    private int length;

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
        address = newAddress;
        length = newLength;
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
        list.setMemory(list.memoryAddress() + bytes, list.memoryLength() - bytes);
    }

    @Override
    public void rewind() {
        if (list.isMemory()) {
            list.setMemory(address, length);
        }
    }
}
