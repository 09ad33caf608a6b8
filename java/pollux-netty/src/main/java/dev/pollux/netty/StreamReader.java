package dev.pollux.netty;

import dev.pollux.linux.LinuxStreamSocket;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.ChannelInputShutdownReadComplete;
import io.netty.util.UncheckedBooleanSupplier;
import java.io.IOException;

/** Reads a stream as long as its allocator's handle says so, and tells its end. Only from the loop's thread. */
final class StreamReader {
    private final PolluxStreamChannel channel;
    private boolean endTold; // all data was read, and the program knows

    StreamReader(PolluxStreamChannel channel) {
        this.channel = channel;
    }

    /**
     * Reads.
     *
     * @param toTheEnd true if the peer's end is known to be there: then a short read is no reason to stop
     */
    void read(boolean toTheEnd) {
        PolluxChannel.PolluxUnsafe unsafe = channel.ours();
        if (channel.isInputShutdown() && (endTold || !channel.allowsHalfClosure())) {
            unsafe.stopReading();
            return;
        }
        RecvByteBufAllocator.ExtendedHandle handle = unsafe.reading();
        handle.reset(channel.config());
        Throwable failure = null;
        boolean ended = false;
        try {
            ended = readAll(handle, toTheEnd);
        } catch (Throwable e) {
            failure = e;
        }
        told(handle, failure, ended);
    }

    /**
     * The program was told all that there is for now.
     *
     * @param failure why no more can be read, or null
     * @param ended true at the end of the stream
     */
    void told(RecvByteBufAllocator.ExtendedHandle handle, Throwable failure, boolean ended) {
        PolluxChannel.PolluxUnsafe unsafe = channel.ours();
        ChannelPipeline pipeline = channel.pipeline();
        handle.readComplete();
        pipeline.fireChannelReadComplete();
        if (failure != null) {
            pipeline.fireExceptionCaught(failure);
            if (failure instanceof IOException || failure instanceof OutOfMemoryError) {
                endOfInput(false);
            }
        } else if (ended) {
            endOfInput(true);
        }
        unsafe.stopReadingIfEnough();
    }

    /** Reads until nothing is there, or the handle has enough. Returns true at the end of the stream */
    private boolean readAll(RecvByteBufAllocator.ExtendedHandle handle, boolean toTheEnd) throws IOException {
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
    private void endOfInput(boolean allRead) {
        if (!channel.isInputShutdown()) {
            if (!channel.allowsHalfClosure()) {
                close();
                return;
            }
            boolean shut = tryToShut();
            channel.pipeline().fireUserEventTriggered(ChannelInputShutdownEvent.INSTANCE);
            if (!shut) {
                close();
                return;
            }
        }
        if (allRead && !endTold) {
            endTold = true;
            channel.pipeline().fireUserEventTriggered(ChannelInputShutdownReadComplete.INSTANCE);
        }
    }

    private boolean tryToShut() {
        try {
            channel.shutInput();
            return true;
        } catch (IOException e) {
            return false; // it was shut already, by a failure
        }
    }

    private void close() {
        channel.unsafe().close(channel.unsafe().voidPromise());
    }
}
