package dev.pollux.internal.uring;

import dev.pollux.internal.completion.ProvidedRequest;
import dev.pollux.internal.completion.ReadStreamWork;
import dev.pollux.internal.completion.lent.LentSlot;
import dev.pollux.internal.completion.seam.OperationKind;
import java.io.IOException;

/**
 * A stream of reads that the kernel goes on with by itself: one entry, many completions, each with a slot that it took when there
 * was something (io_uring_prep_recv_multishot(3)). On a ring of one thread, which keeps their order.
 */
final class UringReadStream extends ReadStreamWork {
    private final UringSocket socket;
    final ProvidedSlots slots;
    private final Receive receive;
    long entry; // the data of the request's entry, by which what comes is found to be this stream's

    UringReadStream(UringSocket socket, ProvidedSlots slots) {
        super(socket);
        this.socket = socket;
        this.slots = slots;
        receive = new Receive();
    }

    /** The request. */
    final class Receive extends ProvidedRequest {
        Receive() {
            super(UringReadStream.this, OperationKind.READ);
        }

        UringReadStream stream() {
            return UringReadStream.this;
        }

        @Override
        protected int startMany() throws IOException {
            UringTicket ticket = UringTicket.of(this);
            int fd = ticket.hold(socket.socket);
            ticket.lane = socket.lanes().reads;
            ticket.entry(Opcode.RECV, fd, 0, 0, 0, 0);
            ticket.goesOnInto(slots);
            entry = RingEntries.data(ticket);
            return socket.lanes().engine.start(ticket);
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

    /** Something has come, and there may be more. */
    int came(LentSlot slot, int length) {
        return more(slot.lend(this, length));
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
