package dev.pollux.netty.internal.completion;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Queue;

/**
 * What has arrived at a stream before its program wanted it: while autoRead is off, or while the channel moves to another loop. Only
 * from the thread of the channel's loop.
 */
public final class Arrivals {
    private Queue<ByteBuf> buffers; // null until there was one: each message asks whether there is

    boolean isEmpty() {
        return buffers == null || buffers.isEmpty();
    }

    /** Copies what is left in a buffer that is somebody else's. */
    void keep(ByteBuffer data, ByteBufAllocator allocator) {
        add(allocator.ioBuffer(data.remaining()).writeBytes(data));
    }

    private void add(ByteBuf buffer) {
        if (buffers == null) {
            buffers = new ArrayDeque<>();
        }
        buffers.add(buffer);
    }

    /** {@return the oldest bytes, so many at most, which are the caller's to release, or null} */
    ByteBuf take(int most) {
        ByteBuf first = isEmpty() ? null : buffers.peek();
        return first == null || first.readableBytes() <= most ? poll() : first.readRetainedSlice(most);
    }

    /** Moves all that another one has behind what this one has. */
    void addAll(Arrivals later) {
        ByteBuf buffer;
        while ((buffer = later.poll()) != null) {
            add(buffer);
        }
    }

    public void release() {
        ByteBuf buffer;
        while ((buffer = poll()) != null) {
            buffer.release();
        }
    }

    private ByteBuf poll() {
        return isEmpty() ? null : buffers.poll();
    }
}
