package dev.pollux;

import dev.pollux.linux.Epoll;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.util.Arrays;

/**
 * The registrations that an epoll port knows by a descriptor's bare number, which may be closed and reused without our
 * being told: a registration changes or deletes its number only as long as no successor was added under it.
 */
final class BorrowedNumbers {
    private final Epoll epoll;
    private EpollRegistration[] owners = {}; // by number
    private volatile boolean used;

    BorrowedNumbers(Epoll epoll) {
        this.epoll = epoll;
    }

    synchronized void add(EpollRegistration registration, int mask) throws IOException {
        used = true;
        int number = registration.source().number();
        if (number >= owners.length) {
            owners = Arrays.copyOf(owners, Math.max(64, number * 2));
        }
        epoll.add(number, mask, registration.data());
        owners[number] = registration;
    }

    synchronized void modify(EpollRegistration registration, int mask) throws IOException {
        int number = registration.source().number();
        if (owners[number] != registration) {
            throw new ClosedChannelException();
        }
        epoll.modify(number, mask, registration.data());
    }

    synchronized void delete(EpollRegistration registration) throws IOException {
        int number = registration.source().number();
        if (number < owners.length && owners[number] == registration) {
            owners[number] = null;
            epoll.delete(number);
        }
    }

    /** A descriptor that can't be closed meanwhile is about to be added: who had its number before has it no more. */
    void forget(int number) {
        if (used) {
            synchronized (this) {
                if (number < owners.length) {
                    owners[number] = null;
                }
            }
        }
    }
}
