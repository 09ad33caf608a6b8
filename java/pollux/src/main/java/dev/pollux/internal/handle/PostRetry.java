package dev.pollux.internal.handle;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Sends packets that must not be lost. The system refuses one for lack of memory only, which passes: it is sent again,
 * after growing pauses, until it is taken or the port closed.
 */
public final class PostRetry {
    private static final long FIRST_PAUSE_NANOS = TimeUnit.MICROSECONDS.toNanos(50);
    private static final long LONGEST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    /** What may be refused. */
    @FunctionalInterface
    public interface Attempt {
        void post(int bytes, long key, long address) throws IOException;
    }

    private final Attempt attempt;

    public PostRetry(Attempt attempt) {
        this.attempt = attempt;
    }

    public void post(long key, long address) {
        boolean interrupted = false;
        for (long pauseNanos = FIRST_PAUSE_NANOS; ; pauseNanos = Math.min(2 * pauseNanos, LONGEST_PAUSE_NANOS)) {
            try {
                attempt.post(0, key, address);
                break;
            } catch (ClosedChannelException e) {
                break; // nobody waits for it
            } catch (IOException | OutOfMemoryError e) { // the latter: no memory to say so
                LockSupport.parkNanos(pauseNanos);
                interrupted |= Thread.interrupted(); // an interrupted thread does not park
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
