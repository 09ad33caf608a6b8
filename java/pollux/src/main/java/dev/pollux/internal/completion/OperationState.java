package dev.pollux.internal.completion;

import dev.pollux.internal.field.Fields;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Where an operation is, and in which of its submissions. The two threads that race are the one that submits and the one
 * that dequeues: the completion can be delivered, and the operation submitted again, before the first submit has come back
 * from the system. A third may cancel. Each step names the submission that it belongs to, and the part of it where it is
 * handed to the system in several, so that none acts on the next.
 */
abstract class OperationState {
    private static final int IDLE = 0;
    private static final int SUBMITTING = 1; // the call that begins it has not come back
    private static final int SUBMITTING_CANCELLED = 2; // ... and it is to be cancelled then
    private static final int PENDING = 3;
    private static final int CANCELLING = 4; // a thread is telling the system: its block must stay this operation's
    private static final int COMPLETING = 5;

    // The word: the submission's number, its part, its phase. The first two together are the stamp.
    private static final int PHASE_BITS = 3;
    private static final long PHASE = (1 << PHASE_BITS) - 1;
    private static final int PART_BITS = 13; // more parts than that come round: no late submit is so late
    private static final int NUMBER_SHIFT = PHASE_BITS + PART_BITS;
    private static final long ONE_PART = 1 << PHASE_BITS;
    private static final long ALL_PARTS = (1L << NUMBER_SHIFT) - ONE_PART;

    private static final VarHandle STATE = Fields.find(MethodHandles.lookup(), "state", long.class);

    private volatile long state;

    /** Asks the system to end the submission under way. Called while it can't complete. */
    protected abstract void cancelInSystem();

    /** {@return the stamp of the submission that begins now} */
    final long begin() {
        long before = state;
        long stamp = ((before >>> NUMBER_SHIFT) + 1) << NUMBER_SHIFT;
        if ((before & PHASE) != IDLE || !STATE.compareAndSet(this, before, stamp | SUBMITTING)) {
            throw new IllegalStateException("submitted already, and not completed: " + this);
        }
        return stamp;
    }

    /** The system has taken it, and may have completed it already. */
    final void submitted(long stamp) {
        if (STATE.compareAndSet(this, stamp | SUBMITTING, stamp | PENDING)) {
            return;
        }
        if (STATE.compareAndSet(this, stamp | SUBMITTING_CANCELLED, stamp | CANCELLING)) {
            try {
                cancelInSystem();
            } finally { // or who dequeues it would wait for ever
                STATE.setVolatile(this, stamp | PENDING);
            }
        }
    }

    /** Asks for the end of one submission. Returns false if it was over. */
    final boolean requestCancel(long number) {
        boolean met = false; // its end is under way: it was pending, and the cancel may be why it ends
        while (true) {
            long before = state;
            if (before >>> NUMBER_SHIFT != number) {
                return met;
            }
            switch ((int) (before & PHASE)) {
                case SUBMITTING -> {
                    if (STATE.compareAndSet(this, before, inPhase(before, SUBMITTING_CANCELLED))) {
                        return true;
                    }
                }
                case PENDING -> {
                    if (STATE.compareAndSet(this, before, inPhase(before, CANCELLING))) {
                        try {
                            cancelInSystem();
                        } finally {
                            STATE.setVolatile(this, inPhase(before, PENDING));
                        }
                        return true;
                    }
                }
                case SUBMITTING_CANCELLED, CANCELLING -> {
                    return true;
                }
                case COMPLETING -> {
                    met = true;
                    Thread.onSpinWait(); // to its end, or to its next part
                }
                default -> {
                    return met;
                }
            }
        }
    }

    private static long inPhase(long before, int phase) {
        return before & ~PHASE | phase;
    }

    /** It has completed. Waits for a thread that is just cancelling it. */
    final void completing() {
        while (true) {
            long before = state;
            if ((before & PHASE) == CANCELLING) {
                Thread.onSpinWait();
            } else if (STATE.compareAndSet(this, before, inPhase(before, COMPLETING))) {
                return;
            }
        }
    }

    /** There is more to do: the next part of the same submission is handed to the system. Returns its stamp. */
    final long resume() {
        long before = state;
        long stamp = before & ~(ALL_PARTS | PHASE) | (before + ONE_PART) & ALL_PARTS;
        STATE.setVolatile(this, stamp | SUBMITTING);
        return stamp;
    }

    /** {@return whether a stamp is of a later part than the first} */
    static boolean isResumed(long stamp) {
        return (stamp & ALL_PARTS) != 0;
    }

    /** It may be submitted again. */
    final void completed() {
        STATE.setRelease(this, inPhase(state, IDLE)); // nothing that this thread reads next depends on who sees it
    }

    /** {@return the number of the submission under way, or of the last} */
    final long submission() {
        return state >>> NUMBER_SHIFT;
    }

    /**
     * {@return true from the submit until its callback is about to be called}
     *
     * <p>May be called from any thread.
     */
    public final boolean isPending() {
        return (state & PHASE) != IDLE;
    }
}
