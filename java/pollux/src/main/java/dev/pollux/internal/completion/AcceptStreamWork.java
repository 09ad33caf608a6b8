package dev.pollux.internal.completion;

import dev.pollux.completion.AcceptStream;
import dev.pollux.completion.CompletionListener;
import dev.pollux.completion.CompletionSocket;
import dev.pollux.completion.OperationCancelledException;
import dev.pollux.internal.loop.FirstFailure;
import dev.pollux.internal.socket.Refusals;
import dev.pollux.system.SystemCallException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.ClosedChannelException;

/**
 * A stream of connections, made of ordinary accepts, several at a time. A connection that its peer has reset before it was
 * accepted fails its accept, which is routine: it is submitted again. With no handle or memory left, after a pause.
 */
public class AcceptStreamWork extends StreamWork<AcceptStream, CompletionSocket> implements AcceptStream {
    private static final int IN_FLIGHT = 16;

    private static final String PAUSES = "no connection can be accepted; trying again in 100 ms";

    private final AbstractCompletionListener listener;

    // Guarded by this object.
    private final AcceptOperationWork[] accepts;
    private final AcceptOperationWork[] idle; // those that are not submitted
    private int idleCount;
    private int made;
    private AbstractCompletionSocket first; // of the kept connections
    private AbstractCompletionSocket last;

    protected AcceptStreamWork(AbstractCompletionListener listener) {
        this(listener, IN_FLIGHT);
    }

    /** @param requests how many requests are in flight at a time */
    protected AcceptStreamWork(AbstractCompletionListener listener, int requests) {
        super(listener, requests);
        this.listener = listener;
        accepts = new AcceptOperationWork[requests];
        idle = new AcceptOperationWork[requests];
    }

    @Override
    final String face() {
        return "AcceptStream";
    }

    @Override
    public final CompletionListener listener() {
        return listener;
    }

    @Override
    final void checkSubmit() {
        try {
            InetSocketAddress address = listener.localAddress();
            if (address == null || address.getPort() == 0) {
                throw Refusals.notYetBound(listener);
            }
        } catch (IOException e) {
            // It is closed, as the stream will learn.
        }
        FirstFailure.prepareSoon(port);
    }

    @Override
    protected void request() {
        AcceptOperationWork accept = takeIdle();
        try {
            port.submissions.submitPart(accept);
        } catch (Throwable e) {
            putIdle(accept);
            throw e;
        }
    }

    private synchronized AcceptOperationWork takeIdle() {
        if (idleCount > 0) {
            return idle[--idleCount];
        }
        AcceptOperationWork accept = new AcceptOperationWork(listener);
        accept.owner = this;
        accept.isPart = true;
        accepts[made++] = accept;
        return accept;
    }

    private synchronized void putIdle(AcceptOperationWork accept) {
        idle[idleCount++] = accept;
    }

    private synchronized AcceptOperationWork made(int index) {
        return index < made ? accepts[index] : null;
    }

    @Override
    protected void cancelRequests() {
        AcceptOperationWork accept;
        for (int i = 0; (accept = i < accepts.length ? made(i) : null) != null; i++) {
            accept.cancel();
        }
    }

    @Override
    final int requestEnded(AbstractOperation<?> operation, long result, IOException failure) {
        AcceptOperationWork accept = (AcceptOperationWork) operation;
        CompletionSocket socket = accept.socket();
        putIdle(accept);
        return failure == null ? arrived(socket) : requestFailedOrOver(failure);
    }

    /** A request that goes on has brought a connection, which is not yet known to the port. Returns how many callbacks were called. */
    protected final int accepted(AbstractCompletionSocket socket) {
        boolean isAdded = false;
        try {
            port.add(socket);
            isAdded = true;
        } catch (IOException e) {
            return 0; // the port was closed
        } finally {
            if (!isAdded) {
                socket.close();
            }
        }
        return more(socket);
    }

    /** What an accept's failure means. Returns how many callbacks were called. */
    protected final int requestFailedOrOver(IOException failure) {
        if (failure instanceof OperationCancelledException || failure instanceof ClosedChannelException) {
            return requestEnded(failure);
        }
        if (!listener.isOpen() || !port.isOpen()) {
            return requestEnded(new ClosedChannelException());
        }
        SystemCallException cause = SystemCallException.of(failure);
        return cause != null && listener.isPeerGone(cause) ? requestOver() : requestFailed(pauses(failure));
    }

    private static IOException pauses(IOException failure) {
        try {
            return new IOException(PAUSES, failure);
        } catch (OutOfMemoryError e) {
            return failure; // the request has to be counted as over
        }
    }

    @Override
    final Throwable notRequested(Throwable cause) {
        return new IOException(PAUSES, cause);
    }

    // ---- Kept connections ----

    @Override
    final void keep(CompletionSocket result) {
        AbstractCompletionSocket socket = (AbstractCompletionSocket) result;
        if (last == null) {
            first = socket;
        } else {
            last.nextKept = socket;
        }
        last = socket;
    }

    @Override
    final boolean keeps() {
        return first != null;
    }

    @Override
    final CompletionSocket takeKept() {
        AbstractCompletionSocket taken = first;
        first = taken.nextKept;
        last = first == null ? null : last;
        taken.nextKept = null;
        return taken;
    }

    @Override
    final void discard(CompletionSocket result) {
        result.close();
    }

    @Override
    final void thrown(CompletionSocket result, int mark) {
        result.close();
    }
}
