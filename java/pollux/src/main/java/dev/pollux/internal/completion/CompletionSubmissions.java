package dev.pollux.internal.completion;

import dev.pollux.completion.Operation;
import dev.pollux.completion.OperationCancelledException;
import dev.pollux.internal.loop.OwnedCount;
import java.io.IOException;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.Channel;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ShutdownChannelGroupException;

/**
 * The submissions of one port: how each begins, is started part by part, completes, and is delivered. All methods may be called
 * from any thread.
 */
public final class CompletionSubmissions {
    /** Made in time: without memory, not even an exception can be. */
    private static final IOException NO_MEMORY = new IOException("no memory to take over an operation's result");

    private final CompletionPortWork port;
    private final CompletionBackend backend;

    // Those whose callback has not returned. The one thread of a port that is bound to it is also the one that drains
    // it.
    private final OwnedCount undelivered;

    CompletionSubmissions(CompletionPortWork port) {
        this.port = port;
        backend = port.backend;
        undelivered = new OwnedCount(backend.isBoundToThread() ? port.only : null);
    }

    /** {@return how many there are whose callback has not returned} */
    int undelivered() {
        return undelivered.get();
    }

    /** Called by {@link Operation#submit()}. */
    void submit(AbstractOperation<?> operation) {
        long number = operation.begin();
        boolean counted = false;
        try {
            if (operation instanceof ConnectOperationWork connect) {
                connect.setUp(); // not counted yet: the program may close the port there, which waits for what is
            }
            undelivered.add(1);
            counted = true;
            if (!port.isOpen()) { // asked after the count: either close sees the count, or this its beginning
                throw new ShutdownChannelGroupException();
            }
            operation.prepare(backend.takeTicket(operation));
            start(operation, number);
        } catch (Throwable e) {
            AbstractCompletionSocket written = operation.takeWritesTo();
            try {
                operation.complete(false);
                if (written != null) {
                    written.writeEnds(operation.owner != null, true);
                }
            } finally {
                if (counted) {
                    undelivered.add(-1);
                }
            }
            throw e;
        }
    }

    /**
     * Submits a part of a stream. It is not counted, because its stream is, and it is not refused by a port that closes, because
     * its end is what ends the stream.
     */
    void submitPart(AbstractOperation<?> operation) {
        long number = operation.begin();
        try {
            operation.prepare(backend.takeTicket(operation));
            start(operation, number);
        } catch (Throwable e) {
            operation.complete(false);
            throw e;
        }
    }

    /** Counts the submission of a stream, until {@link #endStream}. */
    void beginStream() {
        undelivered.add(1);
        if (!port.isOpen()) { // as in submit
            undelivered.add(-1);
            throw new ShutdownChannelGroupException();
        }
    }

    /** A stream's end was told. */
    void endStream() {
        undelivered.add(-1);
    }

    /** From the call on, another thread may have dequeued the completion, and submitted the operation again. */
    private void start(AbstractOperation<?> operation, long stamp) {
        int result;
        try {
            result = operation.start();
        } catch (ClosedChannelException e) {
            // It was open when the operation was submitted.
            operation.startFailure = OperationState.isResumed(stamp) ? new AsynchronousCloseException() : e;
            result = CompletionBackend.DONE;
        } catch (IOException e) {
            operation.startFailure = e;
            result = CompletionBackend.DONE;
        }
        if (result == CompletionBackend.PENDING) {
            operation.submitted(stamp);
            return;
        }
        if (result < 0) {
            operation.startCode = -result;
        }
        CompletionTurn turn = port.turns.get();
        if (turn == null || !turn.takes(operation)) {
            backend.deliverByBatch(operation);
        }
    }

    /** What was submitted on this thread and was complete at once. */
    int deliverAtOnce(CompletionTurn turn) {
        int delivered = 0;
        for (AbstractOperation<?> done = turn.take(); done != null; done = turn.take()) {
            try {
                delivered += complete(done);
            } catch (Throwable e) {
                port.report(null, e);
            }
        }
        return delivered;
    }

    /** Takes an operation's result, gives its ticket back, and delivers. Returns how many callbacks were called. */
    public int complete(AbstractOperation<?> operation) {
        operation.completing();
        long result = 0;
        IOException failure = null;
        try {
            result = operation.result();
            if (result == AbstractOperation.UNFINISHED) {
                backend.reuseTicket(operation.ticket);
                start(operation, operation.resume());
                return 0;
            }
        } catch (IOException e) {
            failure = e;
        } catch (Throwable e) { // the program has changed a buffer meanwhile; or there is no memory for an exception
            failure = unexpected(e);
        }
        long startNanos = port.watch.beginCallback();
        AbstractCompletionSocket written = operation.takeWritesTo();
        try {
            operation.complete(failure == null);
        } catch (Throwable e) {
            port.report(operation.source(), e);
        }
        int told = 1;
        try {
            told = operation.deliver(result, failure);
        } catch (Throwable e) {
            reportThrown(operation.source(), e);
        } finally {
            try {
                if (written != null) {
                    written.writeEnds(operation.owner != null, failure != null);
                }
            } finally {
                if (!operation.isPart) {
                    undelivered.add(-1);
                }
            }
        }
        if (port.watch.isOn()) {
            port.watch.endCallback(startNanos, operation.toldCallback(), operation.source());
        }
        return told;
    }

    /** Reports what a callback has thrown, except the refusal of a port that was closed: to a loop that submits and submits. */
    void reportThrown(Channel source, Throwable thrown) {
        if (!(thrown instanceof ShutdownChannelGroupException && !port.isOpen())) {
            port.report(source, thrown);
        }
    }

    /** Reports a failure for which there is no callback, unless whoever has cancelled, or closed the source or the port, knows of it. */
    void reportFailure(Channel source, IOException failure) {
        boolean isKnown = failure instanceof OperationCancelledException
                || failure instanceof AsynchronousCloseException
                || failure instanceof ClosedChannelException && !port.isOpen();
        if (!isKnown) {
            port.report(source, failure);
        }
    }

    private static IOException unexpected(Throwable thrown) {
        try {
            return new IOException("an operation's result can't be taken over", thrown);
        } catch (OutOfMemoryError e) {
            return NO_MEMORY;
        }
    }
}
