package dev.pollux.windows;

import static dev.pollux.windows.Windows.CALLS;

import dev.pollux.internal.memory.BufferChecks;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;

/** What files and pipes have in common: ReadFile and WriteFile. The buffers were checked. */
final class FileCalls {
    private FileCalls() {}

    static int read(OverlappedHandle file, Overlapped operation, long position, ByteBuffer buffer)
            throws ClosedChannelException {
        int from = buffer.position();
        int length = BufferChecks.remaining(buffer, from);
        return read(file, operation, position, buffer, CALLS.addressOf(buffer) + from, length);
    }

    /** @param kept the buffer that the memory is of, or null */
    static int read(
            OverlappedHandle file, Overlapped operation, long position, ByteBuffer kept, long address, int length)
            throws ClosedChannelException {
        long handle = file.acquire();
        try {
            begin(operation, kept);
            operation.putOffset(position);
            operation.publish();
            int result = CALLS.readFile(handle, address, length, operation.address());
            return file.received(operation, OverlappedHandle.ofBool(result));
        } finally {
            file.release();
        }
    }

    static int write(OverlappedHandle file, Overlapped operation, long position, ByteBuffer buffer)
            throws ClosedChannelException {
        int from = buffer.position();
        int length = BufferChecks.remaining(buffer, from);
        return write(file, operation, position, buffer, CALLS.addressOf(buffer) + from, length);
    }

    /** @param kept the buffer that the memory is of, or null */
    static int write(
            OverlappedHandle file, Overlapped operation, long position, ByteBuffer kept, long address, int length)
            throws ClosedChannelException {
        long handle = file.acquire();
        try {
            begin(operation, kept);
            operation.putOffset(position);
            operation.publish();
            int result = CALLS.writeFile(handle, address, length, operation.address());
            return file.submitted(operation, OverlappedHandle.ofBool(result));
        } finally {
            file.release();
        }
    }

    private static void begin(Overlapped operation, ByteBuffer kept) {
        if (kept == null) {
            operation.begin(false);
        } else {
            operation.begin(false, kept);
        }
    }
}
