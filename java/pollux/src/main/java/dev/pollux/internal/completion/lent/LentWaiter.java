package dev.pollux.internal.completion.lent;

/** Somebody who waits for a slot. */
public abstract class LentWaiter {
    // Guarded by the pool.
    LentWaiter next;
    LentWaiter previous;
    boolean waits;

    /** It gets a slot, whatever it wanted meanwhile: one that it does not need it gives back. On any thread, without a lock. */
    protected abstract void lent(LentSlot slot);
}
