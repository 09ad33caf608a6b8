package dev.pollux.internal.uring;

import dev.pollux.binding.BindingRegistry;
import dev.pollux.internal.completion.CompletionBackend;
import dev.pollux.internal.completion.lent.LentBufferPool;
import dev.pollux.internal.completion.shared.SharedWait;
import dev.pollux.internal.loop.ShortLock;
import dev.pollux.linux.EventFd;
import dev.pollux.linux.IoUring;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;

/**
 * The ring of one port: puts in what operations ask for. What a thread submits within its turn
 * goes to the system with its next wait, in one call.
 *
 * <p>A ring of one thread (SINGLE_ISSUER) takes entries from that thread alone. What others submit waits until that one is
 * about to wait again. Into a ring of several threads each puts its own. All methods may be called from any thread.
 */
final class UringEngine {
    private static final int ECANCELED = UringBackend.ECANCELED;
    private static final int SHUT_WR = 1;

    /** Stands in a lane that is shut. It is never in the ring. */
    static final UringTicket SHUT = new UringTicket(-1);

    final IoUring ring;
    final RingThreads threads;
    final RingWaits waits;
    final SharedWait shared;
    final RingEnds ends = new RingEnds(this);
    final RingAccepts accepts = new RingAccepts(this);
    final FileParts fileParts = new FileParts();
    final LongQueue cancelsBeforeRing = new LongQueue(); // guarded by the lock
    final TicketPool pool = new TicketPool(cancelsBeforeRing);
    final RingEntries entries;
    private final EventFd wakeup;
    final ShortLock lock = new ShortLock();

    // Guarded by the lock.
    final TicketQueue beforeRing = new TicketQueue();
    private ProvidedSlots slots;
    private ProvidedSlots datagramSlots;

    private final TicketQueue ended = new TicketQueue(); // the leader's own

    /** @param single whether one thread alone polls: the first that does */
    UringEngine(IoUring ring, EventFd wakeup, boolean single) {
        this.ring = ring;
        this.wakeup = wakeup;
        entries = new RingEntries(ring);
        threads = new RingThreads(single);
        waits = new RingWaits(this, wakeup);
        shared = waits.shared;
    }

    // ---- Tickets ----

    UringTicket take() {
        if (threads.isOwner()) {
            UringTicket own = pool.takeOwn();
            if (own != null) {
                return own;
            }
        }
        lock.lock();
        try {
            return pool.take();
        } finally {
            lock.unlock();
        }
    }

    /** Ends a ticket's use. What waited for it on its side of a socket begins. */
    void giveBack(UringTicket ticket) {
        UringTicket next = null;
        boolean isPut = false;
        if (ticket.where == UringTicket.NOWHERE) { // it was not started: nobody else has it
            ticket.letGo();
        }
        lock.lock();
        try {
            if (ticket.slots != null) {
                pool.stream(ticket.slot, null);
            }
            if (ticket.holds) { // the submit has failed after it had begun
                ticket.operation(null);
                return;
            }
            Lane lane = ticket.lane;
            if (lane != null && lane.current == ticket) {
                next = lane.leave();
                isPut = next != null && put(next);
            }
            if (ticket.file != null) {
                fileParts.giveBack(ticket.file);
            }
            pool.giveBack(ticket, threads.isOwner());
        } finally {
            lock.unlock();
        }
        if (next != null) {
            goOn(next, isPut);
        }
    }

    /** {@return the slots of a pool that the kernel takes from by itself, or null if streams do without} */
    ProvidedSlots slotsOf(LentBufferPool lentBuffers) {
        if (!divides(lentBuffers)) {
            return null;
        }
        lock.lock();
        try {
            if (slots == null) {
                slots = new ProvidedSlots(ring, threads, lentBuffers, 0, 0);
            }
            return slots;
        } finally {
            lock.unlock();
        }
    }

    /** {@return those with room for a head before each, or null} */
    ProvidedSlots datagramSlotsOf(LentBufferPool lentBuffers) {
        if (!divides(lentBuffers) || lentBuffers.head() == 0) {
            return null;
        }
        lock.lock();
        try {
            if (datagramSlots == null) {
                datagramSlots = new ProvidedSlots(ring, threads, lentBuffers, 1, lentBuffers.head());
            }
            return datagramSlots;
        } finally {
            lock.unlock();
        }
    }

    private boolean divides(LentBufferPool lentBuffers) {
        return threads.isSingle() && UringProbe.hasMultishotReceive() && lentBuffers.count() >= ProvidedSlots.FEWEST;
    }

    int taken() {
        lock.lock();
        try {
            return pool.taken();
        } finally {
            lock.unlock();
        }
    }

    boolean isGrown() {
        return pool.isGrown();
    }

    void trim() {
        lock.lock();
        try {
            pool.trim();
        } finally {
            lock.unlock();
        }
        fileParts.trim();
    }

    // ---- Submissions ----

    /** Starts a ticket whose entry is written. Returns as the starts of a CompletionBackend do. */
    int start(UringTicket ticket) {
        boolean isEntered;
        boolean isPut = false;
        lock.lock();
        try {
            // Once it is closed, its lanes were ended: nothing that enters them now would ever leave them.
            isEntered = ticket.lane == null || !ticket.descriptor.isOpen() || ticket.lane.enter(ticket);
            if (ticket.slots != null && ticket.operation() instanceof UringReadStream.Receive receive) {
                pool.stream(ticket.slot, receive.stream());
            }
            isPut = isEntered && put(ticket);
        } finally {
            lock.unlock();
        }
        if (!isEntered) {
            return CompletionBackend.PENDING;
        }
        if (!isPut) {
            ticket.letGo();
            return CompletionBackend.DONE;
        }
        entered();
        return CompletionBackend.PENDING;
    }

    /** Has a ticket that is complete come out of a batch. */
    void done(UringTicket ticket) {
        ticket.where = UringTicket.DONE;
        ticket.letGo();
        shared.add(ticket);
    }

    void goOn(UringTicket ticket, boolean isPut) {
        if (isPut) {
            entered();
        } else if (ticket.operation() != null) {
            done(ticket);
        } else {
            ticket.letGo();
            giveBack(ticket);
        }
    }

    /** Shuts the sending half once what was submitted before has been sent. Returns false if there is nothing to wait for. */
    boolean shutsLater(UringHandle handle) throws ClosedChannelException {
        lock.lock();
        try {
            if (handle.writes.current == null) {
                return false;
            }
            UringTicket shut = pool.take();
            try {
                shut.entry(Opcode.SHUTDOWN, shut.hold(handle.socket), 0, 0, 0, 0);
            } catch (ClosedChannelException e) {
                pool.giveBack(shut, false);
                throw e;
            }
            shut.lane = handle.writes;
            handle.writes.enter(shut);
            return true;
        } finally {
            lock.unlock();
        }
    }

    // ---- Under the lock ----

    /** Puts a ticket into the ring, or before it. Returns false if it is complete without the ring. */
    boolean put(UringTicket ticket) {
        if (ticket.operation() != null && (ticket.cancelAsked || !ticket.descriptor.isOpen())) {
            ticket.where = UringTicket.DONE;
            ticket.code = ECANCELED;
            return false;
        }
        if (ticket.opcode == Opcode.SHUTDOWN) {
            ticket.where = UringTicket.DONE;
            ticket.code = -BindingRegistry.linuxCalls().shutdown(ticket.fd, SHUT_WR);
            return false;
        }
        if (!threads.mayFill() || !beforeRing.isEmpty() || !entries.fill(ticket)) {
            ticket.where = UringTicket.BEFORE_RING;
            beforeRing.add(ticket);
        }
        return true;
    }

    // ---- Outside the lock ----

    /** Something was put into the ring, or before it. */
    void entered() {
        if (!threads.mayFill()) {
            waits.wakeIfAsleep();
        } else if (!threads.isInTurn()) {
            submit();
        }
    }

    void submit() {
        lock.lock();
        try {
            ring.submit();
        } catch (IOException | IllegalStateException e) {
            // Whoever waits is told.
        } finally {
            lock.unlock();
        }
    }

    // ---- Waits ----

    UringTicket nextTaken(int slot) {
        lock.lock();
        try {
            return pool.nextTaken(slot);
        } finally {
            lock.unlock();
        }
    }

    /** Returns how many entries are in a ring of several threads and have not been submitted. */
    int fillWhatWaits() throws IOException {
        int filled;
        ProvidedSlots ofStreams;
        ProvidedSlots ofDatagrams;
        lock.lock();
        try {
            ofStreams = slots;
            if (ofStreams != null) {
                ofStreams.addReturned(); // before what waits for them
            }
            ofDatagrams = datagramSlots;
            if (ofDatagrams != null) {
                ofDatagrams.addReturned();
            }
            boolean isFull = false;
            while (!isFull && !beforeRing.isEmpty()) {
                UringTicket ticket = beforeRing.first();
                if (ticket.operation() != null && !ticket.descriptor.isOpen()) {
                    ticket.code = ECANCELED;
                    ended.add(beforeRing.poll());
                } else if (entries.fill(ticket)) {
                    beforeRing.poll();
                } else {
                    isFull = true;
                }
            }
            while (!isFull && !cancelsBeforeRing.isEmpty()) {
                isFull = !entries.fillCancel(cancelsBeforeRing.first());
                if (!isFull) {
                    cancelsBeforeRing.removeFirst();
                }
            }
            filled = threads.isSingle() ? 0 : ring.publish();
        } finally {
            lock.unlock();
        }
        if (ofStreams != null) {
            ofStreams.leaveSurplus();
        }
        if (ofDatagrams != null) {
            ofDatagrams.leaveSurplus();
        }
        for (UringTicket each = ended.poll(); each != null; each = ended.poll()) {
            done(each);
        }
        return filled;
    }

    /** Puts a ticket back into the ring. Returns false if it is over, because it was cancelled meanwhile. */
    boolean putAgain(UringTicket ticket) {
        lock.lock();
        try {
            return put(ticket);
        } finally {
            lock.unlock();
        }
    }

    /** Returns false if there is no room now. */
    boolean armWakeup() {
        try {
            watch(wakeup.fd(), RingEntries.AGAIN, RingEntries.OF_WAKEUP);
            return true;
        } catch (IOException | IllegalStateException e) { // whoever waits is told
            return false;
        }
    }

    /** Has the ring tell when a descriptor is readable. */
    void watch(int fd, int flags, long data) throws IOException {
        lock.lock();
        try {
            entries.watch(fd, flags, data);
        } finally {
            lock.unlock();
        }
    }

    /** Ends the waits, and frees all. What is still under way are the ring's own cancels, which nobody waits for. */
    void close() {
        try {
            shared.close();
        } finally {
            try {
                ring.close();
                dropAll();
            } finally {
                wakeup.close();
            }
        }
    }

    private void dropAll() {
        UringTicket each;
        for (int slot = 0; (each = nextTaken(slot)) != null; slot = each.slot + 1) {
            if (each.operation() == null && each.holds) {
                each.letGo();
                giveBack(each);
            }
        }
    }
}
