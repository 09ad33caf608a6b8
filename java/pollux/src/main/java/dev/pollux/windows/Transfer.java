package dev.pollux.windows;

import static dev.pollux.windows.Windows.CALLS;

import java.lang.ref.Reference;
import java.nio.ByteBuffer;

/**
 * Moves bytes between a socket and a buffer of any kind in a call that is not overlapped: a direct one in place, a heap one
 * through the thread's {@link Scratch}. Returns what the call gives, the negated code included; the buffer's position moves by
 * what was transferred.
 */
final class Transfer {
    private Transfer() {}

    /** recv. */
    static int receive(long socket, ByteBuffer buffer) {
        int position = buffer.position();
        int result;
        if (buffer.isDirect()) {
            result = CALLS.recv(socket, CALLS.addressOf(buffer) + position, buffer.remaining(), 0);
            Reference.reachabilityFence(buffer);
            if (result > 0) {
                buffer.position(position + result);
            }
        } else {
            Scratch scratch = Scratch.get();
            ByteBuffer copy = scratch.copy(buffer.remaining());
            result = CALLS.recv(socket, scratch.copyAddress(), copy.limit(), 0);
            if (result > 0) {
                buffer.put(copy.limit(result));
            }
        }
        return result;
    }

    /** send. */
    static int send(long socket, ByteBuffer buffer) {
        int position = buffer.position();
        int result;
        if (buffer.isDirect()) {
            result = CALLS.send(socket, CALLS.addressOf(buffer) + position, buffer.remaining(), 0);
            Reference.reachabilityFence(buffer);
        } else {
            Scratch scratch = Scratch.get();
            ByteBuffer copy = scratch.copy(buffer.remaining());
            copy.put(0, buffer, position, copy.limit());
            result = CALLS.send(socket, scratch.copyAddress(), copy.limit(), 0);
        }
        if (result > 0) {
            buffer.position(position + result);
        }
        return result;
    }
}
