package dev.pollux.internal.emulated;

import dev.pollux.internal.completion.CompletionBackend;
import java.io.IOException;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedChannelException;

/**
 * One direction of a channel: the submissions that wait, in their order, and whether a try may do something. A submission is
 * tried at once, on the thread that submits, unless others wait or it is known that it would block. What waits is tried again
 * when the channel is ready, by the thread that is in the port's wait.
 */
abstract class Lane {
    // What a try comes to.
    static final int DONE = CompletionBackend.DONE;
    static final int WOULD_BLOCK = 2;
    static final int ENOUGH = 3; // for one try: it would go on and on

    /** Made in time: without memory, not even an exception can be. */
    private static final IOException NO_MEMORY = new IOException("no memory for an operation's call");

    final EmulatedHandle handle;

    // Guarded by this object.
    private EmulatedTicket first;
    private EmulatedTicket last;
    private boolean isReady = true; // as far as is known: a try may do something
    private boolean isClosed;
    private boolean isHeld; // nothing is tried, and nothing waited for
    private volatile boolean waits; // for the channel to be ready

    // Guarded by the backend's list of lanes that go on.
    Lane nextToGoOn;
    boolean isToGoOn;

    Lane(EmulatedHandle handle) {
        this.handle = handle;
    }

    /**
     * Does what can be done without a wait. The lane's lock is held.
     *
     * @return {@link #DONE}, {@link #WOULD_BLOCK} or {@link #ENOUGH}
     */
    abstract int attempt(EmulatedTicket ticket) throws IOException;

    /** {@return true if what waits behind a submission that failed is tried at once} */
    boolean goesOnAfterFailure() {
        return true;
    }

    final void isReady(boolean ready) {
        isReady = ready;
    }

    final boolean isReady() {
        return isReady;
    }

    /** {@return true if a submission waits for the channel to be ready} */
    final boolean waits() {
        return waits;
    }

    /** Begins a submission: {@link CompletionBackend#DONE}, or {@link CompletionBackend#PENDING}. */
    final int start(EmulatedTicket ticket) throws IOException {
        synchronized (this) {
            if (isClosed) {
                throw new ClosedChannelException();
            }
            boolean isAlone = first == null;
            boolean goesOn = isReady;
            if (isHeld) {
                append(ticket);
                return CompletionBackend.PENDING;
            }
            if (isAlone && isReady) {
                int result = attempt(ticket);
                if (result == DONE) {
                    return CompletionBackend.DONE;
                }
                goesOn = result == ENOUGH;
                isReady = goesOn;
            }
            append(ticket);
            waits = !isReady;
            try {
                if (goesOn) {
                    handle.backend.goOn(this);
                } else {
                    handle.interestChanged();
                }
            } catch (Throwable e) {
                takeOut(ticket);
                throw e;
            }
            return CompletionBackend.PENDING;
        }
    }

    /** Tries nothing until {@link #release}. */
    final void hold() {
        synchronized (this) {
            isHeld = true;
        }
    }

    final void release() {
        synchronized (this) {
            isHeld = false;
            if (first != null) {
                handle.backend.goOn(this);
            }
        }
    }

    /** The channel is ready. Only from the thread that is in the port's wait. */
    final void ready() {
        synchronized (this) {
            isReady = true;
            isReadyNow();
            run();
        }
    }

    /** Goes on with what could have gone on. Only from the thread that is in the port's wait. */
    final void goOn() {
        synchronized (this) {
            run();
        }
    }

    /** The lane's lock is held. */
    void isReadyNow() {}

    /** Nothing waits any more. The lane's lock is held. */
    void isEmptied() {}

    private void run() {
        boolean goesOn = false;
        while (first != null && isReady && !goesOn) {
            EmulatedTicket ticket = first;
            int result;
            try {
                result = attempt(ticket);
            } catch (Throwable e) {
                endLeading(ticket, e);
                if (goesOnAfterFailure()) {
                    continue;
                }
                break; // the next submission tries again
            }
            if (result == DONE) {
                takeOut(ticket);
                handle.backend.completeLeading(ticket);
            } else if (result == WOULD_BLOCK) {
                isReady = false;
            } else {
                goesOn = true;
            }
        }
        waits = first != null && !isReady;
        if (goesOn) {
            handle.backend.goOn(this);
        }
        try {
            handle.interestChanged();
        } catch (Throwable e) { // the port does not take it: nobody would tell when it is ready
            while (first != null) {
                endLeading(first, e);
            }
            waits = false;
        }
        if (first == null) {
            isEmptied();
        }
    }

    private void endLeading(EmulatedTicket ticket, Throwable failure) {
        fail(ticket, failure);
        takeOut(ticket);
        handle.backend.completeLeading(ticket);
    }

    private void fail(EmulatedTicket ticket, Throwable thrown) {
        if (thrown instanceof ClosedChannelException && !(thrown instanceof AsynchronousCloseException)) {
            ticket.code = EmulatedTicket.CLOSED;
        } else if (thrown instanceof IOException failure) {
            ticket.its().failed(failure);
        } else {
            ticket.its().failed(unexpected(thrown));
        }
    }

    private static IOException unexpected(Throwable thrown) {
        try {
            return new IOException("an operation's call has failed", thrown);
        } catch (OutOfMemoryError e) {
            return NO_MEMORY;
        }
    }

    /** Ends a submission that still waits; else does nothing. */
    final void cancel(EmulatedTicket ticket) {
        synchronized (this) {
            if (ticket.waitsIn == this) {
                takeOut(ticket);
                waits = first != null && !isReady;
                end(ticket, EmulatedTicket.CANCELLED);
                if (first == null) {
                    isEmptied();
                }
            }
        }
    }

    /** Ends all that wait, and takes no more. */
    final void close() {
        synchronized (this) {
            isClosed = true;
            waits = false;
            while (first != null) {
                EmulatedTicket ticket = first;
                takeOut(ticket);
                end(ticket, EmulatedTicket.CLOSED);
            }
        }
    }

    private void end(EmulatedTicket ticket, int code) {
        ticket.code = code;
        handle.backend.complete(ticket);
    }

    final boolean isEmpty() {
        return first == null;
    }

    private void append(EmulatedTicket ticket) {
        ticket.waitsIn = this;
        ticket.previousWaiting = last;
        if (last == null) {
            first = ticket;
        } else {
            last.nextWaiting = ticket;
        }
        last = ticket;
    }

    private void takeOut(EmulatedTicket ticket) {
        ticket.waitsIn = null;
        if (ticket.previousWaiting == null) {
            first = ticket.nextWaiting;
        } else {
            ticket.previousWaiting.nextWaiting = ticket.nextWaiting;
        }
        if (ticket.nextWaiting == null) {
            last = ticket.previousWaiting;
        } else {
            ticket.nextWaiting.previousWaiting = ticket.previousWaiting;
        }
        ticket.nextWaiting = null;
        ticket.previousWaiting = null;
    }
}
