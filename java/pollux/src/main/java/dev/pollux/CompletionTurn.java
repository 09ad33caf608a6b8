package dev.pollux;

import dev.pollux.windows.Completions;

/**
 * One thread's turns at a completion port: what it dequeues into, and the operations that callbacks on this thread have
 * submitted and that were done at once. Those are told after the callback has returned, not within it, so that no chain of
 * them grows the stack; and only so many a turn, so that it starves nobody.
 */
final class CompletionTurn {
    private static final int BATCH = 128;
    private static final int MAX_AT_ONCE = 256;

    final Completions completions = new Completions(BATCH);

    boolean slept; // in the last wait
    boolean failed; // a wait in the close, which was told

    private boolean inTurn;
    private boolean drains;
    private int left;
    private Operation<?> first;
    private Operation<?> last;

    void begin() {
        if (inTurn) {
            throw new IllegalStateException("poll was called from a callback");
        }
        inTurn = true;
        left = MAX_AT_ONCE;
    }

    /** {@return true if the port was closed meanwhile, from a callback on this thread, and is to be drained now} */
    boolean end() {
        boolean toDrain = drains;
        drains = false;
        inTurn = toDrain;
        return toDrain;
    }

    /** Has the port drained at this turn's end; returns false if the thread is in none. */
    boolean drainAtEnd() {
        drains = inTurn;
        return inTurn;
    }

    /** Takes an operation that was done at once, to be told on this thread; returns false if that can't be. */
    boolean takes(Operation<?> operation) {
        if (!inTurn || left == 0) {
            return false;
        }
        left--;
        if (first == null) {
            first = operation;
        } else {
            last.next = operation;
        }
        last = operation;
        return true;
    }

    Operation<?> take() {
        Operation<?> taken = first;
        if (taken != null) {
            first = taken.next;
            last = first == null ? null : last;
            taken.next = null;
        }
        return taken;
    }
}
