package dev.pollux.internal.uring;

import dev.pollux.internal.completion.ProvidedRequest;
import dev.pollux.internal.completion.ReceiveStreamWork;
import dev.pollux.internal.completion.lent.LentBufferWork;
import dev.pollux.internal.completion.lent.LentSlot;
import dev.pollux.internal.completion.seam.OperationKind;
import dev.pollux.internal.completion.seam.PeerAddress;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A stream of datagrams that the kernel goes on with by itself: one entry, many completions, each with a slot
 * (io_uring_prep_recvmsg_multishot(3)). What the kernel says of each lies before the slot. A datagram of no bytes ends the entry,
 * which then begins again.
 */
final class UringReceiveStream extends ReceiveStreamWork {
    // Before each slot: a struct io_uring_recvmsg_out, then the sender's address.
    private static final int NAME_LENGTH = 0;
    private static final int FLAGS = 12;
    private static final int NAME = 16;
    private static final int NAME_ROOM = 48;
    static final int HEAD = NAME + NAME_ROOM; // a line of the cache, so that the datagram begins with one

    private final UringUdpSocket socket;
    private final ProvidedSlots slots;
    final Receive receive;
    private ByteBuffer heads; // the pool's memory, asked for with the first datagram: nothing makes it before

    UringReceiveStream(UringUdpSocket socket, ProvidedSlots slots) {
        super(socket);
        this.socket = socket;
        this.slots = slots;
        receive = new Receive();
    }

    /** The request. */
    final class Receive extends ProvidedRequest {
        Receive() {
            super(UringReceiveStream.this, OperationKind.RECEIVE);
        }

        UringReceiveStream stream() {
            return UringReceiveStream.this;
        }

        @Override
        protected int startMany() throws IOException {
            UringTicket ticket = UringTicket.of(this);
            ticket.memory();
            ticket.message(NAME_ROOM, 0);
            int fd = ticket.hold(socket.socket);
            ticket.lane = socket.handle.reads;
            ticket.entry(Opcode.RECVMSG, fd, ticket.at(UringTicket.MESSAGE), 1, 0, 0);
            ticket.goesOnInto(slots);
            return socket.handle.engine.start(ticket);
        }

        @Override
        protected boolean waits() throws IOException {
            return slots.waits(this);
        }

        @Override
        protected boolean leaves() {
            return slots.leave(this);
        }
    }

    /** A datagram has come, and there may be more. */
    int came(LentSlot slot, int length) {
        if (heads == null) {
            heads = slots.pool().memory().duplicate().order(ByteOrder.nativeOrder());
        }
        int at = slot.headAt();
        LentBufferWork datagram = slot.lend(this, length - HEAD);
        PeerAddress sender = senderOf(datagram);
        ((UringAddress) sender).set(heads, at + NAME, heads.getInt(at + NAME_LENGTH));
        datagram.setSender(sender, (heads.getInt(at + FLAGS) & UringUdpSocket.MSG_TRUNC) != 0);
        return more(datagram);
    }

    @Override
    protected void request() {
        receive.submitPart();
    }

    @Override
    protected void cancelRequests() {
        receive.end();
    }

    /** What the kernel has taken until it sees this is kept. */
    @Override
    protected void suspended() {
        receive.cancel();
    }
}
