package dev.pollux.internal.uring;

import dev.pollux.linux.IoUring;
import dev.pollux.linux.SubmissionEntry;
import java.io.IOException;

/** Writes entries into the ring. All is guarded by the engine's lock. */
final class RingEntries {
    // What an entry is, in the lowest bits of its user data. Above them are a ticket's slot and generation.
    static final int OF_TICKET = 0;
    static final int OF_CANCEL = 1;
    static final int OF_WAKEUP = 2;
    static final int OF_READINESS = OF_WAKEUP | 1 << 2; // no other of its kind has the bit
    static final int OF_READ = 3; // of a file, before the ticket's own
    static final int KIND_BITS = 2;
    static final long KIND = (1 << KIND_BITS) - 1;
    static final long SLOT = (1L << Integer.SIZE - KIND_BITS) - 1;

    private static final int LINK = 1 << 2; // IOSQE_IO_LINK
    private static final int POLLIN = 1;
    static final int AGAIN = 1; // IORING_POLL_ADD_MULTI

    private final IoUring ring;

    RingEntries(IoUring ring) {
        this.ring = ring;
    }

    /** Returns false if there is no room now. */
    boolean fill(UringTicket ticket) {
        if (FileSending.isRead(ticket)) {
            return fillReadAndSend(ticket);
        }
        ProvidedSlots slots = ticket.slots;
        if (slots != null) {
            makeReady(slots);
        }
        SubmissionEntry entry = next();
        if (entry == null) {
            return false;
        }
        entry.prepare(
                ticket.opcode,
                ticket.entryFlags,
                ticket.ioPriority,
                ticket.fd,
                ticket.offset,
                ticket.address,
                ticket.length,
                ticket.operationFlags,
                data(ticket));
        if (slots != null) {
            entry.bufferIndex(slots.group());
        }
        ticket.where = UringTicket.IN_RING;
        return true;
    }

    /** Both go in with the same call, or the kernel takes the first for the whole chain. */
    private boolean fillReadAndSend(UringTicket ticket) {
        SubmissionEntry entry = hasRoomForTwo() ? next() : null;
        if (entry == null) {
            return false;
        }
        long data = data(ticket);
        entry.prepare(
                ticket.opcode,
                ticket.entryFlags | LINK,
                0,
                ticket.fd,
                ticket.offset,
                ticket.address,
                ticket.length,
                ticket.operationFlags,
                data | OF_READ);
        next().prepare(
                        Opcode.SEND,
                        0,
                        0,
                        ticket.file.socketFd(),
                        0,
                        ticket.address,
                        ticket.length,
                        FileSending.sendFlags(),
                        data);
        ticket.where = UringTicket.IN_RING;
        return true;
    }

    private boolean hasRoomForTwo() {
        try {
            if (ring.room() < 2) {
                ring.submit();
            }
            return ring.room() >= 2;
        } catch (IOException e) {
            return false; // whoever waits is told
        }
    }

    private static void makeReady(ProvidedSlots slots) {
        try {
            slots.makeReady();
        } catch (IOException | OutOfMemoryError e) {
            // Then the kernel finds none, and the stream looks again: it says why.
        }
    }

    boolean fillCancel(long data) {
        SubmissionEntry entry = next();
        if (entry != null) {
            entry.prepare(Opcode.ASYNC_CANCEL, 0, 0, -1, 0, data, 0, 0, OF_CANCEL);
        }
        return entry != null;
    }

    /** {@return a free entry, or null if the ring takes none now} */
    private SubmissionEntry next() {
        try {
            SubmissionEntry entry = ring.tryNext();
            if (entry == null) {
                ring.submit();
                entry = ring.tryNext();
            }
            return entry;
        } catch (IOException e) {
            return null; // whoever waits is told
        }
    }

    static long data(UringTicket ticket) {
        return (long) ticket.generation << Integer.SIZE | (long) ticket.slot << KIND_BITS | OF_TICKET;
    }

    /** Polls for a descriptor that is readable. What writes to an eventfd is never read: each is a change of its own (decision 0004). */
    void watch(int fd, int flags, long data) throws IOException {
        ring.next().prepare(Opcode.POLL_ADD, 0, 0, fd, 0, 0, flags, POLLIN, data);
    }
}
