package dev.pollux.internal.nio;

import java.util.Arrays;

/**
 * The registrations of a selector's port, each at a place that it knows: a selector's own set of keys can't be walked without
 * memory, which the port's close may not have. Guarded by its caller's lock.
 */
final class NioRegistrations {
    private static final int FIRST_LENGTH = 16;

    private NioRegistration[] all = new NioRegistration[FIRST_LENGTH];
    private int count;

    int count() {
        return count;
    }

    /** Returns the one at a place, or null if there is none any more. */
    NioRegistration at(int place) {
        return place < count ? all[place] : null;
    }

    /** Without memory for one more it is as before. */
    void add(NioRegistration registration) {
        if (count == all.length) {
            dropClosed();
            if (count > all.length / 2) {
                all = Arrays.copyOf(all, count * 2);
            }
        }
        registration.place = count;
        all[count++] = registration;
    }

    /** Takes one out, if it is there. The last one takes its place. */
    void remove(NioRegistration registration) {
        int place = registration.place;
        if (at(place) == registration) {
            NioRegistration last = all[--count];
            all[count] = null;
            if (place < count) {
                all[place] = last;
                last.place = place;
            }
        }
    }

    /** Of channels that the program has closed without our being told. */
    private void dropClosed() {
        for (int place = count - 1; place >= 0; place--) {
            if (!all[place].isOpen()) {
                remove(all[place]);
            }
        }
    }
}
