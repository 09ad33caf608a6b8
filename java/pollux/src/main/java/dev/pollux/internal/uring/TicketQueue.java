package dev.pollux.internal.uring;

/** Tickets in a row, through themselves: a ticket stands in one row at a time. Guarded by the engine. */
class TicketQueue {
    private UringTicket first;
    private UringTicket last;

    boolean isEmpty() {
        return first == null;
    }

    void add(UringTicket ticket) {
        if (first == null) {
            first = ticket;
        } else {
            last.nextTicket = ticket;
        }
        last = ticket;
    }

    /** {@return the first, which stays, or null} */
    UringTicket first() {
        return first;
    }

    /** Takes the first, or null. */
    UringTicket poll() {
        UringTicket taken = first;
        if (taken != null) {
            first = taken.nextTicket;
            last = first == null ? null : last;
            taken.nextTicket = null;
        }
        return taken;
    }

    /** Takes one out of the middle. */
    void remove(UringTicket ticket) {
        UringTicket before = null;
        for (UringTicket each = first; each != null; before = each, each = each.nextTicket) {
            if (each == ticket) {
                if (before == null) {
                    first = each.nextTicket;
                } else {
                    before.nextTicket = each.nextTicket;
                }
                if (last == each) {
                    last = before;
                }
                each.nextTicket = null;
                return;
            }
        }
    }
}
