package dev.pollux.internal.completion.lent;

import java.nio.ByteBuffer;

/** A lending that has its own object for ever, and knows where it was lent and given back. The collector finds a lost one. */
final class CheckedLentBuffer extends LentBufferWork {
    private static final byte GONE =
            (byte) 0xDB; // so that who reads on finds nonsense, and not what is right by chance

    private final LentChecks.Lending lending;
    private volatile Throwable givenBack;

    CheckedLentBuffer(LentSlot slot, LentOwner owner) {
        super(slot);
        lending = slot.pool.checks().lent(this, owner);
    }

    @Override
    void freed() {
        givenBack =
                new Throwable("given back here, by " + Thread.currentThread().getName());
        ByteBuffer memory = slot.memory().clear(); // a write has left its limit there
        for (int i = 0; i < memory.capacity(); i++) {
            memory.put(i, GONE);
        }
        slot.pool.checks().givenBack(lending);
    }

    @Override
    Throwable whereGivenBack() {
        return givenBack;
    }
}
