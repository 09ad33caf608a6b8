package dev.pollux.internal.completion.file;

import dev.pollux.internal.completion.seam.TransferBuffers;
import java.nio.ByteBuffer;

/** What the system asks of transfers that pass its page cache, and of which it says only that an argument is invalid. */
final class DirectRules {
    private DirectRules() {}

    /**
     * @throws IllegalArgumentException if a position, a length or an address is no multiple of the file's alignment
     */
    static void check(FileTransferWork<?> operation, ByteBuffer[] several) {
        int alignment = operation.alignment();
        if (alignment == 1) {
            return;
        }
        check(operation.position(), "position", alignment);
        TransferBuffers buffers = operation.buffers();
        if (buffers.count() == 0) {
            check(buffers.memoryAddress(), "address", alignment);
            check(buffers.memoryLength(), "length", alignment);
        } else if (several == null) {
            check(buffers.buffer(0), alignment);
        } else {
            for (ByteBuffer each : several) {
                check(each, alignment);
            }
        }
    }

    private static void check(ByteBuffer buffer, int alignment) {
        int over = buffer.alignmentOffset(buffer.position(), alignment);
        if (over != 0) {
            throw new IllegalArgumentException(
                    "the buffer's position lies " + over + " bytes behind a multiple of " + alignment
                            + " in memory: FileOption.DIRECT takes multiples of CompletionFile.alignment(). ByteBuffer.alignedSlice"
                            + " makes such a buffer");
        }
        check(buffer.remaining(), "length", alignment);
    }

    private static void check(long value, String what, int alignment) {
        if (value % alignment != 0) {
            throw new IllegalArgumentException(what + " " + value + " is no multiple of " + alignment
                    + ": FileOption.DIRECT takes multiples of CompletionFile.alignment()");
        }
    }
}
