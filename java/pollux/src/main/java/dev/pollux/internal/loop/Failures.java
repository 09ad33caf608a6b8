package dev.pollux.internal.loop;

import dev.pollux.ErrorHandler;
import java.nio.channels.Channel;
import java.util.Objects;

/**
 * The only way by which a port or a loop tells its {@link ErrorHandler} of a failure. A handler that throws, be it an Error,
 * ends no poll and no loop: what it threw is told on standard error, and counted. May be called from any thread.
 */
public final class Failures {
    private final LoopCounters counters;
    private final StandardError standardError = new StandardError();
    private volatile ErrorHandler handler = ErrorHandler.CLOSE_AND_LOG;

    Failures(LoopCounters counters) {
        this.counters = counters;
        count(0); // the first call links it, which takes memory
    }

    void handler(ErrorHandler newHandler) {
        handler = Objects.requireNonNull(newHandler);
    }

    public void tell(Channel source, Throwable failure) {
        try {
            handler.onError(source, failure);
        } catch (Throwable thrown) {
            count(1);
            standardError.handlerThrew(thrown, failure);
        }
    }

    private void count(int failures) {
        counters.addShared(LoopCounters.HANDLER_FAILURES, failures);
    }
}
