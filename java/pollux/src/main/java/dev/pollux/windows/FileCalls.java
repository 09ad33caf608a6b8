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
        long address = CALLS.addressOf(buffer);
        long handle = file.acquire();
        try {
            operation.begin(false, buffer);
            operation.putOffset(position);
            operation.publish();
            int result = CALLS.readFile(handle, address + from, length, operation.address());
            return file.received(operation, OverlappedHandle.ofBool(result));
        } finally {
            file.release();
        }
    }

    static int write(OverlappedHandle file, Overlapped operation, long position, ByteBuffer buffer)
            throws ClosedChannelException {
        int from = buffer.position();
        int length = BufferChecks.remaining(buffer, from);
        long address = CALLS.addressOf(buffer);
        long handle = file.acquire();
        try {
            operation.begin(false, buffer);
            operation.putOffset(position);
            operation.publish();
            int result = CALLS.writeFile(handle, address + from, length, operation.address());
            return file.submitted(operation, OverlappedHandle.ofBool(result));
        } finally {
            file.release();
        }
    }
}
