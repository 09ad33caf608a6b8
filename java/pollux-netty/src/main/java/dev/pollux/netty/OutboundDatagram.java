package dev.pollux.netty;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.AddressedEnvelope;
import io.netty.channel.DefaultAddressedEnvelope;
import io.netty.channel.socket.DatagramPacket;
import io.netty.channel.unix.SegmentedDatagramPacket;
import io.netty.util.internal.StringUtil;
import java.net.InetSocketAddress;

/** What a program may write to a channel of datagrams, in memory that the system can read. */
final class OutboundDatagram {
    private OutboundDatagram() {}

    /**
     * {@return what is sent of a message that a program writes} What is copied was released.
     *
     * @param segments true if the system cuts a packet into many
     * @throws UnsupportedOperationException if it is no datagram
     */
    static Object of(Object message, ByteBufAllocator allocator, boolean segments) {
        if (message instanceof SegmentedDatagramPacket packet) {
            if (!segments) {
                throw new UnsupportedOperationException(
                        "a SegmentedDatagramPacket is cut by Linux only: send each part as a DatagramPacket on Windows");
            }
            PolluxChannel.checkResolved(packet.recipient());
            ByteBuf content = packet.content();
            return Direct.isOnePiece(content)
                    ? message
                    : new SegmentedDatagramPacket(
                            Direct.onePiece(content, allocator), packet.segmentSize(), packet.recipient());
        }
        if (message instanceof DatagramPacket packet) {
            PolluxChannel.checkResolved(packet.recipient());
            ByteBuf content = packet.content();
            return Direct.isOnePiece(content)
                    ? message
                    : new DatagramPacket(Direct.onePiece(content, allocator), packet.recipient());
        }
        if (message instanceof ByteBuf buffer) {
            return Direct.isOnePiece(buffer) ? buffer : Direct.onePiece(buffer, allocator);
        }
        if (message instanceof AddressedEnvelope<?, ?> envelope
                && envelope.content() instanceof ByteBuf content
                && (envelope.recipient() == null || envelope.recipient() instanceof InetSocketAddress)) {
            PolluxChannel.checkResolved(envelope.recipient());
            InetSocketAddress to = (InetSocketAddress) envelope.recipient();
            return Direct.isOnePiece(content)
                    ? message
                    : new DefaultAddressedEnvelope<>(Direct.onePiece(content, allocator), to);
        }
        throw new UnsupportedOperationException(
                "a datagram socket sends a DatagramPacket, an AddressedEnvelope of a ByteBuf, or, if connected, a ByteBuf, not a "
                        + StringUtil.simpleClassName(message));
    }
}
