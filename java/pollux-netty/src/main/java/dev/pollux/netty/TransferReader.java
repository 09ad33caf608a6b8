package dev.pollux.netty;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.util.UncheckedBooleanSupplier;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Queue;

/**
 * Gives a stream's program what has arrived, as long as its allocator's handle says so, and keeps the rest. Only from the loop's
 * thread.
 */
final class TransferReader {
    private final PolluxStreamChannel channel;
    private final StreamTransfers transfers;
    private final Arrivals kept;
    private final Runnable deliverKept = this::deliverKept;
    private boolean isDelivering; // a task of this one's is queued
    private boolean hasEnded;
    private boolean isEndTold;
    private IOException failure;

    TransferReader(PolluxStreamChannel channel, StreamTransfers transfers) {
        this.channel = channel;
        this.transfers = transfers;
        kept = channel.arrivals();
    }

    /** {@return true if nothing is kept} */
    boolean isEmpty() {
        return kept.isEmpty() && (!hasEnded || isEndTold);
    }

    /** {@return true if the system has told the end of the stream, or a failure} */
    boolean hasEnded() {
        return hasEnded;
    }

    /** Tells the program what has just arrived, up to what it wants. The rest stays in the buffer. */
    void deliver(ByteBuffer data) {
        PolluxChannel.PolluxUnsafe unsafe = channel.ours();
        ChannelPipeline pipeline = channel.pipeline();
        RecvByteBufAllocator.ExtendedHandle handle = unsafe.reading();
        int end = data.limit();
        while (transfers.isReading() && kept.isEmpty() && data.position() < end && !channel.isInputShutdown()) {
            handle.reset(channel.config());
            do {
                ByteBuf buffer = handle.allocate(channel.alloc());
                int room = Math.max(1, buffer.writableBytes());
                handle.attemptedBytesRead(room);
                int length = Math.min(room, end - data.position());
                buffer.writeBytes(data.limit(data.position() + length));
                data.limit(end);
                handle.lastBytesRead(length);
                handle.incMessagesRead(1);
                unsafe.readPending = false;
                pipeline.fireChannelRead(buffer);
            } while (data.position() < end
                    && !channel.isInputShutdown()
                    && handle.continueReading(UncheckedBooleanSupplier.TRUE_SUPPLIER));
            complete(unsafe, handle);
        }
    }

    private void complete(PolluxChannel.PolluxUnsafe unsafe, RecvByteBufAllocator.ExtendedHandle handle) {
        handle.readComplete();
        channel.pipeline().fireChannelReadComplete();
        if (unsafe.shouldStopReading()) {
            unsafe.stopReading();
        }
    }

    /** Not within the program's own call. */
    void deliverLater() {
        if (!isDelivering) {
            isDelivering = true;
            channel.eventLoop().execute(deliverKept);
        }
    }

    private void deliverKept() {
        isDelivering = false;
        PolluxChannel.PolluxUnsafe unsafe = channel.ours();
        while (transfers.isReading() && !kept.isEmpty()) {
            RecvByteBufAllocator.ExtendedHandle handle = unsafe.reading();
            handle.reset(channel.config());
            ByteBuf buffer = kept.take();
            handle.attemptedBytesRead(buffer.readableBytes());
            handle.lastBytesRead(buffer.readableBytes());
            handle.incMessagesRead(1);
            unsafe.readPending = false;
            channel.pipeline().fireChannelRead(buffer);
            complete(unsafe, handle);
        }
        if (!kept.isEmpty() || !transfers.isReading()) {
            return;
        }
        if (hasEnded) {
            tellEnd();
        } else {
            transfers.goOn();
        }
    }

    /** The system has no more. It is told once all that has come before is. */
    void ended(IOException why) {
        hasEnded = true;
        failure = why;
        if (kept.isEmpty()) {
            tellEnd();
        }
    }

    private void tellEnd() {
        if (isEndTold || !channel.isOpen()) {
            return;
        }
        isEndTold = true;
        PolluxChannel.PolluxUnsafe unsafe = channel.ours();
        RecvByteBufAllocator.ExtendedHandle handle = unsafe.reading();
        handle.reset(channel.config());
        handle.lastBytesRead(-1);
        unsafe.readPending = false;
        channel.reader().told(handle, failure, failure == null);
    }

    /**
     * What has arrived at a stream before its program wanted it: while autoRead is off, or while the channel moves to another loop. Only
     * from the thread of the channel's loop.
     */
    static final class Arrivals {
        private final Queue<ByteBuf> buffers = new ArrayDeque<>(0);

        boolean isEmpty() {
            return buffers.isEmpty();
        }

        /** Copies what is left in a buffer that is somebody else's. */
        void keep(ByteBuffer data, ByteBufAllocator allocator) {
            buffers.add(allocator.ioBuffer(data.remaining()).writeBytes(data));
        }

        /** {@return the oldest, which is the caller's to release, or null} */
        ByteBuf take() {
            return buffers.poll();
        }

        /** Moves all that another one has behind what this one has. */
        void addAll(Arrivals later) {
            ByteBuf buffer;
            while ((buffer = later.take()) != null) {
                buffers.add(buffer);
            }
        }

        void release() {
            ByteBuf buffer;
            while ((buffer = take()) != null) {
                buffer.release();
            }
        }
    }
}
