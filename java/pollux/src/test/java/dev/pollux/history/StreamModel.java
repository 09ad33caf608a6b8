package dev.pollux.history;

import dev.pollux.completion.CompletionStream;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedChannelException;

/** The model of a stream: it tells what comes, and has one end. */
abstract class StreamModel<S extends CompletionStream<S, R>, R> extends Expected {
    final CompletionWorld world;
    final S its;

    boolean paused;
    boolean stopping;
    private boolean closedBefore;
    private long timeoutNanos;
    private long quietSinceNanos;

    StreamModel(CompletionWorld world, S its) {
        this.world = world;
        this.its = its;
        its.onResult((stream, result) -> world.told(() -> comes(result), () -> thrown(result)));
        its.onEnd(stream -> world.told(() -> {
            require(!its.isStopped() && mayEnd(), "has ended");
            ended(null);
        }));
        its.onStopped(stream -> world.told(() -> {
            require(its.isStopped() && stopping, "was stopped by nobody");
            ended(null);
        }));
        its.onFailure((stream, failure) -> world.told(() -> ended(failure)));
    }

    /** Takes a result into the model. */
    abstract void told(R result);

    /** The callback that got it has thrown. */
    abstract void thrown(R result);

    /** {@return true if there is something to tell, or its end} */
    abstract boolean hasSomething();

    /** {@return true if the program may have one result more} */
    boolean mayTell() {
        return true;
    }

    /** {@return true if its peer may have ended it} */
    boolean mayEnd() {
        return false;
    }

    /** {@return true if it may fail with what the system says} */
    boolean mayFail(IOException failure) {
        return false;
    }

    /** {@return true if what it works on is closed for it} */
    abstract boolean isChannelClosed();

    /** {@return true if what it works on may be closed already, or not yet, and the model can't tell} */
    boolean closesUnseen() {
        return false;
    }

    /** Submits another one of the same listener or socket. */
    abstract void submitAnother();

    final void submit(CompletionActions actions, long newTimeoutNanos) {
        if (pending) {
            actions.refused(this::submitAnother);
            actions.refused(its::submit);
            return;
        }
        timeoutNanos = newTimeoutNanos;
        its.timeoutNanos(newTimeoutNanos);
        quietSinceNanos = System.nanoTime();
        stopping = false;
        closedBefore = isChannelClosed();
        begins();
        its.submit();
    }

    final void pause() {
        paused = true;
        its.pause();
    }

    final void resume() {
        paused = false;
        its.resume();
    }

    final void stop() {
        boolean wasPending = its.stop();
        require(wasPending == pending || world.isShared(), "says of its stop " + wasPending);
        stopping |= wasPending;
    }

    @Override
    final boolean isPendingThere() {
        return its.isPending();
    }

    /** {@return true if it may have something that it does not tell now} */
    final boolean mayKeep() {
        return pending && (paused && !stopping || !mayTell());
    }

    /** A stop and a close are told at once. All else waits while it is paused, or has lent all that it may. */
    @Override
    final boolean isDue() {
        if (!pending) {
            return false;
        }
        if (channelClosed || closedBefore) {
            return true;
        }
        if (stopping) {
            return mayTell(); // what has arrived is told before
        }
        return !paused && mayTell() && (timeoutNanos > 0 || hasSomething());
    }

    private void comes(R result) {
        require(pending, "has told something after its end");
        boolean late = world.isShared()
                || !world.port.isOpen(); // the callback had begun, or the close comes at the turn's end
        require(!paused || stopping || late, "has told something while it was paused");
        require(!channelClosed && !closedBefore || late, "has told something after the close");
        quietSinceNanos = System.nanoTime();
        told(result);
    }

    private void ended(IOException failure) {
        ends();
        if (failure == null) {
            return;
        }
        boolean allowed;
        if (failure instanceof SocketTimeoutException) {
            allowed = timeoutNanos > 0 && System.nanoTime() - quietSinceNanos >= timeoutNanos;
        } else if (failure instanceof AsynchronousCloseException) {
            allowed = channelClosed || closesUnseen();
        } else if (failure instanceof ClosedChannelException) {
            allowed = closedBefore || closesUnseen();
        } else {
            allowed = mayFail(failure);
        }
        require(allowed, "has failed with " + failure);
    }

    final void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new AssertionError(this + " " + otherwise);
        }
    }

    @Override
    public String toString() {
        return its + " number " + submissions + (paused ? ", paused" : "") + (stopping ? ", stopping" : "")
                + (channelClosed ? ", closed" : "")
                + (closedBefore ? ", closed before" : "");
    }
}
