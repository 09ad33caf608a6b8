package dev.pollux.windows;

import static dev.pollux.windows.Windows.CALLS;

import dev.pollux.internal.memory.BufferChecks;
import java.nio.ByteBuffer;

/** Writes an operation's WSABUFs, for the call on this thread, and has the operation keep the buffers. */
final class Wsabufs {
    private Wsabufs() {}

    /**
     * Those of several buffers of a program's array, which are checked here, each when it is read: another thread may write to the
     * array meanwhile.
     *
     * @return their address
     * @throws IllegalArgumentException if that are more bytes than an int holds
     */
    static long put(Overlapped operation, ByteBuffer[] buffers, int offset, int length, boolean writable) {
        int slot = operation.at + Block.BUFFERS;
        long total = 0;
        for (int i = 0; i < length; i++) {
            ByteBuffer buffer = buffers[offset + i];
            NativeBuffers.check(buffer, writable);
            total += put(operation, operation.memory, slot + i * Block.BUFFER_SIZE, buffer);
        }
        NativeBuffers.requireTotal(total);
        return operation.at(Block.BUFFERS);
    }

    /**
     * Those of a list. If there are too many for the block, they lie in the thread's scratch memory. That is safe for these
     * alone: Winsock's provider has to capture them before the call returns (WSASend and WSARecv, Remarks).
     *
     * @return their address
     * @throws IllegalArgumentException if that are more bytes than an int holds
     */
    static long put(Overlapped operation, BufferList list) {
        int count = list.slots();
        ByteBuffer target = operation.memory;
        int slot = operation.at + Block.BUFFERS;
        long place = operation.at(Block.BUFFERS);
        if (count > Block.MAX_BUFFERS) {
            target = Scratch.buffers(count);
            slot = 0;
            place = Scratch.buffersAddress(target);
        }
        if (list.isMemory()) {
            list.putMemory(target, slot);
            return place;
        }
        int first = list.first();
        long total = 0;
        for (int i = 0; i < count; i++) {
            total += put(operation, target, slot + i * Block.BUFFER_SIZE, list.get(first + i));
        }
        NativeBuffers.requireTotal(total);
        return place;
    }

    /** Points one at a buffer's remaining bytes. Returns their number */
    static int put(Overlapped operation, ByteBuffer target, int slot, ByteBuffer buffer) {
        int position = buffer.position();
        int length = BufferChecks.remaining(buffer, position);
        operation.add(buffer);
        target.putInt(slot, length).putLong(slot + 8, CALLS.addressOf(buffer) + position);
        return length;
    }
}
