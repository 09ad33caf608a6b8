package dev.pollux.history;

import dev.pollux.completion.LentBuffer;
import dev.pollux.completion.ReadStream;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedChannelException;

/** The model of a stream of reads: what it lends, and its one end. */
final class StreamModel extends Expected {
    private final CompletionWorld world;
    private final EndModel end;
    final ReadStream its;

    int lent; // and not given back
    boolean paused;
    boolean stopping;
    private int window;
    private boolean closedBefore;
    private long timeoutNanos;
    private long quietSinceNanos;

    StreamModel(CompletionWorld world, EndModel end) {
        this.world = world;
        this.end = end;
        its = end.socket
                .readStream((stream, buffer) -> world.told(() -> lends(buffer), () -> world.lent.thrown(buffer)))
                .onEnd(stream -> world.told(() -> ended(null)))
                .onStopped(stream -> world.told(() -> {
                    require(stopping, "was stopped by nobody");
                    ended(null);
                }))
                .onFailure((stream, failure) -> world.told(() -> ended(failure)));
    }

    void prepare(int newWindow, long newTimeoutNanos) {
        window = newWindow;
        its.window(newWindow);
        timeoutNanos = newTimeoutNanos;
        its.timeoutNanos(newTimeoutNanos);
        quietSinceNanos = System.nanoTime();
        stopping = false;
        closedBefore = end.closed;
        begins();
    }

    /** The submit was refused. */
    void forget() {
        pending = false;
        submissions--;
    }

    @Override
    boolean isPendingThere() {
        return its.isPending();
    }

    /** A stop and a close are told at once. All else waits while it is paused, or has lent all that it may. */
    @Override
    boolean isDue() {
        if (!pending) {
            return false;
        }
        if (channelClosed || closedBefore) {
            return true;
        }
        boolean mayLend = lent < window && world.lent.mayLend();
        if (stopping) {
            return mayLend; // what has arrived is told before
        }
        if (paused) {
            return false;
        }
        return mayLend && (end.surelyReadable() > 0 || end.peer.surelyEnded || timeoutNanos > 0);
    }

    private void lends(LentBuffer buffer) {
        require(pending, "has lent something after its end");
        boolean late = world.isShared()
                || !world.port.isOpen(); // the callback had begun, or the close comes at the turn's end
        require(!paused || stopping || late, "has lent something while it was paused");
        require(!channelClosed && !closedBefore || late, "has lent something after the close");
        require(++lent <= window, "has lent " + lent + " buffers");
        require(
                buffer.receivedLength() > 0
                        && buffer.receivedLength() == buffer.data().remaining(),
                "has lent nothing");
        quietSinceNanos = System.nanoTime();
        world.lent.add(this, buffer);
        if (!end.peer.torn) {
            end.in().received(buffer.data());
        }
    }

    private void ended(IOException failure) {
        ends();
        if (failure == null) {
            boolean over = end.in().isEnded() && (end.in().left() == 0 || end.peer.torn);
            require(its.isStopped() ? stopping : over || end.mayBeReset || end.outputShut, "has ended");
            return;
        }
        boolean allowed;
        if (failure instanceof SocketTimeoutException) {
            allowed = timeoutNanos > 0 && System.nanoTime() - quietSinceNanos >= timeoutNanos;
        } else if (failure instanceof AsynchronousCloseException) {
            allowed = channelClosed;
        } else if (failure instanceof ClosedChannelException) {
            allowed = closedBefore;
        } else {
            allowed = end.mayFail(failure);
        }
        require(allowed, "has failed with " + failure);
    }

    private void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new AssertionError(this + " " + otherwise + " of " + end.peer);
        }
    }

    @Override
    public String toString() {
        return its + " number " + submissions + ", " + lent + " of " + window + " lent" + (paused ? ", paused" : "")
                + (stopping ? ", stopping" : "") + (channelClosed ? ", closed" : "");
    }
}
