package dev.pollux.internal.handle;

import dev.pollux.internal.field.Fields;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Counts the calls under way on a number that the system may give to somebody else once it is closed. The number is given
 * back once, when it is closed and the last of these calls has ended.
 *
 * <p>A superclass, and not a field: the count stands in the object that a call has at hand anyway, so that no call follows one
 * pointer more. All methods are protected, because this class is not exported. A program that sees its subclasses must
 * neither need nor meet it. May be called from any thread.
 */
public abstract class UseCount {
    private static final int CLOSED = 0x8000_0000;
    private static final int GIVEN_BACK = 0x4000_0000;
    private static final VarHandle STATE = Fields.find(MethodHandles.lookup(), "state", int.class);

    /** The number of calls under way, and the two bits above. */
    private volatile int state;

    /** Open, with no call under way. */
    protected UseCount() {}

    /**
     * Begins a call. {@link #endUse()} has to follow in either case.
     *
     * @return false if it is closed, and the number must not be used
     * @hidden
     */
    protected final boolean beginUse() {
        return (int) STATE.getAndAdd(this, 1) >= 0;
    }

    /**
     * Ends a call.
     *
     * @return true if the caller has to give the number back now, which only one caller is told
     * @hidden
     */
    protected final boolean endUse() {
        boolean lastOfClosed = (int) STATE.getAndAdd(this, -1) - 1 == CLOSED;
        return lastOfClosed && STATE.compareAndSet(this, CLOSED, CLOSED | GIVEN_BACK);
    }

    /**
     * Closes it for all calls that begin from now on. The close is itself a call: {@link #endUse()} has to follow, unless the
     * result is negative.
     *
     * @return how many calls were under way, or a negative number if it was closed before
     * @hidden
     */
    protected final int closeOnce() {
        int before;
        do {
            before = state;
            if (before < 0) {
                return -1;
            }
        } while (!STATE.compareAndSet(this, before, (before + 1) | CLOSED));
        return before;
    }

    /**
     * Closes it, for somebody else who has the number from now on: it is not given back to the system. Not while a call is under way.
     *
     * @return false if a call is under way, or it was closed before: then nothing has changed
     * @hidden
     */
    protected final boolean handOverOnce() {
        return STATE.compareAndSet(this, 0, CLOSED | GIVEN_BACK);
    }

    /**
     * {@return true until {@link #closeOnce()} was called}
     *
     * @hidden
     */
    protected final boolean isUsable() {
        return state >= 0;
    }

    /**
     * {@return the number of calls under way}
     *
     * @hidden
     */
    protected final int useCount() {
        return state & ~(CLOSED | GIVEN_BACK);
    }
}
