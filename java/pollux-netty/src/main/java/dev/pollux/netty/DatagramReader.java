package dev.pollux.netty;

import dev.pollux.linux.DatagramBatch;
import dev.pollux.linux.NativeAddress;
import io.netty.buffer.ByteBuf;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.channel.socket.DatagramPacket;
import io.netty.channel.unix.SegmentedDatagramPacket;
import io.netty.util.UncheckedBooleanSupplier;
import java.io.IOException;
import java.net.InetSocketAddress;

/** Receives datagrams as long as the allocator's handle says so: one a call, or many. Only from the loop's thread. */
final class DatagramReader {
    private static final int MAX_AT_ONCE = 16;

    private final PolluxDatagramChannel channel;
    private final NativeAddress from = new NativeAddress();
    private DatagramBatch batch; // made for the first call that takes many, or that tells more than a datagram's bytes

    DatagramReader(PolluxDatagramChannel channel) {
        this.channel = channel;
    }

    void read() {
        PolluxChannel.PolluxUnsafe unsafe = channel.ours();
        RecvByteBufAllocator.ExtendedHandle handle = unsafe.reading();
        handle.reset(channel.config());
        Throwable failure = null;
        try {
            boolean isMore;
            do {
                isMore = channel.config().receivesInBatches() ? receiveMany(handle) : receiveOne(handle);
            } while (isMore && channel.isOpen() && handle.continueReading(UncheckedBooleanSupplier.TRUE_SUPPLIER));
        } catch (Throwable e) {
            failure = e;
        }
        handle.readComplete();
        channel.pipeline().fireChannelReadComplete();
        if (failure != null) {
            channel.pipeline().fireExceptionCaught(failure);
        }
        unsafe.stopReadingIfEnough();
    }

    /** Returns false if there was none */
    private boolean receiveOne(RecvByteBufAllocator.ExtendedHandle handle) throws IOException {
        ByteBuf buffer = handle.allocate(channel.alloc());
        int length;
        try {
            int at = buffer.writerIndex();
            int room = buffer.writableBytes();
            handle.attemptedBytesRead(room);
            length = buffer.hasMemoryAddress()
                    ? channel.linux().receive(buffer.memoryAddress() + at, room, from)
                    : channel.linux().receive(buffer.internalNioBuffer(at, room), from);
            buffer.writerIndex(at + Math.min(length, room)); // it may have been longer, and cut off
        } catch (Throwable e) {
            handle.lastBytesRead(-1);
            buffer.release();
            throw e;
        }
        if (from.isEmpty()) {
            handle.lastBytesRead(-1);
            buffer.release();
            return false;
        }
        handle.lastBytesRead(buffer.readableBytes());
        handle.incMessagesRead(1);
        channel.ours().readPending = false;
        channel.pipeline().fireChannelRead(new DatagramPacket(buffer, channel.localAddress(), sender(from)));
        return true;
    }

    /** Receives as many as lie in one buffer. Each gets a slice of it. Returns false if there was none */
    private boolean receiveMany(RecvByteBufAllocator.ExtendedHandle handle) throws IOException {
        if (batch == null) {
            batch = new DatagramBatch(MAX_AT_ONCE);
        }
        int each = channel.config().getMaxDatagramPayloadSize();
        int wanted = each == 0 ? 1 : MAX_AT_ONCE;
        ByteBuf buffer =
                each == 0 ? handle.allocate(channel.alloc()) : channel.alloc().directBuffer(each * wanted);
        try {
            if (!buffer.hasMemoryAddress()) {
                throw new IOException("the allocator's buffers have no memory address: receive one datagram a call");
            }
            int room = each == 0 ? buffer.writableBytes() : each;
            for (int i = 0; i < wanted; i++) {
                batch.place(i, buffer.memoryAddress() + i * (long) room, room);
            }
            handle.attemptedBytesRead(room * wanted);
            int count = channel.linux().receive(batch, 0, wanted);
            if (count == 0) {
                handle.lastBytesRead(-1);
                return false;
            }
            tell(handle, buffer, room, count);
            return true;
        } finally {
            buffer.release(); // each slice has kept it
        }
    }

    private void tell(RecvByteBufAllocator.ExtendedHandle handle, ByteBuf buffer, int room, int count) {
        DatagramPacket[] packets = new DatagramPacket[count];
        int bytes = 0;
        for (int i = 0; i < count; i++) {
            bytes += batch.length(i);
            packets[i] = packet(buffer.retainedSlice(i * room, batch.length(i)), i);
        }
        handle.lastBytesRead(bytes);
        handle.incMessagesRead(count);
        channel.ours().readPending = false;
        for (DatagramPacket packet : packets) { // the first may cause another read, which would use the batch
            channel.pipeline().fireChannelRead(packet);
        }
    }

    private DatagramPacket packet(ByteBuf content, int index) {
        InetSocketAddress sender = sender(batch.address(index));
        InetSocketAddress to = channel.localAddress();
        batch.destination(index, from);
        if (!from.isEmpty()) {
            to = (InetSocketAddress) from.get();
        }
        int segmentSize = batch.segmentSize(index);
        return segmentSize == 0
                ? new DatagramPacket(content, to, sender)
                : new SegmentedDatagramPacket(content, segmentSize, to, sender);
    }

    private InetSocketAddress sender(NativeAddress address) {
        return channel.isConnected() ? channel.remoteAddress() : (InetSocketAddress) address.get();
    }
}
