package dev.pollux.internal.completion.lent;

/** Where slots go that come back and that nobody waits for: a ring of buffers that the system takes from itself. */
public interface LentHome {

    /** Takes a slot. On any thread, without a lock. */
    void cameBack(LentSlot slot);

    /** {@return how many slots are there and empty} */
    int held();
}
