package dev.pollux;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * A lock of one word, for what is done in some nanoseconds: it costs one atomic operation, and who finds it held spins, then
 * lets others run. Not reentrant.
 */
class ShortLock {
    private static final int SPINS = 100;
    private static final VarHandle LOCKED;

    static {
        try {
            LOCKED = MethodHandles.lookup().findVarHandle(ShortLock.class, "locked", boolean.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private volatile boolean locked;

    final void lock() {
        if (!LOCKED.compareAndSet(this, false, true)) {
            lockContended();
        }
    }

    private void lockContended() {
        int spins = 0;
        do {
            if (++spins <= SPINS) {
                Thread.onSpinWait();
            } else {
                Thread.yield(); // who holds it may need this very processor to go on
            }
        } while (locked || !LOCKED.compareAndSet(this, false, true));
    }

    final void unlock() {
        LOCKED.setRelease(this, false);
    }
}
