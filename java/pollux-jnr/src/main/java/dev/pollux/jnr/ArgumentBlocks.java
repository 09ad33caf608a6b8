package dev.pollux.jnr;

import com.kenai.jffi.CallContext;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * The spare blocks of the functions with one number of arguments: a call takes one, and gives it back. They are not kept in
 * a ThreadLocal, because a thread's value keeps its class, and with it the class loader, for as long as the thread lives.
 */
final class ArgumentBlocks {
    private static final int SLOTS = 16; // a power of two
    private static final int APART = 16; // a cache line of references: threads do not disturb each other

    private final CallContext context;
    private final AtomicReferenceArray<ArgumentBlock> spare = new AtomicReferenceArray<>(SLOTS * APART);

    ArgumentBlocks(CallContext context) {
        this.context = context;
    }

    ArgumentBlock take() {
        ArgumentBlock block = spare.getAndSet(slot(), null);
        return block != null ? block : new ArgumentBlock(context);
    }

    void giveBack(ArgumentBlock block) {
        spare.setRelease(slot(), block);
    }

    private static int slot() {
        return ((int) Thread.currentThread().getId() & SLOTS - 1) * APART;
    }
}
