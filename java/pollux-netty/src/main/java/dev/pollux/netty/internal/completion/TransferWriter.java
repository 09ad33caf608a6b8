package dev.pollux.netty.internal.completion;

import dev.pollux.completion.CompletionSocket;
import dev.pollux.completion.WriteOperation;
import dev.pollux.linux.Epoll;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.FileRegion;
import io.netty.channel.socket.DuplexChannel;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Writes what was flushed by one operation at a time. It keeps the buffer until the operation has ended: the channel may be closed
 * meanwhile, and release all that it has. Only from the loop's thread.
 */
final class TransferWriter {
    /** A long message goes in parts: its sender sees progress, and a channel that moves waits for one part at most. */
    private static final int MOST = 1 << 20;

    /** Short messages are copied together, up to so many bytes. */
    private static final int FEW = 32 * 1024;

    private final TransferredStream stream;
    private final DuplexChannel channel;
    private final StreamTransfers transfers;
    private final WriteOperation write;
    private ByteBuf inFlight; // null unless a write is under way
    private ChannelOutboundBuffer from; // what it is of
    private boolean isOfFile;
    private IOException failure;
    private long settled; // bytes that were written after the channel had left

    TransferWriter(TransferredStream stream, StreamTransfers transfers, CompletionSocket socket) {
        this.stream = stream;
        channel = stream.channel();
        this.transfers = transfers;
        write = socket.write(0, 0).onCompletion((same, bytes) -> written(bytes)).onFailure((same, why) -> failed(why));
    }

    boolean isWriting() {
        return inFlight != null;
    }

    void write(ChannelOutboundBuffer out) throws IOException {
        if (failure != null) {
            IOException why = failure;
            failure = null;
            throw why;
        }
        while (inFlight == null) {
            Object message = out.current();
            if (message == null) {
                return;
            }
            ByteBuf next = message instanceof ByteBuf buffer ? next(out, buffer) : read(out, (FileRegion) message);
            if (next == null) {
                out.remove(); // it was empty
            } else {
                begin(out, next, message instanceof FileRegion);
            }
        }
    }

    /** From now on the channel flushes nothing until this has ended. */
    private void begin(ChannelOutboundBuffer out, ByteBuf next, boolean ofFile) {
        inFlight = next;
        from = out;
        isOfFile = ofFile;
        stream.link().want(Epoll.OUT);
        int length = Math.min(next.readableBytes(), MOST);
        if (next.hasMemoryAddress()) {
            write.memory(next.memoryAddress() + next.readerIndex(), length);
        } else {
            write.buffer(next.nioBuffer(next.readerIndex(), length));
        }
        write.submit();
    }

    /** What goes next, and is kept meanwhile: one buffer in its place, or a copy of several short ones. Null for an empty one. */
    private ByteBuf next(ChannelOutboundBuffer out, ByteBuf first) throws IOException {
        int length = first.readableBytes();
        if (length == 0) {
            return null;
        }
        boolean isInPlace = first.hasMemoryAddress() || first.isDirect() && first.nioBufferCount() == 1;
        if (isInPlace && (out.size() == 1 || length >= FEW)) {
            return first.retain();
        }
        ByteBuf copy = channel.alloc().directBuffer(FEW);
        try {
            out.forEachFlushedMessage(message -> {
                if (!(message instanceof ByteBuf buffer) || copy.writableBytes() == 0) {
                    return false;
                }
                int here = Math.min(buffer.readableBytes(), copy.writableBytes());
                copy.writeBytes(buffer, buffer.readerIndex(), here);
                return here == buffer.readableBytes();
            });
        } catch (Exception e) {
            copy.release();
            throw new IOException("what was flushed could not be copied", e);
        }
        return copy;
    }

    /** The next part of a file, or null at its end. */
    private ByteBuf read(ChannelOutboundBuffer out, FileRegion region) throws IOException {
        if (region.transferred() >= region.count()) {
            return null;
        }
        ByteBuf part = channel.alloc().directBuffer(FEW);
        try {
            region.transferTo(new BufferChannel(part), region.transferred());
            if (!part.isReadable()) {
                throw new IOException("the file has ended before its region: " + region.transferred() + " of "
                        + region.count() + " bytes were sent");
            }
            return part;
        } catch (Throwable e) {
            part.release();
            throw e;
        }
    }

    private void written(long bytes) {
        if (transfers.isLeaving()) {
            settled = bytes; // the messages are another thread's by now
        } else {
            take(bytes);
        }
        ended();
    }

    /** Once the channel has left: takes what was written out of its messages. */
    void settle() {
        take(settled);
        from = null;
    }

    private void take(long bytes) {
        ChannelOutboundBuffer out = from;
        // Else the channel was closed, or its output shut: it has no such messages any more.
        if (out != null && bytes > 0 && out == channel.unsafe().outboundBuffer()) {
            if (!isOfFile) {
                out.removeBytes(bytes);
            } else if (out.current() instanceof FileRegion region) {
                out.progress(bytes);
                if (region.transferred() >= region.count()) {
                    out.remove();
                }
            }
        }
    }

    private void failed(IOException why) {
        failure = why;
        ended();
    }

    private void ended() {
        ByteBuf sent = inFlight;
        inFlight = null;
        sent.release();
        if (transfers.isLeaving()) {
            transfers.lookWhetherOver();
            return;
        }
        from = null;
        stream.link().drop(Epoll.OUT);
        if (channel.isOpen()) {
            stream.flushNow();
        }
    }

    /** What a file region writes itself to. */
    private record BufferChannel(ByteBuf target) implements java.nio.channels.WritableByteChannel {
        @Override
        public int write(ByteBuffer source) {
            int length = Math.min(source.remaining(), target.writableBytes());
            int limit = source.limit();
            target.writeBytes(source.limit(source.position() + length));
            source.limit(limit);
            return length;
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public void close() {
            // The buffer is the writer's.
        }
    }
}
