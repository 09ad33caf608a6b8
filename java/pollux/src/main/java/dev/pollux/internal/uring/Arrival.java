package dev.pollux.internal.uring;

import dev.pollux.internal.completion.AbstractOperation;
import dev.pollux.internal.completion.lent.LentSlot;
import dev.pollux.internal.completion.shared.CompletionEntry;

/** A slot that the kernel has filled for a stream. Each slot has one, so that nothing is allocated for what comes. */
final class Arrival extends CompletionEntry {
    LentSlot slot; // always the same
    UringReadStream stream; // or null
    UringReceiveStream datagrams; // then
    int length;
    Arrival nextReturned; // of the slots that came back by other threads; guarded by their home

    /** Hands it to its stream. Returns how many callbacks were called. */
    int deliver() {
        UringReadStream to = stream;
        if (to == null) {
            return deliverDatagram();
        }
        stream = null;
        return to.came(slot, length);
    }

    private int deliverDatagram() {
        UringReceiveStream to = datagrams;
        datagrams = null;
        return to.came(slot, length);
    }

    @Override
    protected AbstractOperation<?> operation() {
        return null; // it is no submission's end
    }
}
