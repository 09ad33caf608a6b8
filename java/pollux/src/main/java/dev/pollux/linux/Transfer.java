package dev.pollux.linux;

import static dev.pollux.linux.Linux.CALLS;

import dev.pollux.internal.memory.BufferChecks;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;

/**
 * Moves bytes between a socket or a file and buffers of any kind: direct ones in place, heap ones through the thread's {@link
 * Scratch}. Returns what the call gives, {@code -errno} included. The buffers' positions move by what was transferred.
 */
final class Transfer {
    static final int MSG_TRUNC = 0x20;
    static final int MSG_NOSIGNAL = 0x4000; // every send has it: a broken pipe is an error, not a SIGPIPE

    private Transfer() {}

    /** recv(2), or recvfrom(2) if there is room for an address. The position moves by no more than the room. */
    static long receive(int fd, ByteBuffer buffer, int flags, NativeAddress from) {
        int position = buffer.position();
        int room = BufferChecks.remaining(buffer, position);
        long result;
        if (buffer.isDirect()) {
            if (room > 0) {
                BufferChecks.checkAlive(buffer, position);
            }
            result = receive(fd, CALLS.addressOf(buffer) + position, room, flags, from);
            Reference.reachabilityFence(buffer);
            if (result > 0) {
                buffer.position(position + (int) Math.min(result, room));
            }
        } else {
            ByteBuffer copy = Scratch.copy(room);
            result = receive(fd, Scratch.copyAddress(copy), copy.remaining(), flags, from);
            if (result > 0) {
                buffer.put(copy.limit(Scratch.COPIED + (int) Math.min(result, copy.remaining())));
            }
        }
        return result;
    }

    /** recv(2) or recvfrom(2) to native memory. */
    static long receive(int fd, long address, int length, int flags, NativeAddress from) {
        long result;
        do {
            result = from == null
                    ? CALLS.recv(fd, address, length, flags)
                    : CALLS.recvfrom(fd, address, length, flags, from.address(), from.prepare());
        } while (result == -Errno.EINTR);
        Reference.reachabilityFence(from);
        return result;
    }

    /** send(2), or sendto(2) if there is an address. */
    static long send(int fd, ByteBuffer buffer, int flags, long toAddress, int toLength) {
        int position = buffer.position();
        int length = BufferChecks.remaining(buffer, position);
        long result;
        if (buffer.isDirect()) {
            if (length > 0) {
                BufferChecks.checkAlive(buffer, position);
            }
            result = send(fd, CALLS.addressOf(buffer) + position, length, flags, toAddress, toLength);
            Reference.reachabilityFence(buffer);
        } else {
            ByteBuffer copy = Scratch.copy(length);
            copy.put(Scratch.COPIED, buffer, position, copy.remaining());
            result = send(fd, Scratch.copyAddress(copy), copy.remaining(), flags, toAddress, toLength);
        }
        if (result > 0) {
            buffer.position(position + (int) result);
        }
        return result;
    }

    /** send(2) or sendto(2) from native memory. */
    static long send(int fd, long address, int length, int flags, long toAddress, int toLength) {
        long result;
        do {
            result = toLength == 0
                    ? CALLS.send(fd, address, length, flags | MSG_NOSIGNAL)
                    : CALLS.sendto(fd, address, length, flags | MSG_NOSIGNAL, toAddress, toLength);
        } while (result == -Errno.EINTR);
        return result;
    }

    /** recvmsg(2) into several buffers. */
    static long scatter(int fd, ByteBuffer[] buffers, int offset, int length) {
        ByteBuffer scratch = Scratch.get();
        ByteBuffer copy = Iovecs.copy(buffers, offset, length);
        int iovecs = Iovecs.lay(scratch, copy, buffers, offset, length, false);
        Message.put(scratch, Scratch.MESSAGE, 0, 0, Scratch.at(scratch, Scratch.IOVECS), iovecs, 0, 0);
        long result;
        do {
            result = CALLS.recvmsg(fd, Scratch.at(scratch, Scratch.MESSAGE), 0);
        } while (result == -Errno.EINTR);
        Iovecs.fence(buffers, offset, length);
        Iovecs.fill(copy, buffers, offset, length, result);
        return result;
    }

    /** sendmsg(2) from several buffers. It is not writev(2), because that can't leave SIGPIPE out. */
    static long gather(int fd, ByteBuffer[] buffers, int offset, int length) {
        ByteBuffer scratch = Scratch.get();
        ByteBuffer copy = Iovecs.copy(buffers, offset, length);
        int iovecs = Iovecs.lay(scratch, copy, buffers, offset, length, true);
        Message.put(scratch, Scratch.MESSAGE, 0, 0, Scratch.at(scratch, Scratch.IOVECS), iovecs, 0, 0);
        long result;
        do {
            result = CALLS.sendmsg(fd, Scratch.at(scratch, Scratch.MESSAGE), MSG_NOSIGNAL);
        } while (result == -Errno.EINTR);
        Iovecs.fence(buffers, offset, length);
        Iovecs.advance(buffers, offset, length, result);
        return result;
    }

    /** recvmsg(2) to several pieces of native memory. */
    static long scatter(int fd, long[] addresses, int[] lengths, int offset, int count) {
        ByteBuffer scratch = Scratch.get();
        int iovecs = Iovecs.lay(scratch, addresses, lengths, offset, count);
        Message.put(scratch, Scratch.MESSAGE, 0, 0, Scratch.at(scratch, Scratch.IOVECS), iovecs, 0, 0);
        long result;
        do {
            result = CALLS.recvmsg(fd, Scratch.at(scratch, Scratch.MESSAGE), 0);
        } while (result == -Errno.EINTR);
        return result;
    }

    /** sendmsg(2) from several pieces of native memory. */
    static long gather(int fd, long[] addresses, int[] lengths, int offset, int count) {
        ByteBuffer scratch = Scratch.get();
        int iovecs = Iovecs.lay(scratch, addresses, lengths, offset, count);
        Message.put(scratch, Scratch.MESSAGE, 0, 0, Scratch.at(scratch, Scratch.IOVECS), iovecs, 0, 0);
        long result;
        do {
            result = CALLS.sendmsg(fd, Scratch.at(scratch, Scratch.MESSAGE), MSG_NOSIGNAL);
        } while (result == -Errno.EINTR);
        return result;
    }

    // ---- At a position of a file ----

    /** preadv(2). */
    static long readAt(int fd, ByteBuffer buffer, long position) {
        int from = buffer.position();
        int room = BufferChecks.remaining(buffer, from);
        if (!buffer.isDirect()) {
            ByteBuffer copy = Scratch.copy(room);
            long result = readAt(fd, Scratch.copyAddress(copy), copy.remaining(), position);
            if (result > 0) {
                buffer.put(copy.limit(Scratch.COPIED + (int) result));
            }
            return result;
        }
        if (room > 0) {
            BufferChecks.checkAlive(buffer, from);
        }
        long result = readAt(fd, CALLS.addressOf(buffer) + from, room, position);
        Reference.reachabilityFence(buffer);
        if (result > 0) {
            buffer.position(from + (int) result);
        }
        return result;
    }

    static long readAt(int fd, long address, int length, long position) {
        ByteBuffer scratch = Scratch.get();
        Iovecs.lay(scratch, address, length);
        long result;
        do {
            result = CALLS.preadv(fd, Scratch.at(scratch, Scratch.IOVECS), 1, position);
        } while (result == -Errno.EINTR);
        return result;
    }

    static long readAt(int fd, ByteBuffer[] buffers, int offset, int length, long position) {
        ByteBuffer scratch = Scratch.get();
        ByteBuffer copy = Iovecs.copy(buffers, offset, length);
        int iovecs = Iovecs.lay(scratch, copy, buffers, offset, length, false);
        long result;
        do {
            result = CALLS.preadv(fd, Scratch.at(scratch, Scratch.IOVECS), iovecs, position);
        } while (result == -Errno.EINTR);
        Iovecs.fence(buffers, offset, length);
        Iovecs.fill(copy, buffers, offset, length, result);
        return result;
    }

    /** pwritev(2). */
    static long writeAt(int fd, ByteBuffer buffer, long position) {
        int from = buffer.position();
        int length = BufferChecks.remaining(buffer, from);
        long result;
        if (buffer.isDirect()) {
            if (length > 0) {
                BufferChecks.checkAlive(buffer, from);
            }
            result = writeAt(fd, CALLS.addressOf(buffer) + from, length, position);
            Reference.reachabilityFence(buffer);
        } else {
            ByteBuffer copy = Scratch.copy(length);
            copy.put(Scratch.COPIED, buffer, from, copy.remaining());
            result = writeAt(fd, Scratch.copyAddress(copy), copy.remaining(), position);
        }
        if (result > 0) {
            buffer.position(from + (int) result);
        }
        return result;
    }

    static long writeAt(int fd, long address, int length, long position) {
        ByteBuffer scratch = Scratch.get();
        Iovecs.lay(scratch, address, length);
        long result;
        do {
            result = CALLS.pwritev(fd, Scratch.at(scratch, Scratch.IOVECS), 1, position);
        } while (result == -Errno.EINTR);
        return result;
    }

    static long writeAt(int fd, ByteBuffer[] buffers, int offset, int length, long position) {
        ByteBuffer scratch = Scratch.get();
        ByteBuffer copy = Iovecs.copy(buffers, offset, length);
        int iovecs = Iovecs.lay(scratch, copy, buffers, offset, length, true);
        long result;
        do {
            result = CALLS.pwritev(fd, Scratch.at(scratch, Scratch.IOVECS), iovecs, position);
        } while (result == -Errno.EINTR);
        Iovecs.fence(buffers, offset, length);
        Iovecs.advance(buffers, offset, length, result);
        return result;
    }
}
