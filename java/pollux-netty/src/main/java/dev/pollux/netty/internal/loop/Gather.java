package dev.pollux.netty.internal.loop;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelOutboundBuffer;

/** The pieces of a gathering write, by address and length: one for all channels of a loop. */
public final class Gather implements ChannelOutboundBuffer.MessageProcessor {
    /** As many as a call takes. */
    public static final int MAX_PARTS = 1024;

    public final long[] addresses = new long[MAX_PARTS];
    public final int[] lengths = new int[MAX_PARTS];

    private int count;
    private long bytes;
    private long maxBytes;
    private boolean foreign;

    /** Collects what was flushed, up to a number of bytes, which the first piece alone may exceed. */
    public void collect(ChannelOutboundBuffer out, long maxBytesNow) throws Exception {
        count = 0;
        bytes = 0;
        maxBytes = maxBytesNow;
        foreign = false;
        out.forEachFlushedMessage(this);
    }

    public int count() {
        return count;
    }

    public long bytes() {
        return bytes;
    }

    /** {@return true if there was a buffer without an address of its own, a composite one for instance} */
    public boolean metForeign() {
        return foreign;
    }

    @Override
    public boolean processMessage(Object message) {
        if (!(message instanceof ByteBuf buffer) || count == MAX_PARTS) {
            return false;
        }
        int length = buffer.readableBytes();
        if (length == 0) {
            return true;
        }
        if (!buffer.hasMemoryAddress()) {
            foreign = true;
            return false;
        }
        if (count > 0 && bytes + length > maxBytes) {
            return false;
        }
        addresses[count] = buffer.memoryAddress() + buffer.readerIndex();
        lengths[count++] = length;
        bytes += length;
        return true;
    }
}
