package dev.pollux.internal.uring;

import dev.pollux.internal.loop.PollingThread;

/**
 * Which threads may put entries into the ring, and which of them will wait soon: what those put in need not be submitted by a
 * call of its own. All methods may be called from any thread.
 */
final class RingThreads {
    private final PollingThread owner; // null if several may poll
    private boolean ownerInTurn;
    private final ThreadLocal<boolean[]> inTurn; // of several; of the JDK's classes alone, as a thread keeps its values

    RingThreads(boolean single) {
        owner = single ? new PollingThread() : null;
        inTurn = single ? null : ThreadLocal.withInitial(() -> new boolean[1]);
    }

    boolean isSingle() {
        return owner != null;
    }

    /** Makes the calling thread the one that polls, if there is none yet. Returns true if it has become so now. */
    boolean claim() {
        return owner.claim();
    }

    boolean isOwnerGone() {
        return owner.isGone();
    }

    /** {@return true if the calling thread is the one that polls a ring of one thread} */
    boolean isOwner() {
        return owner != null && owner.isCurrent();
    }

    /** {@return true if the calling thread may put entries in} */
    boolean mayFill() {
        return owner == null || owner.isCurrent();
    }

    /** {@return true if the calling thread, which may put entries in, will wait soon} */
    boolean isInTurn() {
        return owner != null ? ownerInTurn : inTurn.get()[0];
    }

    void turn(boolean begins) {
        if (owner == null) {
            inTurn.get()[0] = begins;
        } else if (owner.isCurrent()) {
            ownerInTurn = begins;
        }
    }
}
