package dev.pollux.netty.internal.completion;

import dev.pollux.completion.CompletionUdpSocket;
import dev.pollux.completion.OperationCancelledException;
import dev.pollux.completion.ReceiveOperation;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.DatagramPacket;
import io.netty.util.UncheckedBooleanSupplier;
import java.io.IOException;
import java.net.InetSocketAddress;

/**
 * Moves a channel's datagrams by operations of its loop's completion port, from when the loop has the channel until the last of them
 * has ended. One receive is pending while the program wants to read, into a buffer of the channel's allocator. What comes otherwise
 * stays in the socket. Only from the loop's thread.
 *
 * <p>What waits in the socket is one batch for the program, up to what its allocator's handle says: the next receive has ended by the
 * turn's end if there was one.
 */
public final class DatagramTransfers {
    private final DatagramRegistration registration;
    private final TransferredDatagrams transferred;
    private final DatagramChannel channel;
    private final CompletionUdpSocket socket;
    private final ReceiveOperation receive;
    private final DatagramSender sender;

    private boolean isReading; // the channel wants what comes
    private boolean isBound;
    private final Runnable lookWhetherMore = this::lookWhetherMore;
    private boolean isInBatch; // the program was told of one, and not yet that there are no more for now
    private boolean hasMore; // of the batch, since it was looked last
    private boolean isLooking;
    private ByteBuf buffer; // what is received into, or null if nothing is
    private boolean isLeaving;
    private final Departure departure;
    private boolean isOver;

    DatagramTransfers(DatagramRegistration registration, TransferredDatagrams transferred, CompletionUdpSocket socket) {
        this.registration = registration;
        this.transferred = transferred;
        this.socket = socket;
        departure = new Departure(socket);
        channel = transferred.channel();
        sender = new DatagramSender(transferred, this, socket, registration.loop());
        receive = socket.receive(0, 0)
                .onCompletion((same, bytes) -> received((int) bytes))
                .onFailure((same, failure) -> notReceived(failure));
    }

    // ---- What arrives ----

    /** The channel wants what comes, or no more for now. */
    void reading(boolean on) {
        isReading = on;
        if (on && !isLeaving && !transferred.arrivals().isEmpty()) {
            channel.eventLoop().execute(this::deliverKept); // not within the program's own call
        } else if (on) {
            receive();
        } else if (buffer != null) {
            receive.cancel();
        }
    }

    /** Receives, if the program wants it, and the socket can. */
    public void receive() {
        if (buffer != null || !isReading || isLeaving || !isBound()) {
            return;
        }
        if (!transferred.arrivals().isEmpty()) {
            return; // they are told first
        }
        RecvByteBufAllocator.ExtendedHandle handle = next();
        ByteBuf room = room(handle);
        try {
            handle.attemptedBytesRead(room.writableBytes());
            receive.memory(room.memoryAddress() + room.writerIndex(), room.writableBytes());
            receive.submit();
            buffer = room;
        } finally {
            if (buffer == null) {
                room.release();
            }
        }
    }

    /** {@return what says how much room the next one gets} It begins anew with each batch. */
    private RecvByteBufAllocator.ExtendedHandle next() {
        RecvByteBufAllocator.ExtendedHandle handle = transferred.reading();
        if (!isInBatch) {
            handle.reset(channel.config());
        }
        return handle;
    }

    /** Windows receives nothing before. A bind, a connect or the first send does it. */
    private boolean isBound() {
        if (!isBound) {
            try {
                isBound = socket.localAddress() != null;
            } catch (IOException e) {
                return false; // it is closed
            }
        }
        return isBound;
    }

    private ByteBuf room(RecvByteBufAllocator.ExtendedHandle handle) {
        if (transferred.room() > 0) {
            return channel.alloc().directBuffer(transferred.room());
        }
        ByteBuf wanted = handle.allocate(channel.alloc());
        if (wanted.hasMemoryAddress()) {
            return wanted;
        }
        int length = wanted.writableBytes();
        wanted.release();
        return channel.alloc().directBuffer(length);
    }

    /** What was longer than its room is cut off, as everywhere. */
    private void received(int bytes) {
        ByteBuf content = buffer;
        buffer = null;
        content.writerIndex(content.writerIndex() + bytes);
        InetSocketAddress peer = channel.isConnected() ? channel.remoteAddress() : receive.sender();
        DatagramPacket packet = new DatagramPacket(content, channel.localAddress(), peer);
        if (!channel.isOpen()) {
            packet.release();
        } else if (isReading && !isLeaving) {
            deliver(packet);
        } else {
            transferred.arrivals().add(packet); // it has come before the cancel
        }
        goOn();
    }

    /** Tells of one. What waits in the socket comes with the loop's next turn, and belongs to the same batch. */
    private void deliver(DatagramPacket packet) {
        RecvByteBufAllocator.ExtendedHandle handle = transferred.reading();
        handle.lastBytesRead(packet.content().readableBytes());
        handle.incMessagesRead(1);
        transferred.gotMessage();
        isInBatch = true;
        hasMore = true;
        channel.pipeline().fireChannelRead(packet);
        if (!channel.isOpen() || !handle.continueReading(UncheckedBooleanSupplier.TRUE_SUPPLIER)) {
            complete(null);
        } else {
            lookLater();
        }
    }

    private void lookLater() {
        if (!isLooking) {
            isLooking = true;
            hasMore = false;
            registration.loop().afterTurn(lookWhetherMore);
        }
    }

    private void lookWhetherMore() {
        isLooking = false;
        if (isInBatch && hasMore) {
            lookLater();
        } else {
            endBatch();
        }
    }

    private void endBatch() {
        if (isInBatch) {
            complete(null);
        }
    }

    /** The program was told all that there is for now. What is pending begins the next batch. */
    private void complete(IOException failure) {
        isInBatch = false;
        transferred.reading().readComplete();
        channel.pipeline().fireChannelReadComplete();
        if (failure != null) {
            channel.pipeline().fireExceptionCaught(failure);
        }
        transferred.stopReadingIfEnough();
        if (buffer != null) {
            next().attemptedBytesRead(buffer.writableBytes());
        }
    }

    private void deliverKept() {
        DatagramPacket packet;
        while (isReading && !isLeaving && (packet = transferred.arrivals().poll()) != null) {
            next().attemptedBytesRead(packet.content().readableBytes());
            deliver(packet);
        }
        receive();
    }

    private void notReceived(IOException failure) {
        buffer.release();
        buffer = null;
        if (channel.isOpen() && !isLeaving && !(failure instanceof OperationCancelledException)) {
            transferred.reading().lastBytesRead(-1);
            complete(failure);
        }
        goOn();
    }

    private void goOn() {
        if (isLeaving) {
            lookWhetherOver();
        } else {
            receive();
        }
    }

    // ---- What goes ----

    public void write(ChannelOutboundBuffer out) {
        sender.send(out);
    }

    /** {@return true if something is being sent, and the loop goes on} */
    public boolean isSending() {
        return sender.isSending() && !isLeaving && !registration.loop().isEnding();
    }

    /** Does something once what was flushed has been sent: at once if nothing is under way. */
    public void whenSent(Runnable task) {
        if (isSending()) {
            sender.whenSent(task);
        } else {
            task.run();
        }
    }

    // ---- The end ----

    public boolean isLeaving() {
        return isLeaving;
    }

    /** The channel leaves the loop, to be closed or to come back. Ends once the last operation has. */
    void leave() {
        isLeaving = true;
        if (isInBatch) {
            channel.eventLoop().execute(this::endBatch); // before it hears that the channel is inactive
        }
        if (!transferred.channelSocket().isOpen()) {
            socket.close();
        } else if (buffer != null) {
            receive.cancel();
        }
        lookWhetherOver();
    }

    void lookWhetherOver() {
        if (!isLeaving || isOver || buffer != null || sender.isSending()) {
            return;
        }
        isOver = true;
        socket.close(); // which gives up a channel that goes on
        registration.left();
        departure.over();
    }

    /** {@return the end of the last operation} */
    public Departure departure() {
        return departure;
    }
}
