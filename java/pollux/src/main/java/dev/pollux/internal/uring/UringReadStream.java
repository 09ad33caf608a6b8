package dev.pollux.internal.uring;

import dev.pollux.internal.completion.MultishotOperation;
import dev.pollux.internal.completion.ReadStreamWork;
import dev.pollux.internal.completion.lent.LentSlot;
import dev.pollux.internal.completion.seam.OperationKind;
import java.io.IOException;

/**
 * A stream of reads that the kernel goes on with by itself: one entry, many completions, each with a slot that it took when there
 * was something (io_uring_prep_recv_multishot(3)). On a ring of one thread, which keeps their order.
 */
final class UringReadStream extends ReadStreamWork {
    // How the kernel has ended it, if not by a failure: what the ticket says for bytes.
    static final int ENDED = 0; // the peer's stream is at its end
    static final int OVER = 1; // it is to be begun again
    static final int STARVED = 2; // ... once there is a slot

    private static final int BUFFER_SELECT = 1 << 5; // IOSQE_BUFFER_SELECT
    private static final int MULTISHOT = 1 << 1; // IORING_RECV_MULTISHOT

    private final UringSocket socket;
    final ProvidedSlots slots;
    private final Receive receive;
    long entry; // the data of the request's entry, by which what comes is found to be this stream's
    UringReadStream nextStarved; // guarded by the slots

    UringReadStream(UringSocket socket, ProvidedSlots slots) {
        super(socket);
        this.socket = socket;
        this.slots = slots;
        receive = new Receive();
    }

    /** The request. */
    final class Receive extends MultishotOperation {
        Receive() {
            super(socket, OperationKind.READ);
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
            ticket.entryFlags = BUFFER_SELECT;
            ticket.ioPriority = MULTISHOT;
            ticket.slots = slots;
            entry = RingEntries.data(ticket);
            return socket.lanes().engine.start(ticket);
        }

        @Override
        protected int endedMany(int how, IOException failure) {
            if (failure != null) {
                return requestEnded(failure);
            }
            if (how == ENDED) {
                return finished(null);
            }
            return how == STARVED && !isUnwanted() ? starves() : requestOver();
        }
    }

    private int starves() {
        starved(true);
        boolean waits;
        try {
            waits = slots.waits(this);
        } catch (Throwable e) { // no memory, here or in the kernel
            starved(false);
            return requestFailed(noSlot(e));
        }
        if (waits) {
            begunRequest();
            return goOn(true); // it may have been stopped meanwhile, and nobody else goes on then
        }
        starved(false);
        return requestOver();
    }

    /** There is a slot again. On any thread. */
    void goesOn() {
        starved(false);
        if (isUnwanted()) {
            requestGone();
            goOn(false);
            return;
        }
        try {
            receive.submitPart();
        } catch (Throwable e) { // no memory
            requestLost(e);
            return;
        }
        begunRequest();
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
        if (slots.leave(this)) {
            starved(false);
            requestGone();
        } else {
            receive.cancel();
        }
    }

    /** What the kernel has taken until it sees this is kept. */
    @Override
    protected void suspended() {
        receive.cancel();
    }
}
