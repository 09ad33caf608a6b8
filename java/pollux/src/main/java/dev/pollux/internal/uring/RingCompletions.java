package dev.pollux.internal.uring;

import dev.pollux.binding.BindingRegistry;
import dev.pollux.internal.completion.shared.SharedBatch;
import dev.pollux.linux.CompletionQueue;
import dev.pollux.linux.Errno;
import dev.pollux.linux.LinuxSocket;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;

/** Takes completions out of the ring: which submission each is of, and whether that is over with it. One thread at a time calls it. */
final class RingCompletions {
    private static final int ECANCELED = UringBackend.ECANCELED;
    private static final int POLLOUT = 4;
    private static final int ASYNC = 1 << 4; // IOSQE_ASYNC

    private final UringEngine engine;
    private final CompletionQueue completions;

    RingCompletions(UringEngine engine, CompletionQueue completions) {
        this.engine = engine;
        this.completions = completions;
    }

    boolean isEmpty() {
        return completions.count() == 0;
    }

    /** Takes as many as there is room for. */
    void take(SharedBatch batch) throws IOException {
        int ready = completions.count();
        int taken = 0;
        try {
            while (taken < ready && batch.room() > 0) {
                int index = taken++;
                long data = completions.userData(index);
                if ((data & RingEntries.KIND) == RingEntries.OF_TICKET) {
                    UringTicket ticket = engine.find(data);
                    if (ticket != null) {
                        complete(batch, ticket, completions.result(index), index);
                    }
                } else if ((data & RingEntries.KIND) == RingEntries.OF_READ) {
                    wasRead(data, completions.result(index));
                } else if ((data & RingEntries.KIND) == RingEntries.OF_WAKEUP && !completions.hasMore(index)) {
                    engine.armWakeup();
                }
            }
        } finally {
            completions.advance(taken);
        }
    }

    private void wasRead(long data, int result) {
        UringTicket ticket = engine.find(data);
        if (ticket != null && ticket.file != null) {
            ticket.file.wasRead(result);
        }
    }

    private void complete(SharedBatch batch, UringTicket ticket, int result, int index) throws IOException {
        if (ticket.slots != null) {
            completeMany(batch, ticket, result, index);
            return;
        }
        ticket.bytes = Math.max(0, result);
        ticket.code = Math.max(0, -result);
        boolean goesOn = false;
        if (ticket.file != null && ticket.opcode == Opcode.READ) {
            goesOn = ticket.operation() != null && ticket.file.goesOn(ticket, result);
        } else if (result < 0) {
            goesOn = goesOnAfter(ticket, -result);
        } else if (ticket.opcode == Opcode.POLL_ADD) {
            ticket.bytes = 0;
            ticket.code = ticket.operationFlags == POLLOUT ? ((LinuxSocket) ticket.descriptor).takeError() : 0;
        }
        if (goesOn && engine.putAgain(ticket)) {
            return;
        }
        if (ticket.opcode == Opcode.ACCEPT && ticket.code == ECANCELED && ticket.operation() != null) {
            othersLookAgain(ticket);
        }
        ticket.letGo();
        if (ticket.operation() == null) {
            giveUp(ticket);
        } else {
            batch.add(ticket);
        }
    }

    /**
     * The kernel wakes one of a listener's accepts for each connection. Was that one cancelled, the others learn nothing of what
     * has come meanwhile. So all of them are cancelled: nobody has asked for that, so they begin again, and look.
     */
    private void othersLookAgain(UringTicket cancelled) {
        try {
            engine.cancelAll(cancelled.descriptor, cancelled.descriptor.hold());
        } catch (ClosedChannelException e) {
            // They end with their listener.
        }
    }

    /** One of many completions of a stream's entry. */
    private void completeMany(SharedBatch batch, UringTicket ticket, int result, int index) {
        int slot = completions.bufferId(index);
        if (slot >= 0) {
            Arrival arrival = ticket.slots.taken(slot);
            if (result > 0 && ticket.operation() instanceof UringReadStream.Receive receive) {
                arrival.stream = receive.stream();
                arrival.length = result;
                batch.add(arrival);
            } else {
                arrival.slot.giveBack();
            }
        }
        if (completions.hasMore(index)) {
            return;
        }
        ticket.code = 0;
        ticket.bytes = UringReadStream.OVER;
        if (result == 0) {
            ticket.bytes = UringReadStream.ENDED;
        } else if (result == -Errno.ENOBUFS) {
            ticket.bytes = UringReadStream.STARVED;
        } else if (result < 0) {
            ticket.code = -result;
        }
        ticket.letGo();
        if (ticket.operation() == null) {
            giveUp(ticket);
        } else {
            batch.add(ticket);
        }
    }

    /**
     * Whether a submission that nobody has cancelled begins again. The kernel cancels what a thread has submitted when that
     * thread ends, and a poll may tell of what another one has taken.
     */
    private static boolean goesOnAfter(UringTicket ticket, int code) {
        if (code != ECANCELED && code != Errno.EAGAIN && code != Errno.EINTR || ticket.operation() == null) {
            return false;
        }
        if (ticket.opcode == Opcode.CONNECT) { // it goes on connecting: its end can be waited for
            ticket.entry(Opcode.POLL_ADD, ticket.fd, 0, 0, 0, POLLOUT);
        } else if (ticket.opcode <= Opcode.WRITEV || ticket.opcode == Opcode.READ || ticket.opcode == Opcode.WRITE) {
            ticket.entryFlags = ASYNC; // a file system that can't say whether it would wait
        }
        return true;
    }

    /** Nobody waits for its end. */
    private void giveUp(UringTicket ticket) {
        if (ticket.opcode == Opcode.ACCEPT && ticket.code == 0) {
            BindingRegistry.linuxCalls().close(ticket.bytes);
        }
        engine.giveBack(ticket);
    }
}
