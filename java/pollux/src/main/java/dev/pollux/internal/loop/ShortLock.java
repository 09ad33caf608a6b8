package dev.pollux.internal.loop;

import dev.pollux.internal.field.Fields;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A lock of one word, for what is done in some nanoseconds: it costs one atomic operation, and who finds it held spins, then
 * lets others run, then sleeps between its tries. Not reentrant.
 */
public class ShortLock {
    private static final int SPINS = 100;
    private static final int YIELDS = 100;
    private static final long SLEEP_NANOS = TimeUnit.MICROSECONDS.toNanos(50);
    private static final VarHandle LOCKED = Fields.find(MethodHandles.lookup(), "locked", boolean.class);

    /** For who holds it and has no stack left to call {@link #unlock}. */
    volatile boolean locked;

    public final void lock() {
        if (!LOCKED.compareAndSet(this, false, true)) {
            lockContended();
        }
    }

    private void lockContended() {
        int tries = 0;
        do {
            if (tries < SPINS) {
                tries++;
                Thread.onSpinWait();
            } else if (tries < SPINS + YIELDS) {
                tries++;
                Thread.yield(); // who holds it may need this very processor to go on
            } else {
                sleep(); // and be of a lower priority, which a yield does not let run
            }
        } while (locked || !LOCKED.compareAndSet(this, false, true));
    }

    private static void sleep() {
        boolean interrupted = Thread.interrupted(); // an interrupted thread does not park
        LockSupport.parkNanos(SLEEP_NANOS);
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    public final void unlock() {
        LOCKED.setRelease(this, false);
    }
}
