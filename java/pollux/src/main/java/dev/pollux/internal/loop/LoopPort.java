package dev.pollux.internal.loop;

import dev.pollux.Backend;
import dev.pollux.ErrorHandler;
import dev.pollux.WaitStrategy;
import java.io.IOException;

/** What a dispatcher asks of the port that it waits on, be it of readiness or of completion. */
public abstract class LoopPort implements AutoCloseable {
    public final LoopCounters counters = new LoopCounters();
    public final Failures failures = new Failures(counters);

    // The dispatcher's settings, made before the first wait.
    public CallbackWatch watch = new CallbackWatch(counters, null, null);
    public WaitStrategy waitStrategy = WaitStrategy.BLOCKING;

    /** Waits, and calls the callbacks of what there is. */
    public abstract int poll(long timeoutNanos) throws IOException;

    /** {@return the number of a descriptor that is readable while there is something to deliver, or -1 if there is none} */
    public int waitDescriptor() {
        return -1;
    }

    /** Ends the wait under way, or the next one. */
    public abstract void wakeup();

    public abstract Backend backend();

    public abstract String describe();

    /**
     * Sets who learns of what callbacks throw, and of what the port could not do: {@link ErrorHandler#CLOSE_AND_LOG} at
     * first.
     *
     * @param handler the handler
     */
    public final void errorHandler(ErrorHandler handler) {
        failures.handler(handler);
    }

    public abstract long wakeupsAsked();

    /** True if something has grown beyond the usual. */
    public abstract boolean isGrown();

    /** Gives back what was not used since the last time, of what has grown. On the thread that polls, between its turns. */
    public abstract void trim();

    /** How many are registered, or open, now. */
    public abstract int sourceCount();

    /** As {@link #sourceCount}, perhaps with some that were closed. It looks at none of them. */
    public int roughSourceCount() {
        return sourceCount();
    }

    /** {@return the counters of a readiness port that this port has for itself and serves, or null} From any thread. */
    public LoopCounters beneath() {
        return null;
    }

    /** How many of the port's buffers are lent, or about to be, now. */
    public int lentBuffersOut() {
        return 0;
    }

    /** Of two that were thrown, one after the other: the first, which keeps the other. */
    public static Throwable first(Throwable known, Throwable thrown) {
        if (known == null) {
            return thrown;
        }
        if (known != thrown) {
            try {
                known.addSuppressed(thrown);
            } catch (Throwable e) {
                // There is no memory to keep it, and those who call this have more to close.
            }
        }
        return known;
    }

    /** Throws what is unchecked, though the compiler does not know it. */
    @SuppressWarnings("unchecked")
    public static <E extends Throwable> void rethrow(Throwable thrown) throws E {
        throw (E) thrown;
    }

    /** Loads the texts of the system's errors, if they are not part of the JDK. On any thread. */
    public void loadErrors() {
        // The JDK's own have theirs.
    }

    @Override
    public abstract void close();

    /**
     * Closes the port and all that belongs to it, and tells what waits for it. On the thread that polls, between its turns.
     *
     * @param cause why, if the loop died, or null
     */
    public abstract void closeWithSources(Throwable cause);
}
