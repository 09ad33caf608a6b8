package dev.pollux.netty;

import dev.pollux.linux.LinuxStreamSocket;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.ChannelInputShutdownReadComplete;
import io.netty.util.UncheckedBooleanSupplier;
import java.io.IOException;

/**
 * Reads a stream as long as its allocator's handle says so, and tells its end. Only from the loop's thread. What it keeps is the
 * channel's, see there.
 */
final class StreamReader {
    private StreamReader() {}

    /**
     * Reads.
     *
     * @param toTheEnd true if the peer's end is known to be there: then a short read is no reason to stop
     */
    static void read(PolluxStreamChannel channel, boolean toTheEnd) {
        PolluxChannel.PolluxUnsafe unsafe = channel.ours();
        if (channel.isInputShutdown() && (channel.endTold || !channel.allowsHalfClosure())) {
            unsafe.stopReading();
            return;
        }
        RecvByteBufAllocator.ExtendedHandle handle = unsafe.reading();
        handle.reset(channel.config());
        Throwable failure = null;
        boolean ended = false;
        try {
            ended = readAll(channel, handle, toTheEnd);
        } catch (Throwable e) {
            failure = e;
        }
        told(channel, handle, failure, ended);
    }

    /**
     * The program was told all that there is for now.
     *
     * @param failure why no more can be read, or null
     * @param ended true at the end of the stream
     */
    static void told(
            PolluxStreamChannel channel, RecvByteBufAllocator.ExtendedHandle handle, Throwable failure, boolean ended) {
        PolluxChannel.PolluxUnsafe unsafe = channel.ours();
        ChannelPipeline pipeline = channel.pipeline();
        handle.readComplete();
        pipeline.fireChannelReadComplete();
        if (failure != null) {
            pipeline.fireExceptionCaught(failure);
            if (failure instanceof IOException || failure instanceof OutOfMemoryError) {
                endOfInput(channel, false);
            }
        } else if (ended) {
            endOfInput(channel, true);
        }
        unsafe.stopReadingIfEnough();
    }

    /** Reads until nothing is there, or the handle has enough. Returns true at the end of the stream */
    private static boolean readAll(
            PolluxStreamChannel channel, RecvByteBufAllocator.ExtendedHandle handle, boolean toTheEnd)
            throws IOException {
        do {
            ByteBuf buffer = handle.allocate(channel.alloc());
            int received;
            try {
                handle.attemptedBytesRead(buffer.writableBytes());
                received = receive(channel.stream(), buffer);
                handle.lastBytesRead(received);
            } catch (Throwable e) {
                buffer.release();
                throw e;
            }
            if (received <= 0) {
                buffer.release();
                if (received < 0) {
                    channel.ours().readPending = false;
                }
                return received < 0;
            }
            handle.incMessagesRead(1);
            channel.ours().readPending = false;
            channel.pipeline().fireChannelRead(buffer);
        } while (!channel.isInputShutdown() && goesOn(handle, toTheEnd));
        return false;
    }

    private static boolean goesOn(RecvByteBufAllocator.ExtendedHandle handle, boolean toTheEnd) {
        return toTheEnd ? handle.continueReading(UncheckedBooleanSupplier.TRUE_SUPPLIER) : handle.continueReading();
    }

    private static int receive(LinuxStreamSocket stream, ByteBuf buffer) throws IOException {
        int at = buffer.writerIndex();
        int room = buffer.writableBytes();
        int received = buffer.hasMemoryAddress()
                ? stream.receive(buffer.memoryAddress() + at, room)
                : stream.receive(buffer.internalNioBuffer(at, room));
        if (received > 0) {
            buffer.writerIndex(at + received);
        }
        return received;
    }

    /**
     * The peer sends no more, or the connection has failed.
     *
     * @param allRead true if all that it sent was read
     */
    private static void endOfInput(PolluxStreamChannel channel, boolean allRead) {
        if (!channel.isInputShutdown()) {
            if (!channel.allowsHalfClosure()) {
                close(channel);
                return;
            }
            boolean shut = tryToShut(channel);
            channel.pipeline().fireUserEventTriggered(ChannelInputShutdownEvent.INSTANCE);
            if (!shut) {
                close(channel);
                return;
            }
        }
        if (allRead && !channel.endTold) {
            channel.endTold = true;
            channel.pipeline().fireUserEventTriggered(ChannelInputShutdownReadComplete.INSTANCE);
        }
    }

    private static boolean tryToShut(PolluxStreamChannel channel) {
        try {
            channel.shutInput();
            return true;
        } catch (IOException e) {
            return false; // it was shut already, by a failure
        }
    }

    private static void close(PolluxStreamChannel channel) {
        channel.unsafe().close(channel.unsafe().voidPromise());
    }
}
