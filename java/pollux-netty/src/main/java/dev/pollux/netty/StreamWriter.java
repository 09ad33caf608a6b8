package dev.pollux.netty;

import dev.pollux.linux.Epoll;
import dev.pollux.linux.LinuxStreamSocket;
import dev.pollux.netty.internal.loop.Gather;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.FileRegion;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Writes what was flushed to a stream, many buffers a call. Only from the loop's thread. What it keeps is the channel's, see there. */
final class StreamWriter {
    /** How many bytes a call is given at most, at first. */
    static final long FIRST_AT_ONCE = 256 * 1024;

    /** The system takes no more now. */
    private static final int BLOCKED = -1;

    /** Below this many bytes, a short write says little about how much a call can take. */
    private static final long FEW_BYTES = 4096;

    private StreamWriter() {}

    static void write(PolluxStreamChannel channel, ChannelOutboundBuffer out) throws Exception {
        int calls = channel.config().getWriteSpinCount();
        while (true) {
            // A listener of a promise may have written more, or have closed the channel.
            Object message = out.current();
            if (message == null) {
                channel.link.drop(Epoll.OUT);
                return;
            }
            if (calls <= 0) {
                // It takes more, as far as is known: others have their turn first.
                channel.link.drop(Epoll.OUT);
                channel.eventLoop().execute(channel.goOn);
                return;
            }
            int made = message instanceof ByteBuf buffer
                    ? writeBuffers(channel, out, buffer)
                    : message instanceof FileRegion region
                            ? writeFile(channel, out, region)
                            : writeOther(channel, out, message);
            if (made == BLOCKED) {
                channel.link.want(Epoll.OUT);
                return;
            }
            calls -= made;
        }
    }

    /** The channel may have another loop by now. */
    static void goOn(PolluxStreamChannel channel) {
        if (channel.eventLoop().inEventLoop()) {
            channel.ours().flush0();
        } else {
            channel.eventLoop().execute(channel.goOn);
        }
    }

    /** Returns how many calls were made, or {@link #BLOCKED} */
    private static int writeBuffers(PolluxStreamChannel channel, ChannelOutboundBuffer out, ByteBuf first)
            throws Exception {
        if (out.size() > 1) {
            return writeMany(channel, out);
        }
        int length = first.readableBytes();
        if (length == 0) {
            out.remove();
            return 0;
        }
        LinuxStreamSocket stream = channel.stream();
        if (first.hasMemoryAddress()) {
            return taken(out, stream.send(first.memoryAddress() + first.readerIndex(), length));
        }
        if (first.nioBufferCount() == 1) {
            return taken(out, stream.send(first.internalNioBuffer(first.readerIndex(), length)));
        }
        return writeParts(channel, out);
    }

    private static int writeMany(PolluxStreamChannel channel, ChannelOutboundBuffer out) throws Exception {
        Gather gather = channel.link.gather();
        if (gather == null) {
            return writeParts(channel, out); // between two loops
        }
        gather.collect(out, channel.maxBytesAtOnce);
        if (gather.metForeign()) {
            return writeParts(channel, out);
        }
        if (gather.count() == 0) {
            out.removeBytes(0); // empty buffers only
            return 0;
        }
        long bytes = gather.bytes();
        return taken(channel, out, bytes, channel.stream().send(gather.addresses, gather.lengths, 0, gather.count()));
    }

    /** As {@link #writeMany}, for buffers that are several parts each. */
    private static int writeParts(PolluxStreamChannel channel, ChannelOutboundBuffer out) throws IOException {
        ByteBuffer[] parts = out.nioBuffers(Gather.MAX_PARTS, channel.maxBytesAtOnce);
        int count = out.nioBufferCount();
        if (count == 0) {
            out.removeBytes(0);
            return 0;
        }
        long bytes = out.nioBufferSize();
        return taken(channel, out, bytes, channel.stream().send(parts, 0, count));
    }

    private static int taken(PolluxStreamChannel channel, ChannelOutboundBuffer out, long offered, long sent) {
        if (sent == offered) {
            channel.maxBytesAtOnce = Math.max(channel.maxBytesAtOnce, offered * 2);
        } else if (offered > FEW_BYTES && sent < offered / 2) {
            channel.maxBytesAtOnce = offered / 2;
        }
        return taken(out, sent);
    }

    private static int taken(ChannelOutboundBuffer out, long sent) {
        if (sent <= 0) {
            return BLOCKED;
        }
        out.removeBytes(sent);
        return 1;
    }

    private static int writeFile(PolluxStreamChannel channel, ChannelOutboundBuffer out, FileRegion region)
            throws IOException {
        if (region.transferred() >= region.count()) {
            out.remove();
            return 0;
        }
        long sent = region instanceof PolluxFileRegion ours ? ours.sendTo(channel.stream()) : transfer(channel, region);
        if (sent <= 0) {
            return BLOCKED;
        }
        out.progress(sent);
        if (region.transferred() >= region.count()) {
            out.remove();
        }
        return 1;
    }

    private static int writeOther(PolluxStreamChannel channel, ChannelOutboundBuffer out, Object message)
            throws IOException {
        return channel.writeOther(out, message) > 0 ? 1 : BLOCKED;
    }

    private static long transfer(PolluxStreamChannel channel, FileRegion region) throws IOException {
        if (channel.sending == null) {
            channel.sending = new SendingChannel(channel.stream());
        }
        return region.transferTo(channel.sending, region.transferred());
    }
}
