package dev.pollux.internal.completion.clock;

import dev.pollux.LoopTimer;
import dev.pollux.internal.loop.Timers;
import dev.pollux.internal.text.Durations;
import java.net.SocketTimeoutException;
import java.util.concurrent.TimeUnit;

/**
 * A stream's time: how long its peer may be silent, and when that is tried again for which there was no memory. Guarded by the
 * stream.
 */
public final class StreamClock {
    private static final long RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final LoopTimer timer;
    private long limitNanos; // of this submission
    private long activeNanos; // when it last began to wait
    private boolean timedOut;
    private boolean waitsToRetry;

    /** @param look what is called when it is time to look, without a lock */
    public StreamClock(Timers timers, Runnable look) {
        timer = timers.timer(look);
    }

    /** A submission begins. */
    public void begin(long newLimitNanos) {
        timedOut = false;
        waitsToRetry = false;
        limitNanos = newLimitNanos;
        if (newLimitNanos > 0) {
            timer.schedule(newLimitNanos);
        }
    }

    public void end() {
        timer.cancel();
    }

    /** What the peer does not do counts as its silence from now on. */
    public void waitsFromNowOn() {
        if (limitNanos > 0) {
            activeNanos = System.nanoTime();
        }
    }

    /** A request has ended otherwise than by its time. */
    public void isInTime() {
        timedOut = false;
    }

    /** The submission goes on whose time was up, and which nobody has looked at since. */
    public void goesOn() {
        timer.schedule(limitNanos);
    }

    public boolean hasTimedOut() {
        return timedOut;
    }

    public void retryLater() {
        waitsToRetry = true;
        timer.schedule(RETRY_NANOS);
    }

    public boolean waitsToRetry() {
        return waitsToRetry;
    }

    /** It is time to look: what waits to be tried again does not any more. */
    public void retries() {
        waitsToRetry = false;
    }

    /** {@return true if the peer was silent for too long} Else it looks again. */
    public boolean isTooLong(boolean waits) {
        if (limitNanos == 0) {
            return false;
        }
        long leftNanos = waits ? limitNanos - (System.nanoTime() - activeNanos) : limitNanos;
        timedOut = leftNanos <= 0;
        timer.schedule(timedOut ? limitNanos : leftNanos);
        return timedOut;
    }

    public SocketTimeoutException timeout(Object stream) {
        return new SocketTimeoutException(stream + " got nothing for " + Durations.text(limitNanos));
    }
}
