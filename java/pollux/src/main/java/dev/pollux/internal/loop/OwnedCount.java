package dev.pollux.internal.loop;

import dev.pollux.internal.field.Fields;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A count that one thread changes without an atomic operation: its owner. All others share an atomic one. All methods may be called
 * from any thread.
 */
public final class OwnedCount {
    private static final VarHandle OWN = Fields.find(MethodHandles.lookup(), "own", int.class);

    private final PollingThread owner; // or null
    private final AtomicInteger others = new AtomicInteger();
    private volatile int own; // written by the owner alone

    /** @param owner whose thread it is, or null for an atomic count of all threads */
    public OwnedCount(PollingThread owner) {
        this.owner = owner;
    }

    /**
     * Adds to it. What the owner adds is seen by other threads soon, and not in an order with what it reads next: who has to see it
     * in time is the owner itself.
     */
    public void add(int more) {
        if (owner != null && owner.isCurrent()) {
            OWN.setRelease(this, own + more);
        } else {
            others.getAndAdd(more);
        }
    }

    /** {@return the count} It is never less than it was at some time during the call, if each is counted before it is taken off. */
    public int get() {
        int its = own; // first: what was taken off here was counted before, and maybe by another thread
        return its + others.get();
    }
}
