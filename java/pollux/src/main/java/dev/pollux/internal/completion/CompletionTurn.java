package dev.pollux.internal.completion;

/**
 * One thread's turns at a completion port: what it dequeues into, and the operations that callbacks on this thread have
 * submitted and that were complete at once. Those are delivered after the callback has returned, not within it, so that no
 * chain of them grows the stack. A turn delivers only so many, so that it starves nobody.
 */
final class CompletionTurn {
    private static final int MAX_AT_ONCE = 256;

    final CompletionBatch batch;

    // What was dequeued and is not delivered yet.
    int next;
    int count;

    boolean slept; // in the last wait
    boolean woken; // a wakeup was asked for until the end of that
    boolean failed; // a wait in the close, which was told

    private boolean inTurn;
    private boolean isEnding; // which may call the program, too: a write queue's listener
    private boolean drains;
    private int roomAtOnce;
    private AbstractOperation<?> first;
    private AbstractOperation<?> last;

    CompletionTurn(CompletionBatch batch) {
        this.batch = batch;
    }

    void begin() {
        if (inTurn || isEnding) {
            throw new IllegalStateException("a port was polled from a callback");
        }
        inTurn = true;
        roomAtOnce = MAX_AT_ONCE;
        batch.turnBegins();
    }

    /** {@return true if the port was closed meanwhile, from a callback on this thread, and is to be drained now} */
    boolean end() {
        boolean toDrain = drains;
        drains = false;
        inTurn = toDrain;
        if (!toDrain) {
            isEnding = true;
            try {
                batch.turnEnds();
            } finally {
                isEnding = false;
            }
        }
        return toDrain;
    }

    /** Has the port drained at this turn's end. Returns false if the thread is in none. */
    boolean drainAtEnd() {
        drains = inTurn;
        return inTurn;
    }

    /** Takes an operation that was complete at once, to be delivered on this thread. Returns false if that can't be. */
    boolean takes(AbstractOperation<?> operation) {
        if (!inTurn || roomAtOnce == 0) {
            return false;
        }
        roomAtOnce--;
        if (first == null) {
            first = operation;
        } else {
            last.next = operation;
        }
        last = operation;
        return true;
    }

    AbstractOperation<?> take() {
        AbstractOperation<?> taken = first;
        if (taken != null) {
            first = taken.next;
            last = first == null ? null : last;
            taken.next = null;
        }
        return taken;
    }

    /** {@return how many of the batch are to be delivered, and at least 1 if something else is} */
    int left() {
        int left = count - next;
        return left == 0 && first != null ? 1 : left;
    }

    /** {@return true if there is something to deliver} */
    boolean hasLeft() {
        return next < count || first != null;
    }
}
