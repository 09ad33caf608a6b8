package dev.pollux.internal.uring;

import dev.pollux.binding.BindingRegistry;
import dev.pollux.internal.completion.ProvidedRequest;
import dev.pollux.internal.completion.shared.SharedBatch;
import dev.pollux.linux.CompletionQueue;
import dev.pollux.linux.Errno;
import dev.pollux.linux.LinuxSocket;
import java.io.IOException;

/** Takes completions out of the ring: which submission each is of, and whether that is over with it. One thread at a time calls it. */
final class RingCompletions {
    private static final int ECANCELED = UringBackend.ECANCELED;
    private static final int POLLOUT = 4;
    private static final int MOST_LOOKS = 15;
    private static final int ASYNC = 1 << 4; // IOSQE_ASYNC

    private final UringEngine engine;
    private final CompletionQueue completions;
    private boolean nextAccepts;
    private int looks; // that go in beside the next accept, because so many connections have come at once

    RingCompletions(UringEngine engine, CompletionQueue completions) {
        this.engine = engine;
        this.completions = completions;
    }

    boolean isEmpty() {
        return completions.count() == 0;
    }

    /**
     * Takes as many as there is room for. Returns true if a listener that has had a connection is to be asked for another: the next
     * accept is to go in now, because one at a time waits in the ring.
     *
     * @param isAgain whether that was said just now
     */
    boolean take(SharedBatch batch, boolean isAgain) throws IOException {
        nextAccepts = false;
        int ready = completions.count();
        int taken = 0;
        try {
            while (taken < ready && batch.room() > 0) {
                int index = taken++;
                long data = completions.userData(index);
                if (completions.bufferId(index) >= 0 && isTaken(batch, data, index)) {
                    continue;
                }
                if ((data & RingEntries.KIND) == RingEntries.OF_TICKET) {
                    UringTicket ticket = engine.pool.find(data);
                    if (ticket != null) {
                        complete(batch, ticket, completions.result(index), index, isAgain);
                    }
                } else if ((data & RingEntries.KIND) == RingEntries.OF_READ) {
                    wasRead(data, completions.result(index));
                } else if (data == RingEntries.OF_READINESS) {
                    batch.add(engine.waits.readiness);
                } else if (data == RingEntries.OF_WAKEUP && !completions.hasMore(index)) {
                    engine.waits.wakeupEnded();
                }
            }
        } finally {
            completions.advance(taken);
        }
        return nextAccepts && batch.room() > 0;
    }

    /** Takes what has come for a stream whose entry goes on, without a look at its ticket. Returns false if it is something else. */
    private boolean isTaken(SharedBatch batch, long data, int index) {
        UringReadStream stream = engine.pool.findStream(data);
        int length = completions.result(index);
        if (stream == null || length <= 0 || !completions.hasMore(index)) {
            return false;
        }
        Arrival arrival = stream.slots.taken(completions.bufferId(index));
        arrival.stream = stream;
        arrival.length = length;
        batch.add(arrival);
        return true;
    }

    private void wasRead(long data, int result) {
        UringTicket ticket = engine.pool.find(data);
        if (ticket != null && ticket.file != null) {
            ticket.file.wasRead(result);
        }
    }

    private void complete(SharedBatch batch, UringTicket ticket, int result, int index, boolean isAgain)
            throws IOException {
        if (ticket.ioPriority != 0) { // a multishot, or a look
            if (ticket.slots != null) {
                completeMany(batch, ticket, result, index);
            } else if (ticket.ioPriority == UringListener.LOOK) {
                completeLook(batch, ticket, result);
            } else {
                completeAccepts(batch, ticket, result, completions.hasMore(index));
            }
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
        if (ticket.opcode == Opcode.ACCEPT) {
            acceptNext(ticket, isAgain);
        }
        over(batch, ticket);
    }

    private void over(SharedBatch batch, UringTicket ticket) {
        ticket.letGo();
        if (ticket.operation() == null) {
            giveUp(ticket);
        } else {
            batch.add(ticket);
        }
    }

    /**
     * The next accept need not wait until this one was told. Where connections come at once, some others go in with it that only look. The
     * more have come, the more look.
     */
    private void acceptNext(UringTicket ticket, boolean isAgain) {
        boolean isNext = engine.accepts.leave(ticket.lane);
        if (!isNext || ticket.code != 0) {
            return;
        }
        nextAccepts = true;
        if (isAgain && UringProbe.hasLooks()) {
            looks = Math.min(MOST_LOOKS, 2 * looks + 1);
        }
        int looking = 0;
        while (looking < looks && engine.accepts.look(ticket.lane)) {
            looking++;
        }
    }

    /** An accept that does not wait has found a connection, or goes back to those that wait for their turn. */
    private void completeLook(SharedBatch batch, UringTicket ticket, int result) {
        ticket.bytes = Math.max(0, result);
        ticket.code = Math.max(0, -result);
        if (result == -Errno.EAGAIN || result == -ECANCELED) {
            looks = 0;
            if (ticket.operation() != null && engine.accepts.waitsAgain(ticket)) {
                return;
            }
        }
        over(batch, ticket);
    }

    /** One of many completions of a listener's entry. With the queue full, the last one has a connection, too. */
    private void completeAccepts(SharedBatch batch, UringTicket ticket, int result, boolean goesOn) {
        if (result >= 0) {
            Accepted accepted = ticket.operation() instanceof UringAcceptStream.Accept accept
                    ? accept.stream().came(result)
                    : null;
            if (accepted != null) {
                batch.add(accepted);
            } else {
                BindingRegistry.linuxCalls().close(result);
            }
        }
        if (goesOn) {
            engine.ends.yields(ticket);
            return;
        }
        ticket.bytes = 0;
        ticket.code = result >= 0 || result == -ECANCELED
                ? 0
                : -result; // cancelled or not, the stream knows whether it goes on
        nextAccepts |= engine.accepts.leave(ticket.lane);
        over(batch, ticket);
    }

    /** One of many completions of a stream's entry. */
    private void completeMany(SharedBatch batch, UringTicket ticket, int result, int index) {
        int slot = completions.bufferId(index);
        if (slot >= 0) {
            Arrival arrival = ticket.slots.taken(slot);
            arrival.length = result;
            if (result > 0 && ticket.operation() instanceof UringReadStream.Receive receive) {
                arrival.stream = receive.stream();
                batch.add(arrival);
            } else if (result > 0 && ticket.operation() instanceof UringReceiveStream.Receive receive) {
                arrival.datagrams = receive.stream();
                batch.add(arrival);
            } else {
                arrival.slot.giveBack();
            }
        }
        if (completions.hasMore(index)) {
            // A socket with a stream of reads has no other ones. Who waits since just now is seen with the next
            // datagram.
            if (ticket.opcode == Opcode.RECVMSG && !ticket.lane.isEmpty()) {
                engine.ends.yields(ticket);
            }
            return;
        }
        ticket.code = 0;
        ticket.bytes = ProvidedRequest.OVER;
        if (result == 0) {
            ticket.bytes = ProvidedRequest.ENDED;
        } else if (result == -Errno.ENOBUFS) {
            ticket.bytes = ProvidedRequest.STARVED;
        } else if (result < 0 && !(ticket.yields && result == -ECANCELED)) {
            ticket.code = -result;
        }
        over(batch, ticket);
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
        if (ticket.opcode == Opcode.ACCEPT
                && ticket.code == 0
                && ticket.ioPriority != UringListener.MANY) { // a multishot's end has none
            BindingRegistry.linuxCalls().close(ticket.bytes);
        }
        engine.giveBack(ticket);
    }
}
