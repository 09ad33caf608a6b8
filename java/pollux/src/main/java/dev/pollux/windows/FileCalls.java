package dev.pollux.windows;

import static dev.pollux.windows.Windows.CALLS;

import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;

/** What files and pipes have in common: ReadFile and WriteFile. The buffers were checked. */
final class FileCalls {
    private FileCalls() {}

    static int read(OverlappedHandle file, Overlapped operation, long position, ByteBuffer buffer)
            throws ClosedChannelException {
        long handle = file.acquire();
        try {
            int submission = operation.begin(false);
            operation.putOffset(position);
            operation.add(buffer);
            operation.publish();
            int result = CALLS.readFile(
                    handle, CALLS.addressOf(buffer) + buffer.position(), buffer.remaining(), operation.address());
            return file.submitted(operation, submission, OverlappedHandle.ofBool(result));
        } finally {
            file.release();
        }
    }

    static int write(OverlappedHandle file, Overlapped operation, long position, ByteBuffer buffer)
            throws ClosedChannelException {
        long handle = file.acquire();
        try {
            int submission = operation.begin(false);
            operation.putOffset(position);
            operation.add(buffer);
            operation.publish();
            int result = CALLS.writeFile(
                    handle, CALLS.addressOf(buffer) + buffer.position(), buffer.remaining(), operation.address());
            return file.submitted(operation, submission, OverlappedHandle.ofBool(result));
        } finally {
            file.release();
        }
    }
}
