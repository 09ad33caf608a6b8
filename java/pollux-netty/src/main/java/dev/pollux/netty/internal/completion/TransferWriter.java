package dev.pollux.netty.internal.completion;

import dev.pollux.completion.CompletionCallback;
import dev.pollux.completion.CompletionSocket;
import dev.pollux.completion.FailureCallback;
import dev.pollux.completion.SendFileOperation;
import dev.pollux.completion.WriteOperation;
import dev.pollux.linux.Epoll;
import dev.pollux.netty.internal.loop.Gather;
import dev.pollux.system.OpenFile;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.FileRegion;
import io.netty.channel.socket.DuplexChannel;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Writes what was flushed by one operation at a time, many buffers in one. It keeps the buffers until the operation has ended: the
 * channel may be closed meanwhile, and release all that it has. Only from the loop's thread.
 *
 * <p>It is its operation's callbacks, too: with many connections each object that a message meets has left the processor's cache.
 */
final class TransferWriter
        implements ChannelOutboundBuffer.MessageProcessor,
                CompletionCallback<WriteOperation>,
                FailureCallback<WriteOperation> {
    /** More goes in parts: its sender sees progress, and a channel that moves waits for one part at most. */
    private static final int MOST = 1 << 20;

    /** What has no address, a composite buffer for instance, is copied in parts, and so is a file that the port can't send by itself. */
    private static final int PART = 32 * 1024;

    private static final ByteBuf[] NONE = {};

    private final TransferredStream stream;
    private final DuplexChannel channel;
    private final StreamTransfers transfers;
    private final Gather gather;
    private final CompletionSocket socket;
    private final WriteOperation write;
    private SendFileOperation sending; // of the region that goes now
    private FileRegion region; // a part of it is under way
    private boolean isWriting;
    private ByteBuf first; // what is under way
    private ByteBuf[] others = NONE; // ... after the first, which is mostly all
    private int count;
    private int bytes;
    private ChannelOutboundBuffer from; // what it is of, unless that has been failed
    private boolean isOfFile;
    private IOException failure;
    private long settled; // bytes that were written after the channel had left

    TransferWriter(TransferredStream stream, StreamTransfers transfers, CompletionSocket socket, Gather gather) {
        this.stream = stream;
        channel = stream.channel();
        this.transfers = transfers;
        this.gather = gather;
        this.socket = socket;
        write = socket.write(0, 0).onCompletion(this).onFailure(this);
    }

    @Override
    public void onCompletion(WriteOperation same, long written) {
        written(written);
    }

    @Override
    public void onFailure(WriteOperation same, IOException why) {
        failed(why);
    }

    boolean isWriting() {
        return isWriting;
    }

    /** What was flushed has been failed, or is about to be. What is under way of it is written nevertheless. */
    void forget() {
        from = null;
    }

    void write(ChannelOutboundBuffer out) throws Exception {
        if (failure != null) {
            IOException why = failure;
            failure = null;
            throw why;
        }
        while (!isWriting) {
            Object message = out.current();
            if (message == null) {
                return;
            }
            OpenFile file = message instanceof FileRegion its ? stream.fileOf(its) : null;
            if (file != null) {
                send(out, (FileRegion) message, file);
                continue;
            }
            boolean hasAny = message instanceof ByteBuf ? prepare(out) : read((FileRegion) message);
            if (hasAny) {
                begin(out, message instanceof FileRegion);
            } else if (message instanceof ByteBuf) {
                out.removeBytes(0); // empty ones
            } else {
                out.remove();
            }
        }
    }

    private void begin(ChannelOutboundBuffer out, boolean ofFile) {
        begun(out, ofFile);
        if (count == 1) {
            write.memory(gather.addresses[0], gather.lengths[0]);
        } else {
            write.memory(gather.addresses, gather.lengths, 0, count);
        }
        write.submit();
    }

    /** From now on the channel flushes nothing until this has ended. */
    private void begun(ChannelOutboundBuffer out, boolean ofFile) {
        isWriting = true;
        from = out;
        isOfFile = ofFile;
        stream.link().mark(Epoll.OUT);
    }

    /** The system sends the next part of a file. Its channel may be closed meanwhile, and give the region back. */
    private void send(ChannelOutboundBuffer out, FileRegion whole, OpenFile file) {
        long left = whole.count() - whole.transferred();
        if (left <= 0) {
            out.remove();
            return;
        }
        if (sending == null) {
            sending = socket.sendFile(file)
                    .onCompletion((same, sent) -> sent(sent))
                    .onFailure((same, why) -> notSent(why));
        }
        sending.range(whole.position() + whole.transferred(), Math.min(MOST, left));
        region = whole.retain();
        begun(out, true);
        sending.submit();
    }

    private void sent(long bytes) {
        FileRegion part = region;
        region = null;
        IOException why = null;
        try {
            stream.fileSent(part, bytes);
        } catch (IOException e) {
            why = e;
        }
        if (why != null || part.transferred() >= part.count()) {
            sending = null; // the next region has another file
        }
        part.release();
        if (why == null) {
            written(bytes);
        } else {
            failed(why);
        }
    }

    private void notSent(IOException why) {
        FileRegion part = region;
        region = null;
        sending = null;
        part.release();
        failed(why);
    }

    /** Collects what goes next. Returns false if there are but empty buffers. */
    private boolean prepare(ChannelOutboundBuffer out) throws Exception {
        count = 0;
        bytes = 0;
        out.forEachFlushedMessage(this);
        return count > 0;
    }

    @Override
    public boolean processMessage(Object message) {
        if (!(message instanceof ByteBuf buffer) || count == Gather.MAX_PARTS) {
            return false;
        }
        int length = buffer.readableBytes();
        if (length == 0) {
            return true;
        }
        if (!buffer.hasMemoryAddress()) {
            if (count == 0) {
                keep(channel.alloc()
                        .directBuffer(PART)
                        .writeBytes(buffer, buffer.readerIndex(), Math.min(length, PART)));
            }
            return false;
        }
        if (count > 0 && bytes + length > MOST) {
            return false;
        }
        keep(buffer.retain());
        return true;
    }

    /** Keeps a buffer until all that goes with it has been written. */
    private void keep(ByteBuf buffer) {
        int length = Math.min(MOST, buffer.readableBytes());
        gather.addresses[count] = buffer.memoryAddress() + buffer.readerIndex();
        gather.lengths[count] = length;
        if (count == 0) {
            first = buffer;
        } else {
            if (count > others.length) {
                others = Arrays.copyOf(others, Math.max(7, 2 * count));
            }
            others[count - 1] = buffer;
        }
        count++;
        bytes += length;
    }

    private void release() {
        if (count > 0) {
            first.release();
            first = null;
        }
        for (int i = 0; i < count - 1; i++) {
            others[i].release();
            others[i] = null;
        }
        count = 0;
    }

    /** Takes the next part of a file. Returns false at its end. */
    private boolean read(FileRegion region) throws IOException {
        count = 0;
        bytes = 0;
        if (region.transferred() >= region.count()) {
            return false;
        }
        ByteBuf part = channel.alloc().directBuffer(PART);
        try {
            region.transferTo(new BufferChannel(part), region.transferred());
            if (!part.isReadable()) {
                throw new IOException("the file has ended before its region: " + region.transferred() + " of "
                        + region.count() + " bytes were sent");
            }
            keep(part);
            return true;
        } catch (Throwable e) {
            part.release();
            throw e;
        }
    }

    /** The buffers are given back first: who is told that they are written may look. */
    private void written(long written) {
        release();
        isWriting = false;
        if (transfers.isLeaving()) {
            settled = written; // the messages are another thread's by now
        } else {
            take(written);
        }
        ended();
    }

    /** Once the channel has left: takes what was written out of its messages. */
    void settle() {
        take(settled);
        from = null;
    }

    private void take(long written) {
        ChannelOutboundBuffer out = from;
        // Else the channel was closed, or its output shut: it has no such messages any more.
        if (out != null && written > 0 && channel.isOpen()) {
            if (!isOfFile) {
                out.removeBytes(written);
            } else if (out.current() instanceof FileRegion region) {
                out.progress(written);
                if (region.transferred() >= region.count()) {
                    out.remove();
                }
            }
        }
    }

    private void failed(IOException why) {
        release();
        isWriting = false;
        failure = why;
        ended();
    }

    private void ended() {
        transfers.hasWritten();
        if (transfers.isLeaving()) {
            transfers.lookWhetherOver();
            return;
        }
        from = null;
        stream.link().unmark(Epoll.OUT);
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
