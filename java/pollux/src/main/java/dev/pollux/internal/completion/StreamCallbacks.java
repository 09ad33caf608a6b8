package dev.pollux.internal.completion;

import dev.pollux.completion.CompletionPort;
import dev.pollux.completion.CompletionStream;
import dev.pollux.completion.FailureCallback;
import dev.pollux.completion.StreamCallback;
import dev.pollux.completion.StreamEndCallback;
import dev.pollux.internal.completion.lent.SubmitCheck;
import dev.pollux.internal.loop.Timers;
import java.io.IOException;
import java.util.Objects;
import java.util.function.Consumer;

/** What a program has told a stream, and how the stream tells the program. */
abstract class StreamCallbacks<S extends CompletionStream<S, R>, R> implements CompletionStream<S, R> {
    final CompletionPortWork port;
    final AbstractCompletionChannel channel;
    private StreamCallback<S, R> resultCallback;
    private SubmitCheck unsubmitted; // null if nobody checks, or it was submitted
    private volatile StreamEndCallback<S> endCallback;
    private volatile StreamEndCallback<S> stopCallback;
    private volatile FailureCallback<S> failureCallback;
    private volatile long timeoutNanos;
    volatile boolean stopped; // the last submission, by the program

    StreamCallbacks(AbstractCompletionChannel channel) {
        port = channel.port;
        this.channel = channel;
    }

    /** {@return the name of the interface that a program knows it by} */
    abstract String face();

    /** {@return what tells a result from what it may be after the callback} */
    int mark(R result) {
        return 0;
    }

    /** Takes care of a result whose callback has thrown. */
    abstract void thrown(R result, int mark);

    /** What is done at the end of the peer's stream if the program does not say. */
    void endByDefault() {}

    @Override
    public final CompletionPort port() {
        return port;
    }

    @Override
    public final boolean isStopped() {
        return stopped;
    }

    @Override
    public final S onResult(StreamCallback<S, R> callback) {
        Objects.requireNonNull(callback, "callback");
        checkNotPending();
        if (port.checksLentBuffers && resultCallback == null) {
            unsubmitted = new SubmitCheck(this, reportsOf(port));
        }
        resultCallback = callback;
        return self();
    }

    /** {@return what does not refer to the stream} */
    private static Consumer<Throwable> reportsOf(CompletionPortWork port) {
        return found -> {
            if (port.isOpen()) {
                port.report(null, found);
            }
        };
    }

    @Override
    public final S onEnd(StreamEndCallback<S> callback) {
        endCallback = callback;
        return self();
    }

    @Override
    public final S onStopped(StreamEndCallback<S> callback) {
        stopCallback = callback;
        return self();
    }

    @Override
    public final S onFailure(FailureCallback<S> callback) {
        failureCallback = callback;
        return self();
    }

    @Override
    public final S timeoutNanos(long newTimeoutNanos) {
        if (newTimeoutNanos < 0) {
            throw new IllegalArgumentException(
                    "timeoutNanos " + newTimeoutNanos + ": not within 0 and " + Long.MAX_VALUE);
        }
        timeoutNanos = Math.min(newTimeoutNanos, Timers.MAX_DELAY_NANOS);
        return self();
    }

    final void checkNotPending() {
        if (isPending()) {
            throw new IllegalStateException("what is pending can't be changed: " + this);
        }
    }

    @SuppressWarnings("unchecked") // each kind implements CompletionStream of itself
    final S self() {
        return (S) this;
    }

    final long timeoutNanos() {
        return timeoutNanos;
    }

    final void checkHasCallback() {
        if (resultCallback == null) {
            throw new IllegalStateException("onResult was not called: nobody would get the results of " + this);
        }
        if (unsubmitted != null) {
            unsubmitted.submitted();
            unsubmitted = null;
        }
    }

    // ---- Telling ----

    /** Calls the callback of a result. */
    final void tell(R result) {
        int mark = mark(result);
        long startNanos = port.watch.beginCallback();
        try {
            resultCallback.onResult(self(), result);
        } catch (Throwable e) {
            port.submissions.reportThrown(channel, e);
            thrown(result, mark);
        }
        port.watch.endCallback(startNanos, resultCallback, channel);
    }

    /** {@return whom a result is told} */
    public final Object callee() {
        return resultCallback;
    }

    /** Tells the end, and why, or null. Returns how many callbacks were called. */
    final int tellEnd(IOException why, boolean isStopped) {
        try {
            return why == null ? tellEnd(isStopped) : tellFailure(why);
        } catch (Throwable e) {
            port.submissions.reportThrown(channel, e);
            return 1;
        } finally {
            port.submissions.endStream();
        }
    }

    private int tellEnd(boolean isStopped) throws Exception {
        StreamEndCallback<S> toCall = isStopped ? stopCallback : endCallback;
        if (toCall != null) {
            toCall.onEnd(self());
            return 1;
        }
        if (!isStopped) {
            endByDefault();
        }
        return 0;
    }

    private int tellFailure(IOException why) throws Exception {
        FailureCallback<S> toCall = failureCallback;
        if (toCall != null) {
            toCall.onFailure(self(), why);
            return 1;
        }
        port.submissions.reportFailure(channel, why);
        return 0;
    }

    @Override
    public final String toString() {
        return face() + "[" + channel + "]";
    }
}
