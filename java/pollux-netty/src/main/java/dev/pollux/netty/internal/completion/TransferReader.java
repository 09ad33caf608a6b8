package dev.pollux.netty.internal.completion;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.channel.socket.DuplexChannel;
import io.netty.util.UncheckedBooleanSupplier;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Gives a stream's program what has arrived, as long as its allocator's handle says so, and keeps the rest. Only from the loop's
 * thread.
 */
final class TransferReader {
    private final TransferredStream stream;
    private final DuplexChannel channel;
    private final StreamTransfers transfers;
    private final Arrivals kept;
    private final Runnable deliverKept = this::deliverKept;
    private boolean isDelivering; // a task of this one's is queued
    private boolean hasEnded;
    private boolean isEndTold;
    private IOException failure;

    TransferReader(TransferredStream stream, StreamTransfers transfers) {
        this.stream = stream;
        this.transfers = transfers;
        channel = stream.channel();
        kept = stream.arrivals();
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
        ChannelPipeline pipeline = channel.pipeline();
        RecvByteBufAllocator.ExtendedHandle handle = stream.reading();
        int end = data.limit();
        while (transfers.isReading() && kept.isEmpty() && data.position() < end && !channel.isInputShutdown()) {
            handle.reset(channel.config());
            do {
                int most = Math.max(1, handle.guess());
                handle.attemptedBytesRead(most);
                int length = Math.min(most, end - data.position());
                // Of its size: what is written back is kept for a turn, and many of the size to be guessed empty the
                // pool.
                ByteBuf buffer = channel.alloc().ioBuffer(length);
                buffer.writeBytes(data.limit(data.position() + length));
                data.limit(end);
                handle.lastBytesRead(length);
                handle.incMessagesRead(1);
                stream.gotMessage();
                pipeline.fireChannelRead(buffer);
            } while (data.position() < end
                    && !channel.isInputShutdown()
                    && handle.continueReading(UncheckedBooleanSupplier.TRUE_SUPPLIER));
            complete(handle);
        }
    }

    private void complete(RecvByteBufAllocator.ExtendedHandle handle) {
        handle.readComplete();
        channel.pipeline().fireChannelReadComplete();
        stream.stopReadingIfEnough();
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
        while (transfers.isReading() && !kept.isEmpty()) {
            RecvByteBufAllocator.ExtendedHandle handle = stream.reading();
            handle.reset(channel.config());
            do {
                int most = Math.max(1, handle.guess());
                handle.attemptedBytesRead(most);
                ByteBuf buffer = kept.take(most);
                handle.lastBytesRead(buffer.readableBytes());
                handle.incMessagesRead(1);
                stream.gotMessage();
                channel.pipeline().fireChannelRead(buffer);
            } while (!kept.isEmpty() && handle.continueReading(UncheckedBooleanSupplier.TRUE_SUPPLIER));
            complete(handle);
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
        RecvByteBufAllocator.ExtendedHandle handle = stream.reading();
        handle.reset(channel.config());
        handle.lastBytesRead(-1);
        stream.gotMessage();
        stream.told(handle, failure);
    }
}
