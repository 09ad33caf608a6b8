package dev.pollux.internal.completion.lent;

/** Who waits for a buffer, and how often one has come. */
final class CountedWaiter extends LentWaiter {
    int lent;

    @Override
    protected void lent(LentSlot slot) {
        lent++;
    }
}
