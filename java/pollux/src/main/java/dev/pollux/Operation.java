package dev.pollux;

import dev.pollux.internal.text.Durations;
import dev.pollux.windows.Overlapped;
import dev.pollux.windows.WinError;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.channels.AsynchronousCloseException;
import java.util.Objects;

/**
 * Something that a {@link CompletionPort} does for the program and tells the end of: a read, an accept, a connect. Made once
 * by its socket, listener or port, then submitted as often as is wanted, one submission at a time. Submitting and completing
 * allocate nothing.
 *
 * <p>Each submission ends in exactly one call of one of its two callbacks, on a thread that polls the port. Until then its
 * buffers belong to the system: they are kept alive, and must not be touched.
 *
 * <p>All methods may be called from any thread.
 *
 * @param <O> the kind of operation
 */
public abstract sealed class Operation<O extends Operation<O>> extends OperationState
        permits AcceptOperation,
                ConnectOperation,
                DisconnectOperation,
                PostOperation,
                ReadOperation,
                ReceiveOperation,
                SendFileOperation,
                SendOperation,
                WriteOperation {

    /** What {@link #finished} returns if there is more to do before the operation is. */
    static final long UNFINISHED = Long.MIN_VALUE;

    final CompletionPort port;
    private CompletionCallback<O> callback;
    private volatile FailureCallback<O> failureCallback;
    private volatile long timeoutNanos;
    private LoopTimer deadline; // made with the first timeout

    // Of the submission under way: written before the system learns of it, read once it has completed.
    Overlapped block;
    int startError; // the system refused to begin: the code
    IOException startFailure; // or it could not even be asked
    Operation<?> next; // in the list of what has completed on a thread and is to be told there

    // Of the submission that the deadline was set for; in this order, so that who reads the second has the first.
    private volatile long expiresAtNanos;
    private volatile long expiring = -1;

    // The number of the submission that was to end so.
    private volatile long cancelled = -1;
    private volatile long timedOut = -1;

    Operation(CompletionPort port) {
        this.port = port;
    }

    /**
     * Begins it. A failure, also one to begin, is told by {@link #onFailure}.
     *
     * @throws IllegalStateException if it is pending already, or nobody would learn of its end ({@link #onCompletion})
     * @throws java.nio.channels.ShutdownChannelGroupException if the port is closed
     */
    public final void submit() {
        if (callback == null) {
            throw new IllegalStateException("onCompletion was not called: nobody would learn of the end of " + this);
        }
        port.submit(this);
    }

    /**
     * Asks for its end. It may complete nevertheless, and then keeps its result; otherwise it fails with an {@link
     * OperationCancelledException}. Either is told by its callback, as ever. Touches no other operation.
     *
     * @return true if it was pending
     */
    public final boolean cancel() {
        long number = submission();
        cancelled = number;
        return requestCancel(number);
    }

    /**
     * Sets who learns that it has done what it was submitted for. For operations that name each other: make them all, then
     * say what follows on each.
     *
     * @param newCallback what to call
     * @return this
     * @throws IllegalStateException if it is pending
     */
    public final O onCompletion(CompletionCallback<O> newCallback) {
        Objects.requireNonNull(newCallback, "callback");
        checkNotPending();
        callback = newCallback;
        return self();
    }

    /**
     * Sets who learns of failures. By default one is told to the port's {@link ErrorHandler} with the socket that it
     * happened to, but for a cancellation or a close meanwhile, of which whoever cancelled or closed knows.
     *
     * @param newCallback what to call; null for the default
     * @return this
     */
    public final O onFailure(FailureCallback<O> newCallback) {
        failureCallback = newCallback;
        return self();
    }

    /**
     * Limits how long each submission from the next on may take. One that takes longer is cancelled and fails with a {@link
     * SocketTimeoutException}: never early, and late if the threads that poll are all in callbacks.
     *
     * @param newTimeoutNanos the time; 0, as at first, for no limit
     * @return this
     * @throws IllegalArgumentException if it is negative
     */
    public final O timeoutNanos(long newTimeoutNanos) {
        if (newTimeoutNanos < 0) {
            throw new IllegalArgumentException(
                    "timeoutNanos " + newTimeoutNanos + ": not within 0 and " + Long.MAX_VALUE);
        }
        synchronized (this) {
            if (newTimeoutNanos > 0 && deadline == null) {
                deadline = port.deadlines.timer(this::expire);
            }
        }
        timeoutNanos = Math.min(newTimeoutNanos, Timers.MAX_DELAY_NANOS);
        return self();
    }

    final void checkNotPending() {
        if (isPending()) {
            throw new IllegalStateException("what is pending can't be changed: " + this);
        }
    }

    @SuppressWarnings("unchecked") // each kind extends Operation of itself
    private O self() {
        return (O) this;
    }

    /** {@return the socket or listener that it works on; null if it has none} */
    abstract CompletionChannel source();

    /** {@return the system's function that does it} */
    abstract String function();

    /** Hands it to the system: {@link Overlapped#PENDING}, {@link Overlapped#DONE} or the negated error code. */
    abstract int start(Overlapped with) throws IOException;

    /** Takes the result over from the system; returns what to tell, or {@link #UNFINISHED}. */
    abstract long finished(Overlapped with) throws IOException;

    /** Gives back what a submission that failed has got ready. */
    void failed() {}

    /** {@return true if an error is to be told with the result} */
    boolean isResult(@SuppressWarnings("unused") int error) {
        return false;
    }

    private void expire() {
        long number = expiring;
        // Else it was taken out for a submission that has ended meanwhile, and is scheduled for the next one.
        if (System.nanoTime() - expiresAtNanos >= 0) {
            timedOut = number;
            requestCancel(number);
        }
    }

    @Override
    final void cancelInSystem() {
        port.cancel(this);
    }

    /** {@return the exception for an error code, or for the reason that it was cancelled} */
    final IOException failure(int error) {
        if (error == WinError.ERROR_OPERATION_ABORTED) {
            if (timedOut == submission()) {
                return new SocketTimeoutException(this + " took longer than " + Durations.text(timeoutNanos));
            }
            if (cancelled == submission()) {
                return new OperationCancelledException(this);
            }
            if (port.isClosing()) {
                return new AsynchronousCloseException();
            }
        }
        CompletionChannel source = source();
        return source == null ? new AsynchronousCloseException() : source.failure(function(), error);
    }

    /** Gets ready for a submission. */
    final void prepare(Overlapped with) {
        block = with;
        startError = 0;
        startFailure = null;
        long limitNanos = timeoutNanos;
        if (limitNanos > 0) {
            expiresAtNanos = System.nanoTime() + limitNanos;
            expiring = submission();
            deadline.schedule(limitNanos);
        }
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
        if (startError != 0) {
            throw failure(startError);
        }
        int error = block.error();
        if (error != 0 && !isResult(error)) {
            throw failure(error);
        }
        long result = finished(block);
        if (result == UNFINISHED && (cancelled == submission() || timedOut == submission())) {
            throw failure(WinError.ERROR_OPERATION_ABORTED);
        }
        return result;
    }

    /** Ends a submission. */
    final void end(boolean succeeded) {
        Overlapped last = block;
        block = null;
        try {
            if (deadline != null) {
                deadline.cancel();
            }
            if (!succeeded) {
                failed();
            }
        } finally {
            try {
                if (last != null && last.withdraw()) {
                    last.release();
                } else if (last != null) { // the submit has failed after the system had begun
                    last.attach(null);
                }
            } finally {
                completed();
            }
        }
    }

    /** Calls one callback. */
    final void tell(long result, IOException failure) throws Exception {
        if (failure == null) {
            callback.onCompletion(self(), result);
            return;
        }
        FailureCallback<O> toTell = failureCallback;
        if (toTell != null) {
            toTell.onFailure(self(), failure);
        } else if (!(failure instanceof OperationCancelledException || failure instanceof AsynchronousCloseException)) {
            port.report(source(), failure);
        }
    }

    @Override
    public String toString() {
        CompletionChannel source = source();
        return getClass().getSimpleName() + "[" + (source == null ? port : source) + "]";
    }
}
