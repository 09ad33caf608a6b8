package dev.pollux.internal.epoll;

import dev.pollux.internal.loop.LoopCounters;
import dev.pollux.linux.Descriptor;
import dev.pollux.linux.Epoll;
import dev.pollux.linux.Errno;
import dev.pollux.system.SystemCallException;
import java.io.IOException;

/** What the kernel is told of an epoll port's registrations. */
final class EpollControl {
    private final EpollSet set;
    private final LoopCounters counters;
    private final BorrowedNumbers numbers;

    EpollControl(EpollSet set, LoopCounters counters) {
        this.set = set;
        this.counters = counters;
        numbers = new BorrowedNumbers(set);
    }

    void add(EpollRegistration registration, int mask) throws IOException {
        counters.addShared(LoopCounters.CONTROL_CALLS, 1);
        Descriptor descriptor = registration.watched().descriptor();
        try {
            if (descriptor == null) {
                numbers.add(registration, mask);
            } else {
                numbers.add(descriptor, mask, registration.data());
            }
        } catch (SystemCallException e) {
            if (e.code() == Errno.EEXIST) { // a channel or descriptor that is registered under another source
                throw new IllegalStateException("already registered: " + registration.source(), e);
            }
            throw e;
        }
    }

    void modify(EpollRegistration registration, int mask) throws IOException {
        counters.addShared(LoopCounters.CONTROL_CALLS, 1);
        Descriptor descriptor = registration.watched().descriptor();
        if (descriptor == null) {
            numbers.modify(registration, mask);
        } else {
            set.get().modify(descriptor, mask, registration.data());
        }
    }

    void delete(EpollRegistration registration) throws IOException {
        counters.addShared(LoopCounters.CONTROL_CALLS, 1);
        Descriptor descriptor = registration.watched().descriptor();
        if (descriptor == null) {
            numbers.delete(registration);
        } else {
            set.get().delete(descriptor);
        }
    }

    /**
     * The new instance has it already if it was added since, and not as it is to be if it was changed since. The old one lets go of
     * it first: there is a limit for what all instances of a user hold (max_user_watches in epoll(7)).
     *
     * @param old the old instance; null if there is none any more
     */
    void addAgain(EpollRegistration registration, int mask, Epoll old) throws IOException {
        Descriptor descriptor = registration.watched().descriptor();
        if (descriptor == null) {
            numbers.addAgain(registration, mask, old);
            return;
        }
        if (old != null) {
            forget(old, descriptor);
        }
        forget(set.get(), descriptor);
        if (mask != EpollRegistration.NOT_ADDED) {
            set.get().add(descriptor, mask, registration.data());
        }
    }

    private static void forget(Epoll epoll, Descriptor descriptor) throws IOException {
        try {
            epoll.delete(descriptor);
        } catch (SystemCallException e) {
            // It is not there.
        }
    }

    /** For tests: how many borrowed numbers there is room for. */
    int numbersRoom() {
        return numbers.room();
    }
}
