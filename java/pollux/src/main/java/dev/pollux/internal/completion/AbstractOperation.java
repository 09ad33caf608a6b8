package dev.pollux.internal.completion;

import dev.pollux.LoopTimer;
import dev.pollux.completion.CompletionCallback;
import dev.pollux.completion.CompletionPort;
import dev.pollux.completion.FailureCallback;
import dev.pollux.completion.Operation;
import dev.pollux.completion.OperationCancelledException;
import dev.pollux.internal.completion.seam.OperationKind;
import dev.pollux.internal.loop.Timers;
import dev.pollux.internal.text.Durations;
import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedChannelException;
import java.util.Objects;

/** What all kinds of operations share: callbacks, submissions, deadlines, and how a submission's end becomes a result. */
public abstract class AbstractOperation<O extends Operation<O>> extends OperationState implements Operation<O> {

    /** What {@link #takeResult} returns if there is more to do before the submission is complete. */
    protected static final long UNFINISHED = Long.MIN_VALUE;

    // In place of a code by which the system has refused to begin: it was not asked at all.
    private static final int DONE_HERE = Integer.MIN_VALUE;
    private static final int TAKEN_BACK = Integer.MIN_VALUE + 1;

    protected final CompletionPortWork port;
    OperationOwner owner; // null if it is the program's
    boolean isPart; // of a stream, which is counted as one submission, and ends when the port closes
    private CompletionCallback<O> callback;
    private volatile FailureCallback<O> failureCallback;
    private volatile long timeoutNanos;
    private long missedNanos; // the limit that a submission has missed: before it is said to have timed out
    private LoopTimer deadline; // made with the first timeout

    /** What the backend keeps here from one submission to the next. */
    public Object kept;

    // Of the submission under way: written before the system learns of it, read once it has completed.
    Object ticket; // the backend's
    int startCode; // the system refused to begin: its code
    IOException startFailure; // or it could not even be asked
    AbstractCompletionSocket writesTo; // which counts it among its writes, if it is one
    AbstractOperation<?> next; // in the list of what has completed on a thread and is to be delivered there

    // Of the submission that the deadline was set for; in this order, so that who reads the second has the first.
    private long limitedToNanos;
    private volatile long expiresAtNanos;
    private volatile long expiring = -1;

    // The number of the submission that was to end so.
    private volatile long cancelled = -1;
    private volatile long timedOut = -1;

    protected AbstractOperation(CompletionPortWork port) {
        this.port = port;
    }

    @Override
    public final CompletionPort port() {
        return port;
    }

    @Override
    public final void submit() {
        if (callback == null && owner == null) {
            throw new IllegalStateException("onCompletion was not called: nobody would learn of the end of " + this);
        }
        port.submissions.submit(this);
    }

    @Override
    public final boolean cancel() {
        long number = submission();
        cancelled = number;
        return requestCancel(number);
    }

    @Override
    public final O onCompletion(CompletionCallback<O> newCallback) {
        Objects.requireNonNull(newCallback, "callback");
        checkNotPending();
        callback = newCallback;
        return self();
    }

    @Override
    public final O onFailure(FailureCallback<O> newCallback) {
        failureCallback = newCallback;
        return self();
    }

    @Override
    public final O timeoutNanos(long newTimeoutNanos) {
        if (newTimeoutNanos < 0) {
            throw new IllegalArgumentException(
                    "timeoutNanos " + newTimeoutNanos + ": not within 0 and " + Long.MAX_VALUE);
        }
        if (newTimeoutNanos > 0) {
            makeDeadline();
        }
        long wantedNanos = Math.min(newTimeoutNanos, Timers.MAX_DELAY_NANOS);
        if (wantedNanos != timeoutNanos) { // to look costs less than a volatile write
            timeoutNanos = wantedNanos;
        }
        return self();
    }

    private synchronized void makeDeadline() {
        if (deadline == null) {
            deadline = port.deadlines.timer(this::expire);
        }
    }

    protected final void checkNotPending() {
        if (isPending()) {
            throw new IllegalStateException("what is pending can't be changed: " + this);
        }
    }

    @SuppressWarnings("unchecked") // each kind implements Operation of itself
    private O self() {
        return (O) this;
    }

    /** {@return the socket, listener or file that it works on, or null if it has none} */
    public abstract AbstractCompletionSource source();

    protected abstract OperationKind kind();

    /** Hands it to the system: {@link CompletionBackend#PENDING}, {@link CompletionBackend#DONE} or a negated code. */
    protected abstract int start() throws IOException;

    /** Takes the result over from the system. Returns what to deliver, or {@link #UNFINISHED}. */
    protected abstract long takeResult() throws IOException;

    /** Gives back what a submission that failed has got ready. */
    protected void failed() {}

    /** {@return what the backend needs for the submission under way} */
    public final Object ticket() {
        return ticket;
    }

    /** Has the submission under way fail, by an exception of the backend's. Before it comes out of a batch. */
    public final void failed(IOException failure) {
        startFailure = failure;
    }

    private void expire() {
        long number = expiring;
        // Else it was taken out for a submission that has ended meanwhile, and is scheduled for the next one.
        if (System.nanoTime() - expiresAtNanos >= 0) {
            expire(number, limitedToNanos);
        }
    }

    /** Ends a submission that has taken too long, unless it has ended. */
    final void expire(long number, long limit) {
        missedNanos = limit;
        timedOut = number;
        requestCancel(number);
    }

    /** Says that the system has no part in the end of the submission: it is done, or failed. Before it comes out of a batch. */
    protected final void doneHere(IOException failure) {
        startCode = DONE_HERE;
        startFailure = failure;
    }

    /** {@return true if the system had no part in the end of the submission} */
    protected final boolean isDoneHere() {
        return startCode == DONE_HERE;
    }

    /** Says that the submission ends before anything was done. Before it comes out of a batch. */
    protected final void takenBack() {
        startCode = TAKEN_BACK;
    }

    @Override
    protected void cancelInSystem() {
        AbstractCompletionSource source = source();
        if (source != null) {
            source.handle().cancel(ticket);
        }
    }

    /** {@return the exception for what has ended a submission that the system says was cancelled, or null if it is unknown} */
    private IOException endedOnPurpose() {
        if (timedOut == submission()) {
            return new SocketTimeoutException(this + " took longer than " + Durations.text(missedNanos));
        }
        if (cancelled == submission()) {
            return new OperationCancelledException(this);
        }
        return port.isOpen() ? null : new AsynchronousCloseException();
    }

    private IOException failure(int code) {
        IOException onPurpose = port.backend.isCancelled(code) ? endedOnPurpose() : null;
        if (onPurpose != null) {
            return onPurpose;
        }
        AbstractCompletionSource source = source();
        return source == null
                ? new AsynchronousCloseException()
                : source.handle().failure(kind(), code);
    }

    /** Gets ready for a submission. */
    final void prepare(Object with) {
        ticket = with;
        startCode = 0;
        startFailure = null;
        long limit = timeoutNanos;
        if (limit > 0) {
            limit(limit);
        }
    }

    private void limit(long limit) {
        limitedToNanos = limit;
        expiresAtNanos = System.nanoTime() + limit;
        expiring = submission();
        deadline.schedule(limit);
    }

    /** Has the socket count a write from its first part on, and limit it as the program wants. Before the system learns of it. */
    final void beginWrite(AbstractCompletionSocket socket) throws ClosedChannelException, SocketException {
        if (writesTo != null) {
            return;
        }
        socket.writeBegins(owner != null);
        writesTo = socket;
        long limit = socket.writeTimeoutNanos();
        if (limit > 0 && timeoutNanos == 0) {
            makeDeadline();
            limit(Math.min(limit, Timers.MAX_DELAY_NANOS));
        }
    }

    /** {@return the socket that counts it among its writes, which it does not any more} Before it can be submitted again. */
    final AbstractCompletionSocket takeWritesTo() {
        AbstractCompletionSocket socket = writesTo;
        if (socket != null) {
            writesTo = null;
        }
        return socket;
    }

    /**
     * {@return what its completion says, or {@link #UNFINISHED}}
     *
     * @throws IOException why it failed
     */
    final long result() throws IOException {
        if (startFailure != null) {
            throw startFailure;
        }
        if (startCode != 0) {
            return resultWithoutSystem();
        }
        int code = port.backend.code(ticket);
        if (code != 0) {
            throw failure(code);
        }
        long result;
        try {
            result = takeResult();
        } catch (ClosedChannelException e) { // by the port's close, or another's: it was open when it was submitted
            throw new AsynchronousCloseException();
        }
        if (result == UNFINISHED && (cancelled == submission() || timedOut == submission())) {
            throw endedOnPurpose();
        }
        return result;
    }

    private long resultWithoutSystem() throws IOException {
        if (startCode == DONE_HERE) {
            return takeResult();
        }
        if (startCode != TAKEN_BACK) {
            throw failure(startCode);
        }
        IOException onPurpose = endedOnPurpose();
        throw onPurpose != null ? onPurpose : new AsynchronousCloseException();
    }

    /** Completes a submission: from here on it may be submitted again. */
    final void complete(boolean succeeded) {
        Object last = ticket;
        ticket = null;
        try {
            if (deadline != null) {
                deadline.cancel();
            }
            if (!succeeded) {
                failed();
            }
        } finally {
            try {
                if (last != null) {
                    port.backend.giveBackTicket(last);
                }
            } finally {
                completed();
            }
        }
    }

    /** {@return the program's callback that its end is told, or what is nearest to it} For those who ask what has taken long. */
    final Object toldCallback() {
        Object its = owner == null ? callback : owner.callee();
        return its == null ? this : its;
    }

    /** Calls one callback, or has its owner call some. Returns how many. */
    final int deliver(long result, IOException failure) throws Exception {
        if (owner != null) {
            return owner.ended(this, result, failure);
        }
        if (failure == null) {
            callback.onCompletion(self(), result);
            return 1;
        }
        FailureCallback<O> toCall = failureCallback;
        if (toCall != null) {
            toCall.onFailure(self(), failure);
        } else {
            port.submissions.reportFailure(source(), failure);
        }
        return 1;
    }

    @Override
    public String toString() {
        AbstractCompletionSource source = source();
        return kind() + "[" + (source == null ? port : source) + "]";
    }
}
