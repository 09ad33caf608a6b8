package dev.pollux.windows;

import static dev.pollux.windows.Windows.CALLS;

import dev.pollux.internal.memory.ArenaCheck;
import dev.pollux.internal.memory.BufferChecks;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;

/**
 * Moves bytes between a socket and a buffer of any kind in a call that is not overlapped: a direct one in place, one on the heap or of an
 * arena that can be closed through the thread's {@link Scratch}. Returns what the call gives, the negated code included. The buffer's position moves by
 * what was transferred.
 */
final class Transfer {
    private Transfer() {}

    /** One whose arena can be closed is copied like one on the heap: its arena may be closed already, or meanwhile. */
    private static boolean isInPlace(ByteBuffer buffer) {
        return buffer.isDirect() && !ArenaCheck.isCloseable(buffer);
    }

    /** recv. */
    static int receive(long socket, ByteBuffer buffer) {
        int position = buffer.position();
        int result;
        if (isInPlace(buffer)) {
            int length = BufferChecks.remaining(buffer, position);
            result = CALLS.recv(socket, CALLS.addressOf(buffer) + position, length, 0);
            Reference.reachabilityFence(buffer);
            if (result > 0) {
                buffer.position(position + result);
            }
        } else {
            ByteBuffer copy = Scratch.copy(buffer.remaining());
            result = CALLS.recv(socket, Scratch.copyAddress(copy), copy.remaining(), 0);
            if (result > 0) {
                buffer.put(copy.limit(Scratch.COPIED + result));
            }
        }
        return result;
    }

    /** send. */
    static int send(long socket, ByteBuffer buffer) {
        int position = buffer.position();
        int result;
        if (isInPlace(buffer)) {
            int length = BufferChecks.remaining(buffer, position);
            result = CALLS.send(socket, CALLS.addressOf(buffer) + position, length, 0);
            Reference.reachabilityFence(buffer);
        } else {
            ByteBuffer copy = Scratch.copy(buffer.remaining());
            copy.put(Scratch.COPIED, buffer, position, copy.remaining());
            result = CALLS.send(socket, Scratch.copyAddress(copy), copy.remaining(), 0);
        }
        if (result > 0) {
            buffer.position(position + result);
        }
        return result;
    }
}
