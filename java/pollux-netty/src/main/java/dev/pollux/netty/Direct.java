package dev.pollux.netty;

import dev.pollux.netty.internal.loop.Gather;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.CompositeByteBuf;
import io.netty.buffer.Unpooled;

/** Outgoing buffers in memory that the system can read: what lies on the heap is copied, once. */
final class Direct {
    private Direct() {}

    /** {@return the buffer, or a direct copy of it, in which case it was released} */
    static ByteBuf of(ByteBuf buffer, ByteBufAllocator allocator) {
        return isDirect(buffer) ? buffer : copyAndRelease(buffer, allocator);
    }

    private static boolean isDirect(ByteBuf buffer) {
        if (buffer.hasMemoryAddress()) {
            return true;
        }
        if (!buffer.isDirect()) {
            return false;
        }
        // A direct composite is sent in place as far as one call takes its parts.
        return !(buffer instanceof CompositeByteBuf) || buffer.nioBufferCount() <= Gather.MAX_PARTS;
    }

    /** {@return true if a datagram can be sent of it as it is} */
    static boolean isOnePiece(ByteBuf buffer) {
        return buffer.hasMemoryAddress() || buffer.isDirect() && buffer.nioBufferCount() == 1;
    }

    /** {@return a direct copy in one piece. The buffer was released} */
    static ByteBuf onePiece(ByteBuf buffer, ByteBufAllocator allocator) {
        try {
            int length = buffer.readableBytes();
            return allocator.directBuffer(length).writeBytes(buffer, buffer.readerIndex(), length);
        } finally {
            buffer.release();
        }
    }

    static ByteBuf copyAndRelease(ByteBuf buffer, ByteBufAllocator allocator) {
        try {
            int length = buffer.readableBytes();
            if (length == 0) {
                return Unpooled.EMPTY_BUFFER;
            }
            ByteBuf copy = allocator.isDirectBufferPooled() ? null : ByteBufUtil.threadLocalDirectBuffer();
            if (copy == null) {
                copy = allocator.directBuffer(length);
            }
            return copy.writeBytes(buffer, buffer.readerIndex(), length);
        } finally {
            buffer.release();
        }
    }
}
