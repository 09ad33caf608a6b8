package dev.pollux;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The futures that a dispatcher owes an answer, so that none of them waits for ever when the loop ends. */
final class PendingFutures {
    private final Set<LoopFuture<?>> pending = ConcurrentHashMap.newKeySet();
    private volatile boolean ended;
    private volatile Throwable failure;

    void add(LoopFuture<?> future) {
        pending.add(future);
        if (ended) {
            end(future);
        }
    }

    void remove(LoopFuture<?> future) {
        pending.remove(future);
    }

    /** @param cause what the loop died of; null if it was closed */
    void endAll(Throwable cause) {
        failure = cause;
        ended = true;
        pending.forEach(this::end);
    }

    private void end(LoopFuture<?> future) {
        if (failure == null) {
            future.cancel(false);
        } else {
            future.fail(failure);
        }
    }
}
