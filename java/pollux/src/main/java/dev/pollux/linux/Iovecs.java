package dev.pollux.linux;

import static dev.pollux.linux.Linux.CALLS;

import dev.pollux.internal.memory.BufferChecks;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;

/**
 * Lays buffers out as the {@code struct iovec}s of one gather or scatter call, in the calling thread's {@link Scratch}. A
 * call takes {@link Scratch#MAX_IOVECS} buffers at most, and {@link Scratch#MAX_COPY} bytes of heap buffers. What is
 * beyond is left for the next one, as in any partial transfer.
 */
final class Iovecs {
    /** The size of a {@code struct iovec} on a 64-bit system: a pointer, then a size_t. */
    static final int SIZE = 16;

    private Iovecs() {}

    /**
     * {@return the thread's memory that heap buffers are copied through, or null if all of these are direct} A call asks once,
     * because each question looks up a thread-local.
     */
    static ByteBuffer copy(ByteBuffer[] buffers, int offset, int length) {
        for (int i = offset; i < offset + length; i++) {
            if (!buffers[i].isDirect()) {
                return Scratch.copy(Scratch.MAX_COPY);
            }
        }
        return null;
    }

    /** Points iovecs at the remaining bytes of the buffers. Returns how many iovecs */
    static int lay(ByteBuffer scratch, ByteBuffer copy, ByteBuffer[] buffers, int offset, int length, boolean gather) {
        int count = 0;
        int copied = 0;
        for (int i = offset; i < offset + length && count < Scratch.MAX_IOVECS; i++) {
            ByteBuffer buffer = buffers[i];
            int position = buffer.position();
            int remaining = BufferChecks.remaining(buffer, position);
            if (remaining == 0) {
                continue;
            }
            long address;
            if (buffer.isDirect()) {
                BufferChecks.checkAlive(buffer, position);
                address = CALLS.addressOf(buffer) + position;
            } else {
                remaining = Math.min(remaining, Scratch.MAX_COPY - copied);
                if (remaining == 0) {
                    break;
                }
                address = Scratch.copyAddress(copy) + copied;
                if (gather) {
                    copy.put(Scratch.COPIED + copied, buffer, position, remaining);
                }
                copied += remaining;
            }
            put(scratch, count++, address, remaining);
            if (remaining < buffer.limit() - position) {
                break; // only a part of a heap buffer was taken: nothing may follow it
            }
        }
        return count;
    }

    /** Points iovecs at pieces of native memory. Returns how many iovecs */
    static int lay(ByteBuffer scratch, long[] addresses, int[] lengths, int offset, int length) {
        int count = 0;
        for (int i = offset; i < offset + length && count < Scratch.MAX_IOVECS; i++) {
            if (lengths[i] > 0) {
                put(scratch, count++, addresses[i], lengths[i]);
            }
        }
        return count;
    }

    /** Points the first iovec at a piece of native memory. */
    static void lay(ByteBuffer scratch, long address, int length) {
        put(scratch, 0, address, length);
    }

    private static void put(ByteBuffer scratch, int index, long address, long length) {
        int at = Scratch.IOVECS + index * SIZE;
        scratch.putLong(at, address).putLong(at + 8, length);
    }

    /** Moves the buffers on by what a gather call took. */
    static void advance(ByteBuffer[] buffers, int offset, int length, long transferred) {
        long left = transferred;
        for (int i = offset; i < offset + length && left > 0; i++) {
            int taken = (int) Math.min(left, buffers[i].remaining());
            buffers[i].position(buffers[i].position() + taken);
            left -= taken;
        }
    }

    /** Moves the buffers on by what a scatter call filled, and copies out what heap buffers are to have. */
    static void fill(ByteBuffer copy, ByteBuffer[] buffers, int offset, int length, long transferred) {
        long left = transferred;
        int copied = 0;
        for (int i = offset; i < offset + length && left > 0; i++) {
            ByteBuffer buffer = buffers[i];
            int taken = (int) Math.min(left, buffer.remaining());
            if (buffer.isDirect()) {
                buffer.position(buffer.position() + taken);
            } else {
                buffer.put(copy.limit(Scratch.COPIED + copied + taken).position(Scratch.COPIED + copied));
                copied += taken;
            }
            left -= taken;
        }
    }

    /** Keeps the buffers' memory alive until here. */
    static void fence(ByteBuffer[] buffers, int offset, int length) {
        for (int i = offset; i < offset + length; i++) {
            Reference.reachabilityFence(buffers[i]);
        }
    }
}
