package dev.pollux.internal.loop;

import java.util.ArrayList;
import java.util.List;

/**
 * The futures that a dispatcher owes an answer, so that none of them waits for ever when the loop ends. A list through
 * themselves, in the order of their making: however many there were, it keeps no memory.
 */
final class PendingFutures {
    // Guarded by this.
    private LoopFuture<?> first;
    private LoopFuture<?> last;
    private boolean ended;
    private Throwable failure;

    void add(LoopFuture<?> future) {
        synchronized (this) {
            future.previousPending = last;
            if (last == null) {
                first = future;
            } else {
                last.nextPending = future;
            }
            last = future;
            future.isPending = true;
            if (!ended) {
                return;
            }
        }
        end(future);
    }

    /** {@return true if it was in here} */
    synchronized boolean remove(LoopFuture<?> future) {
        if (!future.isPending) {
            return false;
        }
        future.isPending = false;
        if (future.previousPending == null) {
            first = future.nextPending;
        } else {
            future.previousPending.nextPending = future.nextPending;
        }
        if (future.nextPending == null) {
            last = future.previousPending;
        } else {
            future.nextPending.previousPending = future.previousPending;
        }
        future.previousPending = null;
        future.nextPending = null;
        return true;
    }

    /** {@return those that a view has made} */
    synchronized List<LoopFuture<?>> of(ScheduledTasks owner) {
        List<LoopFuture<?>> all = new ArrayList<>();
        for (LoopFuture<?> each = first; each != null; each = each.nextPending) {
            if (each.owner == owner) {
                all.add(each);
            }
        }
        return all;
    }

    /** @param cause what the loop died of, or null if it was closed */
    void endAll(Throwable cause) {
        synchronized (this) {
            failure = cause;
            ended = true;
        }
        LoopFuture<?> future;
        while ((future = first()) != null) {
            end(future);
            future.owner.done(future); // if another thread has ended it, and has not come so far yet
        }
    }

    private synchronized LoopFuture<?> first() {
        return first;
    }

    private void end(LoopFuture<?> future) {
        Throwable cause;
        synchronized (this) {
            cause = failure;
        }
        if (cause == null) {
            future.cancel(false);
        } else {
            future.fail(cause);
        }
    }
}
