package dev.pollux;

import java.io.IOException;

/** What a dispatcher asks of the port that it waits on, be it of readiness or of completion. */
abstract sealed class LoopPort implements AutoCloseable permits ReadinessPort, CompletionPort {

    /** Waits, and calls the callbacks of what there is. */
    public abstract int poll(long timeoutNanos) throws IOException;

    /** Ends the wait under way, or the next one. */
    public abstract void wakeup();

    public abstract Backend backend();

    public abstract String describe();

    public abstract void errorHandler(ErrorHandler handler);

    @Override
    public abstract void close();

    /** Closes the port and all that belongs to it, and tells what waits for it. On the thread that polls, between its turns. */
    abstract void closeWithSources();
}
