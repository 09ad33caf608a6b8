package dev.pollux.internal.uring;

/**
 * One side of a socket: what reads, or what writes. One submission at a time is in the ring, until its result was taken over,
 * and the others wait in the order in which they came. So a long write goes out whole before the next, and reads get the
 * bytes in their order. Or a listener's accepts, each of which leaves as soon as it is complete. It is itself the queue of those that
 * wait: each message comes by, and meets one object less. Guarded by the engine.
 */
final class Lane extends TicketQueue {
    UringTicket current;

    /** Returns false if it has to wait: it stands in the queue then. */
    boolean enter(UringTicket ticket) {
        if (current == null || current == ticket) {
            current = ticket;
            return true;
        }
        ticket.where = UringTicket.IN_LANE;
        add(ticket);
        return false;
    }

    /** Ends the current one's turn. Returns the next, whose turn it is now, or null. */
    UringTicket leave() {
        current = poll();
        return current;
    }
}
