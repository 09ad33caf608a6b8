package dev.pollux.netty.internal.readiness;

import java.util.Arrays;
import java.util.function.Consumer;

/**
 * A port's registrations, found by the data of an event: a slot's number, and the generation of who has it. What the kernel tells
 * of a registration that has gone finds nothing, though another has its slot now.
 */
final class Slots {
    private static final int FIRST_CAPACITY = 64;

    private EpollRegistration[] taken = new EpollRegistration[FIRST_CAPACITY];
    private int[] generations = new int[FIRST_CAPACITY];
    private int[] free = new int[FIRST_CAPACITY];
    private int freeCount;
    private int used;

    /** Takes a registration in, and tells it the data of its events. Returns that data */
    long add(EpollRegistration registration) {
        int slot = freeCount > 0 ? free[--freeCount] : grownBy1();
        taken[slot] = registration;
        long data = (long) generations[slot] << 32 | slot;
        registration.data(data);
        return data;
    }

    private int grownBy1() {
        if (used == taken.length) {
            taken = Arrays.copyOf(taken, used * 2);
            generations = Arrays.copyOf(generations, used * 2);
            free = Arrays.copyOf(free, used * 2);
        }
        return used++;
    }

    /** {@return the registration that an event is for, or null if it has gone} */
    EpollRegistration find(long data) {
        int slot = (int) data;
        EpollRegistration found = slot >= 0 ? taken[slot] : null;
        return found != null && found.data() == data ? found : null; // it is looked at anyway
    }

    void remove(long data) {
        if (find(data) != null) {
            int slot = (int) data;
            taken[slot] = null;
            generations[slot] = generations[slot] + 1 & Integer.MAX_VALUE; // the sign bit is Epoll's: RESERVED_DATA
            free[freeCount++] = slot;
        }
    }

    /** {@return how many were ever in use at a time} */
    int used() {
        return used;
    }

    /** Calls for each that is there now, those that leave meanwhile excepted. */
    void forEach(Consumer<EpollRegistration> action) {
        for (int slot = 0, end = used; slot < end; slot++) {
            if (taken[slot] != null) {
                action.accept(taken[slot]);
            }
        }
    }
}
