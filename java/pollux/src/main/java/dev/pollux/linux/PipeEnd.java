package dev.pollux.linux;

import static dev.pollux.linux.Linux.CALLS;

import dev.pollux.internal.memory.BufferChecks;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Objects;

/**
 * One end of a pipe (pipe(7)): bytes that go into the one come out of the other. It never blocks. All methods may be
 * called from any thread. Transfers keep java.nio's conventions: the number of bytes, 0 if the call would block, -1
 * once the other end is closed and all was read.
 *
 * <pre>{@code
 * PipeEnd[] ends = PipeEnd.open();
 * ends[1].send(message);
 * ends[0].receive(buffer);
 * }</pre>
 */
public final class PipeEnd extends Descriptor {
    private PipeEnd(int fd) {
        super(fd);
    }

    /**
     * Opens a pipe: pipe2(2) with O_CLOEXEC and O_NONBLOCK.
     *
     * @return an array of the end that is read from, and the end that is written to
     * @throws IOException if too many descriptors are open
     */
    public static PipeEnd[] open() throws IOException {
        Linux.require();
        ByteBuffer scratch = Scratch.get();
        int result = CALLS.pipe2(Scratch.at(scratch, Scratch.VALUE), Linux.O_CLOEXEC | Linux.O_NONBLOCK);
        if (result < 0) {
            throw Errors.of("pipe2", result, "");
        }
        int readEnd = scratch.getInt(Scratch.VALUE);
        int writeEnd = scratch.getInt(Scratch.VALUE + 4);
        try {
            return new PipeEnd[] {new PipeEnd(readEnd), new PipeEnd(writeEnd)};
        } catch (Throwable e) { // no memory
            CALLS.close(readEnd);
            CALLS.close(writeEnd);
            throw e;
        }
    }

    /**
     * Reads what there is: readv(2).
     *
     * @param buffers take the bytes, in order
     * @return the number of bytes, or 0 if it would block or the buffers have no room, or -1 at the end
     * @throws IOException EBADF on the end that is written to
     */
    public long receive(ByteBuffer... buffers) throws IOException {
        BufferChecks.checkWritable(buffers, 0, buffers.length);
        int fd = acquire();
        try {
            return receive(fd, buffers);
        } finally {
            release();
        }
    }

    /** What has no positions is read so, a pipe or not. */
    static long receive(int fd, ByteBuffer[] buffers) throws IOException {
        ByteBuffer scratch = Scratch.get();
        ByteBuffer copy = Iovecs.copy(buffers, 0, buffers.length);
        int iovecs = Iovecs.lay(scratch, copy, buffers, 0, buffers.length, false);
        long result;
        do {
            result = CALLS.readv(fd, Scratch.at(scratch, Scratch.IOVECS), iovecs);
        } while (result == -Errno.EINTR);
        Iovecs.fence(buffers, 0, buffers.length);
        Iovecs.fill(copy, buffers, 0, buffers.length, result);
        return result == 0 && iovecs > 0 ? -1 : checked("readv", result, fd);
    }

    /**
     * Writes what the pipe takes: writev(2). Up to 4096 bytes (PIPE_BUF) go in whole or not at all.
     *
     * @param buffers hold the bytes
     * @return the number of bytes taken, or 0 if it would block
     * @throws IOException EPIPE if the other end is closed, EBADF on the end that is read from
     */
    public long send(ByteBuffer... buffers) throws IOException {
        Objects.requireNonNull(buffers);
        int fd = acquire();
        try {
            return send(fd, buffers);
        } finally {
            release();
        }
    }

    /** Writes as {@link #receive(int, ByteBuffer[])} reads. */
    static long send(int fd, ByteBuffer[] buffers) throws IOException {
        ByteBuffer scratch = Scratch.get();
        ByteBuffer copy = Iovecs.copy(buffers, 0, buffers.length);
        int iovecs = Iovecs.lay(scratch, copy, buffers, 0, buffers.length, true);
        long result;
        do {
            result = CALLS.writev(fd, Scratch.at(scratch, Scratch.IOVECS), iovecs);
        } while (result == -Errno.EINTR);
        Iovecs.fence(buffers, 0, buffers.length);
        Iovecs.advance(buffers, 0, buffers.length, result);
        return checked("writev", result, fd);
    }

    private static long checked(String call, long result, int fd) throws IOException {
        if (result >= 0) {
            return result;
        }
        if (result == -Errno.EAGAIN) {
            return 0;
        }
        throw Errors.of(call, result, fd);
    }
}
