package dev.pollux.internal.uring;

/** Whose turn it is among the accepts of a listener. All methods may be called from any thread. */
final class RingAccepts {
    private final UringEngine engine;

    RingAccepts(UringEngine engine) {
        this.engine = engine;
    }

    /** Has what is submitted to a lane wait until {@link #leave}. */
    void shut(Lane lane) {
        engine.lock.lock();
        lane.current = UringEngine.SHUT;
        engine.lock.unlock();
    }

    /** Ends the turn of the one whose turn it is. Returns true if there is a next, which is in the ring now, or about to be. */
    boolean leave(Lane lane) {
        UringTicket next;
        boolean isPut = false;
        engine.lock.lock();
        try {
            next = lane.leave();
            isPut = next != null && engine.put(next);
        } finally {
            engine.lock.unlock();
        }
        if (next != null) {
            engine.goOn(next, isPut);
        }
        return isPut;
    }

    /** Has the first accept that waits for its turn look for a connection now, without a wait. Returns false if there is none. */
    boolean look(Lane lane) {
        UringTicket looking;
        boolean isPut;
        engine.lock.lock();
        try {
            looking = lane.first();
            if (looking == null || looking.ioPriority != 0) { // or it is a multishot
                return false;
            }
            lane.poll();
            looking.ioPriority = UringListener.LOOK;
            isPut = engine.put(looking);
        } finally {
            engine.lock.unlock();
        }
        engine.goOn(looking, isPut);
        return true;
    }

    /** There was no connection for an accept that looked. Returns false if it is over, because it was cancelled meanwhile. */
    boolean waitsAgain(UringTicket ticket) {
        boolean isPut = true;
        engine.lock.lock();
        try {
            ticket.ioPriority = 0;
            if (ticket.cancelAsked || !ticket.descriptor.isOpen()) {
                ticket.code = UringBackend.ECANCELED;
                return false;
            }
            isPut = !ticket.lane.enter(ticket) || engine.put(ticket);
        } finally {
            engine.lock.unlock();
        }
        return isPut;
    }
}
