package dev.pollux.internal.readiness;

import java.util.List;
import java.util.function.IntSupplier;

/** When a port looks for foreign sources that were closed without its being told. May be used from any thread. */
public final class ForeignSweep {
    private static final int FIRST = 64;

    private final IntSupplier sweep;

    // Guarded by this object.
    private int adds;
    private int after = FIRST;

    /** @param sweep gives back the places of those, and returns after how many adds it is done again, unless that is very few */
    public ForeignSweep(IntSupplier sweep) {
        this.sweep = sweep;
    }

    /** A foreign source is about to be registered. */
    public synchronized void beforeAdd() {
        if (++adds >= after) {
            adds = 0;
            after = Math.max(FIRST, sweep.getAsInt());
        }
    }

    /** Closes those of a list whose sources the program has closed without telling us, and takes them out. Returns the list. */
    public static List<AbstractRegistration> withoutGone(List<AbstractRegistration> all) {
        all.removeIf(registration -> {
            boolean gone = !registration.isOpen();
            if (gone) {
                registration.close();
            }
            return gone;
        });
        return all;
    }
}
