package dev.pollux.netty;

import dev.pollux.linux.DatagramBatch;
import dev.pollux.linux.Epoll;
import dev.pollux.linux.LinuxDatagramSocket;
import dev.pollux.linux.NativeAddress;
import io.netty.buffer.ByteBuf;
import io.netty.channel.AddressedEnvelope;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.unix.SegmentedDatagramPacket;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.channels.NotYetConnectedException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.channels.UnsupportedAddressTypeException;

/** Sends what was flushed, many datagrams a call. Only from the loop's thread. */
final class DatagramWriter implements ChannelOutboundBuffer.MessageProcessor {
    private static final int MAX_AT_ONCE = 16;

    private final PolluxDatagramChannel channel;
    private final NativeAddress to = new NativeAddress();
    private DatagramBatch batch; // made for the first call that sends many
    private int collected;
    private int limit;

    DatagramWriter(PolluxDatagramChannel channel) {
        this.channel = channel;
    }

    void write(ChannelOutboundBuffer out) throws Exception {
        int left = channel.writesATurn();
        while (left > 0 && out.current() != null) {
            try {
                int sent = needsBatch(out) ? sendMany(out, left) : sendOne(out.current());
                if (sent == 0) {
                    channel.link.want(Epoll.OUT);
                    return;
                }
                left -= sent;
                for (int i = 0; i < sent; i++) {
                    out.remove();
                }
            } catch (IOException
                    | NotYetConnectedException
                    | UnsupportedAddressTypeException
                    | UnresolvedAddressException e) {
                left--;
                out.remove(e); // this datagram's own: the next may go
            }
        }
        if (out.isEmpty()) {
            channel.link.drop(Epoll.OUT);
        } else {
            channel.link.want(Epoll.OUT); // others have their turn first
        }
    }

    private static boolean needsBatch(ChannelOutboundBuffer out) {
        return out.size() > 1 && hasAddress(out.current()) || out.current() instanceof SegmentedDatagramPacket;
    }

    private static boolean hasAddress(Object message) {
        return content(message).hasMemoryAddress();
    }

    private static ByteBuf content(Object message) {
        return message instanceof ByteBuf buffer ? buffer : (ByteBuf) ((AddressedEnvelope<?, ?>) message).content();
    }

    private static SocketAddress recipient(Object message) {
        return message instanceof AddressedEnvelope<?, ?> envelope ? envelope.recipient() : null;
    }

    private int sendOne(Object message) throws IOException {
        LinuxDatagramSocket socket = channel.linux();
        ByteBuf content = content(message);
        SocketAddress recipient = recipient(message);
        if (recipient != null) {
            to.set(recipient, socket.family());
        }
        int at = content.readerIndex();
        int length = content.readableBytes();
        boolean isSent;
        if (content.hasMemoryAddress()) {
            isSent = socket.send(content.memoryAddress() + at, length, recipient == null ? null : to);
        } else if (recipient == null) {
            isSent = socket.send(content.internalNioBuffer(at, length));
        } else {
            isSent = socket.send(content.internalNioBuffer(at, length), to);
        }
        return isSent ? 1 : 0;
    }

    private int sendMany(ChannelOutboundBuffer out, int most) throws Exception {
        if (batch == null) {
            batch = new DatagramBatch(MAX_AT_ONCE);
        }
        collected = 0;
        limit = Math.min(most, MAX_AT_ONCE);
        out.forEachFlushedMessage(this);
        return channel.linux().send(batch, 0, collected);
    }

    @Override
    public boolean processMessage(Object message) {
        if (collected == limit || !hasAddress(message)) {
            return false;
        }
        try {
            place(message);
        } catch (UnsupportedAddressTypeException | UnresolvedAddressException e) {
            if (collected > 0) {
                return false; // those before it go first
            }
            throw e;
        }
        collected++;
        return true;
    }

    private void place(Object message) {
        ByteBuf content = content(message);
        SocketAddress recipient = recipient(message);
        batch.place(collected, content.memoryAddress() + content.readerIndex(), content.readableBytes());
        if (recipient == null) {
            batch.address(collected).clear();
        } else {
            batch.address(collected).set(recipient, channel.linux().family());
        }
        batch.setSegmentSize(collected, message instanceof SegmentedDatagramPacket packet ? packet.segmentSize() : 0);
    }
}
