package dev.pollux.internal.uring;

import dev.pollux.completion.OperationCancelledException;
import dev.pollux.internal.completion.AcceptStreamWork;
import dev.pollux.internal.completion.MultishotOperation;
import dev.pollux.internal.completion.seam.OperationKind;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A stream of connections that the kernel goes on with by itself: one entry, many completions (io_uring_prep_multishot_accept(3)).
 * Where several threads poll, the last completion may be delivered before another one. So the request is over once all are.
 */
final class UringAcceptStream extends AcceptStreamWork {
    /** Made in time. */
    private static final IOException NO_MEMORY = new IOException("no memory for a connection, which was closed");

    private final UringListener listener;
    private final Accept accept;
    private final AtomicInteger undelivered = new AtomicInteger(); // connections, and the end of the request
    private IOException failure; // of the request, read by who delivers the last of those
    private volatile boolean isOneLost; // without memory

    UringAcceptStream(UringListener listener) {
        super(listener, 1);
        this.listener = listener;
        accept = new Accept();
    }

    /** The request. */
    final class Accept extends MultishotOperation {
        Accept() {
            super(listener, OperationKind.ACCEPT);
        }

        UringAcceptStream stream() {
            return UringAcceptStream.this;
        }

        @Override
        protected int startMany() throws IOException {
            return listener.startAccept(UringTicket.of(this), UringListener.MANY);
        }

        @Override
        protected int endedMany(int none, IOException why) {
            failure = why;
            return delivered();
        }
    }

    /** The ring has accepted a connection. Returns what delivers it, or null if there is no memory for that. */
    Accepted came(int fd) {
        try {
            Accepted accepted = new Accepted(this, fd);
            undelivered.incrementAndGet();
            return accepted;
        } catch (OutOfMemoryError e) {
            isOneLost = true;
            accept.cancel(); // its end says so
            return null;
        }
    }

    /** Tells the program of a connection, on a thread that polls. Returns how many callbacks were called. */
    int deliver(int fd) {
        int told = 0;
        try {
            told = accepted(listener.accepted(fd));
        } catch (OutOfMemoryError e) {
            isOneLost = true;
            accept.cancel();
        }
        return told + delivered();
    }

    private int delivered() {
        if (undelivered.decrementAndGet() > 0) {
            return 0;
        }
        IOException why = failure;
        failure = null;
        if (isOneLost && (why == null || why instanceof OperationCancelledException)) {
            why = NO_MEMORY;
        }
        isOneLost = false;
        return why == null ? requestOver() : requestFailedOrOver(why);
    }

    @Override
    protected void request() {
        undelivered.set(1);
        accept.submitPart();
    }

    @Override
    protected void cancelRequests() {
        accept.cancel();
    }

    /** What the kernel has accepted until it sees this is kept. */
    @Override
    protected void suspended() {
        accept.cancel();
    }
}
