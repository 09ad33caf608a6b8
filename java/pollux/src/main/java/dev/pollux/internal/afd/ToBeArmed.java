package dev.pollux.internal.afd;

import dev.pollux.internal.loop.Surplus;
import java.util.Arrays;

/** The registrations whose polls are to be submitted before the next wait. The polling thread's own. */
final class ToBeArmed {
    private static final int FIRST_LENGTH = 64;

    private AfdRegistration[] all = new AfdRegistration[FIRST_LENGTH];
    private int count;
    private int most; // at once, since the last trim

    void add(AfdRegistration registration) {
        if (registration.isToBeArmed) {
            return;
        }
        if (count == all.length) {
            all = Arrays.copyOf(all, 2 * count);
        }
        registration.isToBeArmed = true;
        all[count++] = registration;
        most = Math.max(most, count);
    }

    boolean isEmpty() {
        return count == 0;
    }

    /** Takes the last one out. */
    AfdRegistration take() {
        AfdRegistration taken = all[--count];
        all[count] = null;
        taken.isToBeArmed = false;
        return taken;
    }

    boolean isGrown() {
        return all.length > Surplus.KEPT_LENGTH;
    }

    void trim() {
        int shorter = Surplus.trimmed(all.length, most);
        if (shorter < all.length) {
            all = Arrays.copyOf(all, shorter);
        }
        most = count;
    }
}
