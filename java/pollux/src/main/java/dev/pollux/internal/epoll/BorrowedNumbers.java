package dev.pollux.internal.epoll;

import dev.pollux.linux.Descriptor;
import dev.pollux.linux.Epoll;
import dev.pollux.system.SystemCallException;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;

/**
 * The registrations that an epoll port knows by a descriptor's bare number, which may be closed and reused without our
 * being told: a registration changes or deletes its number only as long as no successor was added under it.
 *
 * <p>Any int can come as a number. Only one that the kernel has taken is noted, in a table that is as large as what it holds:
 * open addressing, linear probing, at most half full.
 */
final class BorrowedNumbers {
    private static final int FIRST_LENGTH = 16;

    private final EpollSet set;
    private EpollRegistration[] owners = new EpollRegistration[FIRST_LENGTH];
    private int count;
    private volatile boolean used;

    BorrowedNumbers(EpollSet set) {
        this.set = set;
    }

    synchronized void add(EpollRegistration registration, int mask) throws IOException {
        used = true;
        makeRoom(); // before the kernel is asked: there may be no memory
        int number = registration.watched().number();
        set.get().add(number, mask, registration.data());
        try {
            put(number, registration);
        } catch (Throwable e) { // no stack is left for the call
            undo(number, e);
            throw e;
        }
    }

    private void undo(int number, Throwable cause) {
        try {
            set.get().delete(number);
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
    }

    synchronized void modify(EpollRegistration registration, int mask) throws IOException {
        int number = registration.watched().number();
        if (owners[find(owners, number)] != registration) {
            throw new ClosedChannelException();
        }
        set.get().modify(number, mask, registration.data());
    }

    synchronized void delete(EpollRegistration registration) throws IOException {
        int number = registration.watched().number();
        if (owners[find(owners, number)] == registration) {
            remove(number);
            set.get().delete(number);
        }
    }

    /** Has an instance that may be a new one know it as it is now, and the old one, if it is not null, no more. */
    synchronized void addAgain(EpollRegistration registration, int mask, Epoll old) throws IOException {
        int number = registration.watched().number();
        if (owners[find(owners, number)] != registration) {
            return; // another has the number
        }
        if (old != null) {
            forget(old, number);
        }
        forget(set.get(), number);
        if (mask != EpollRegistration.NOT_ADDED) {
            set.get().add(number, mask, registration.data());
        }
    }

    private static void forget(Epoll epoll, int number) throws IOException {
        try {
            epoll.delete(number);
        } catch (SystemCallException e) {
            // It is not there.
        }
    }

    /** Adds a descriptor that can't be closed meanwhile: who had its number before has it no more. */
    void add(Descriptor descriptor, int mask, long data) throws IOException {
        if (!used) {
            set.get().add(descriptor, mask, data);
            return;
        }
        synchronized (this) { // or the number's former owner could change what is this one's now
            set.get().add(descriptor, mask, data);
            remove(descriptor.number());
        }
    }

    /** For tests: how many numbers there is room for. */
    synchronized int room() {
        return owners.length;
    }

    /** Returns where a number stands, or the free place where it would. */
    private static int find(EpollRegistration[] table, int number) {
        int at = place(table, number);
        while (table[at] != null && table[at].watched().number() != number) {
            at = at + 1 & table.length - 1;
        }
        return at;
    }

    /** Where a number stands if no other stands there: descriptors are given out one after the other, and so lie here. */
    private static int place(EpollRegistration[] table, int number) {
        return number & table.length - 1;
    }

    private void put(int number, EpollRegistration registration) {
        int at = find(owners, number);
        if (owners[at] == null) {
            count++;
        }
        owners[at] = registration;
    }

    private void remove(int number) {
        int free = find(owners, number);
        if (owners[free] == null) {
            return;
        }
        owners[free] = null;
        count--;
        // What stands behind, and found its place taken, moves up.
        for (int at = free + 1 & owners.length - 1; owners[at] != null; at = at + 1 & owners.length - 1) {
            int wanted = place(owners, owners[at].watched().number());
            if ((at - wanted & owners.length - 1) >= (at - free & owners.length - 1)) {
                owners[free] = owners[at];
                owners[at] = null;
                free = at;
            }
        }
    }

    private void makeRoom() {
        if ((count + 1) * 2 > owners.length) {
            EpollRegistration[] larger = new EpollRegistration[owners.length * 2];
            for (EpollRegistration each : owners) {
                if (each != null) {
                    larger[find(larger, each.watched().number())] = each;
                }
            }
            owners = larger;
        }
    }
}
