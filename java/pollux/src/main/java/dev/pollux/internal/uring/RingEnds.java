package dev.pollux.internal.uring;

/**
 * How submissions end that their program, or the kernel, does not want any more: by a cancel, by a channel's close, or because the
 * ring's only thread has ended. None of it is on the way of a message. All methods may be called from any thread.
 */
final class RingEnds {
    private static final int CANCEL_ALL = 1; // IORING_ASYNC_CANCEL_ALL
    private static final int CANCEL_BY_NUMBER = 1 << 1; // IORING_ASYNC_CANCEL_FD

    private final UringEngine engine;

    RingEnds(UringEngine engine) {
        this.engine = engine;
    }

    /** A multishot has had one of its results. It ends where others wait for its lane, and begins again behind them. */
    void yields(UringTicket ticket) {
        engine.lock.lock();
        try {
            if (!ticket.lane.isEmpty() && !ticket.cancelAsked && !ticket.yields) {
                endInRing(RingEntries.data(ticket));
                ticket.yields = true;
            }
        } finally {
            engine.lock.unlock();
        }
    }

    /** Asks for the end of a submission. It comes out of a batch in any case. */
    void cancel(UringTicket ticket) {
        boolean isEnded;
        engine.lock.lock();
        try {
            isEnded = !ticket.cancelAsked && end(ticket);
        } finally {
            engine.lock.unlock();
        }
        engine.goOn(ticket, !isEnded);
    }

    /**
     * A channel was closed: all that is under way on it ends. Its number is held meanwhile. Where there is no list of what is in the
     * ring, the ring has it, and the number is let go here, later.
     */
    void closed(UringHandle handle, int fd) {
        endAll(handle.reads);
        endAll(handle.writes);
        if (handle.writes == null) {
            engine.lock.lock();
            try {
                UringTicket all = engine.pool.take();
                all.descriptor = handle.socket;
                all.holds = true;
                all.entry(Opcode.ASYNC_CANCEL, fd, 0, 0, 0, CANCEL_ALL | CANCEL_BY_NUMBER);
                engine.put(all);
            } finally {
                engine.lock.unlock();
            }
        }
        engine.entered();
    }

    /** One after the other, without memory. None begins meanwhile, because the channel is closed. */
    private void endAll(Lane lane) {
        UringTicket over;
        while (lane != null && (over = endOne(lane)) != null) {
            engine.goOn(over, false);
        }
    }

    /** Returns one that is over, or null if all are, or the ring has been asked to end them. */
    private UringTicket endOne(Lane lane) {
        engine.lock.lock();
        try {
            UringTicket next = lane.poll();
            if (next != null) {
                next.cancelAsked = true;
                next.code = UringBackend.ECANCELED;
                return next;
            }
            UringTicket current = lane.current;
            return current != null && current != UringEngine.SHUT && !current.cancelAsked && end(current)
                    ? current
                    : null;
        } finally {
            engine.lock.unlock();
        }
    }

    /** The one thread that might use the ring has ended. The kernel tells nothing more of what is under way: who closes does. */
    void takeOver() {
        UringTicket each;
        for (int slot = 0; (each = engine.nextTaken(slot)) != null; slot = each.slot + 1) {
            if (each.holds) {
                engine.lock.lock();
                try {
                    end(each);
                    each.code = UringBackend.ECANCELED;
                } finally {
                    engine.lock.unlock();
                }
                engine.done(each);
            }
        }
    }

    // ---- Under the lock ----

    /** Ends one. Returns false if the ring has it, and is asked to. */
    private boolean end(UringTicket ticket) {
        if (ticket.where == UringTicket.IN_RING) {
            long data = RingEntries.data(ticket);
            if (FileSending.isRead(ticket)) {
                endInRing(data | RingEntries.OF_READ);
            }
            endInRing(data);
        }
        ticket.cancelAsked = true; // not before: if there was no memory it is asked for again
        switch (ticket.where) {
            case UringTicket.IN_LANE -> ticket.lane.remove(ticket);
            case UringTicket.BEFORE_RING -> engine.beforeRing.remove(ticket);
            default -> {
                return false; // the ring ends it; or it is complete, or between two parts, and sees it
            }
        }
        ticket.code = UringBackend.ECANCELED;
        return true;
    }

    private void endInRing(long data) {
        if (!engine.threads.mayFill() || !engine.cancelsBeforeRing.isEmpty() || !engine.entries.fillCancel(data)) {
            engine.cancelsBeforeRing.add(data);
        }
    }
}
