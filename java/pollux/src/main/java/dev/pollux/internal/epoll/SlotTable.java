package dev.pollux.internal.epoll;

import dev.pollux.internal.readiness.AbstractRegistration;
import dev.pollux.internal.socket.Refusals;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The registrations of an epoll port, by what the kernel hands back with an event: a slot's index, and its generation, so
 * that events of a closed registration never reach the next one in its slot. Look-ups take no lock.
 */
public final class SlotTable {
    private static final VarHandle ELEMENT = MethodHandles.arrayElementVarHandle(EpollRegistration[].class);

    private volatile EpollRegistration[] table = new EpollRegistration[64];
    private int[] generations = new int[64];
    private int[] free = new int[64]; // a stack of free slots
    private int freeCount;
    private int used; // slots below this one were given out at least once
    private boolean closed;

    /**
     * Gives a registration a slot. Returns what to hand to the kernel.
     *
     * @throws ClosedChannelException if the table is closed
     */
    public synchronized long put(EpollRegistration registration) throws ClosedChannelException {
        if (closed) {
            throw Refusals.closed("the port of backend epoll");
        }
        if (freeCount == 0 && used == table.length) {
            grow(used * 2);
        }
        boolean again = freeCount > 0;
        int slot = again ? free[freeCount - 1] : used;
        int generation = generations[slot] + 1 & Integer.MAX_VALUE;
        long data = (long) generation << 32 | slot;
        registration.data(data);
        ELEMENT.setRelease(table, slot, registration);
        // No call from here on: there may be no stack left for one, and the slot would be lost.
        generations[slot] = generation;
        if (again) {
            freeCount--;
        } else {
            used++;
        }
        return data;
    }

    /** The table last, whose length counts: there may be no memory for the others. */
    private void grow(int length) {
        generations = Arrays.copyOf(generations, length);
        free = Arrays.copyOf(free, length);
        table = Arrays.copyOf(table, length);
    }

    /** Returns whose event this is, or null if it is nobody's any more. */
    public EpollRegistration get(long data) {
        EpollRegistration[] current = table;
        // Its length is a power of two: what is out of range finds another's slot, and data that are not its own.
        int slot = (int) data & current.length - 1;
        EpollRegistration registration = (EpollRegistration) ELEMENT.getAcquire(current, slot);
        return registration != null && registration.data() == data ? registration : null;
    }

    /** Returns what stands in a slot, or null. */
    EpollRegistration at(int slot) {
        return (EpollRegistration) ELEMENT.getAcquire(table, slot);
    }

    /** Returns how many slots were in use at once, at most. */
    synchronized int used() {
        return used;
    }

    /** Returns false if it was not there. Calls no deeper than {@link #put}: it undoes that where little stack is left. */
    public synchronized boolean remove(long data) {
        int slot = (int) data;
        EpollRegistration registration = table[slot];
        if (registration != null && registration.data() == data) { // a failed add and the port's close both come here
            ELEMENT.setRelease(table, slot, null);
            free[freeCount++] = slot;
            return true;
        }
        return false;
    }

    synchronized int count() {
        return used - freeCount;
    }

    /** Takes none any more: those that there are now are all that there ever will be. */
    synchronized void close() {
        closed = true;
    }

    public synchronized List<AbstractRegistration> list() {
        List<AbstractRegistration> all = new ArrayList<>();
        for (EpollRegistration registration : table) {
            if (registration != null) {
                all.add(registration);
            }
        }
        return all;
    }
}
