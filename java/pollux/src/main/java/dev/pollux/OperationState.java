package dev.pollux;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Where an operation is, and in which of its submissions. The two threads that race are the one that submits and the one
 * that dequeues: the completion can be delivered, and the operation submitted again, before the first submit has come back
 * from the system. A third may cancel. Each step names the submission that it belongs to, so that none acts on the next.
 */
abstract class OperationState {
    private static final int IDLE = 0;
    private static final int SUBMITTING = 1; // the call that begins it has not come back
    private static final int SUBMITTING_CANCELLED = 2; // ... and it is to be cancelled then
    private static final int PENDING = 3;
    private static final int CANCELLING = 4; // a thread is telling the system: its block must stay this operation's
    private static final int COMPLETING = 5;

    private static final int PHASE_BITS = 3;
    private static final long PHASE = (1 << PHASE_BITS) - 1;
    private static final VarHandle STATE;

    static {
        try {
            STATE = MethodHandles.lookup().findVarHandle(OperationState.class, "state", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** The number of submissions, and the phase of the last. */
    private volatile long state;

    /** Asks the system to end the submission under way; called while it can't complete. */
    abstract void cancelInSystem();

    /** {@return the number of the submission that begins now} */
    final long begin() {
        long before = state;
        long number = (before >>> PHASE_BITS) + 1;
        if ((before & PHASE) != IDLE || !STATE.compareAndSet(this, before, number << PHASE_BITS | SUBMITTING)) {
            throw new IllegalStateException("submitted already, and not completed: " + this);
        }
        return number;
    }

    /** The system has taken it, and may have completed it already. */
    final void submitted(long number) {
        long idle = number << PHASE_BITS;
        if (STATE.compareAndSet(this, idle | SUBMITTING, idle | PENDING)) {
            return;
        }
        if (STATE.compareAndSet(this, idle | SUBMITTING_CANCELLED, idle | CANCELLING)) {
            cancelInSystem();
            STATE.setVolatile(this, idle | PENDING);
        }
    }

    /** Asks for the end of one submission; returns false if it is over. */
    final boolean requestCancel(long number) {
        while (true) {
            long before = state;
            if (before >>> PHASE_BITS != number) {
                return false;
            }
            switch ((int) (before & PHASE)) {
                case SUBMITTING -> {
                    if (STATE.compareAndSet(this, before, inPhase(before, SUBMITTING_CANCELLED))) {
                        return true;
                    }
                }
                case PENDING -> {
                    if (STATE.compareAndSet(this, before, inPhase(before, CANCELLING))) {
                        cancelInSystem();
                        STATE.setVolatile(this, inPhase(before, PENDING));
                        return true;
                    }
                }
                case SUBMITTING_CANCELLED, CANCELLING -> {
                    return true;
                }
                case COMPLETING -> Thread.onSpinWait(); // to its end, or to its next part
                default -> {
                    return false;
                }
            }
        }
    }

    private static long inPhase(long before, int phase) {
        return before & ~PHASE | phase;
    }

    /** It has completed; waits for a thread that is just cancelling it. */
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

    /** There is more to do: it is handed to the system once more, as the same submission. */
    final long resume() {
        long number = submission();
        STATE.setVolatile(this, number << PHASE_BITS | SUBMITTING);
        return number;
    }

    /** It may be submitted again. */
    final void completed() {
        STATE.setVolatile(this, inPhase(state, IDLE));
    }

    /** {@return the number of the submission under way, or of the last} */
    final long submission() {
        return state >>> PHASE_BITS;
    }

    /**
     * {@return true from the submit until its callback is about to be called}
     *
     * <p>Any thread.
     */
    public final boolean isPending() {
        return (state & PHASE) != IDLE;
    }
}
