package dev.pollux.examples.echo;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;

/**
 * The buffers of all connections of a port, each of which has one for as long as it is open: a read that is pending owns its
 * memory, so none can be shared. Smaller ones than a loop's, therefore. Any thread.
 */
final class IocpEchoBuffers {
    private static final int BUFFER_BYTES = 8 * 1024;

    /** More spare ones than this, 8 MiB, are left to the garbage collector. */
    private static final int MAX_SPARE = 1024;

    private final ArrayDeque<ByteBuffer> spare = new ArrayDeque<>();

    /** {@return a buffer, empty} */
    ByteBuffer take() {
        ByteBuffer buffer;
        synchronized (this) {
            buffer = spare.pollLast();
        }
        return buffer != null ? buffer.clear() : ByteBuffer.allocateDirect(BUFFER_BYTES);
    }

    /** Takes one back that nothing pending uses. */
    synchronized void giveBack(ByteBuffer buffer) {
        if (spare.size() < MAX_SPARE) {
            spare.addLast(buffer);
        }
    }
}
