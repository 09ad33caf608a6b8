package dev.pollux.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Several threads on one instance, and its close. */
@LinuxTest
class EpollThreadsTest {
    @Test
    void eachEventGoesToOneOfTheWaiters() throws Exception {
        int threads = 4;
        int descriptors = 200;
        try (Epoll epoll = Epoll.create()) {
            AtomicInteger seen = new AtomicInteger();
            List<Task<Integer>> waiters = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                waiters.add(Task.startAsleep("waiters-", () -> {
                    EpollEvents events = new EpollEvents(1, 1);
                    int mine = 0;
                    while (seen.get() < descriptors) {
                        int n = epoll.await(events, 1_000_000);
                        mine += n;
                        seen.addAndGet(n);
                    }
                    return mine;
                }));
            }
            List<EventFd> all = new ArrayList<>();
            for (int i = 0; i < descriptors; i++) {
                EventFd one = EventFd.create();
                all.add(one);
                epoll.add(one, Epoll.IN | Epoll.ET, i);
                one.add(1);
            }
            int sum = 0;
            for (Task<Integer> waiter : waiters) {
                sum += waiter.get();
            }
            // A descriptor that is written to as it is added may fire twice: added when ready, and the write itself.
            assertTrue(sum >= descriptors && sum <= 2 * descriptors, "events: " + sum);
            all.forEach(EventFd::close);
        }
    }

    @Test
    void closeEndsEveryWaitAtOnce() throws Exception {
        EventFd.create().close(); // what is made once for all is made before the count
        Epoll.create().close();
        Set<String> before = OpenDescriptors.all();
        for (long timeoutNanos : new long[] {Epoll.INFINITE, Long.MAX_VALUE, Ready.LONG_NANOS}) {
            for (int threads = 1; threads <= 5; threads += 2) {
                Epoll epoll = Epoll.create();
                List<Task<Integer>> waiters = new ArrayList<>();
                for (int i = 0; i < threads; i++) {
                    EpollEvents events = new EpollEvents(4);
                    waiters.add(Task.startAsleep("closing-", () -> epoll.await(events, timeoutNanos)));
                }
                epoll.close();
                for (Task<Integer> waiter : waiters) {
                    assertThrows(ClosedChannelException.class, waiter::get);
                }
                assertEquals(Set.of(), OpenDescriptors.addedTo(before));
            }
        }
    }

    @Test
    void closeEndsAWaitThatIsFullOfEvents() throws Exception {
        try (EventFd ready = EventFd.create()) {
            Epoll epoll = Epoll.create();
            ready.add(1);
            epoll.add(ready, Epoll.IN, 1);
            EpollEvents events = new EpollEvents(1, 1);
            Task<Integer> busy = Task.start("busy-", () -> {
                while (true) {
                    assertEquals(1, epoll.await(events, Epoll.INFINITE));
                    assertEquals(1, events.data(0));
                }
            });
            epoll.close();
            assertThrows(ClosedChannelException.class, busy::get);
            assertEquals(0, events.size());
        }
    }

    @Test
    void closesRacingWithWaitsAndControl() throws Exception {
        try (EventFd one = EventFd.create()) {
            Epoll.create().close();
            Set<String> before = OpenDescriptors.all();
            for (int round = 0; round < 100; round++) {
                Epoll epoll = Epoll.create();
                Task<Integer> waiter = Task.start("race-", () -> epoll.await(new EpollEvents(2), Epoll.INFINITE));
                Task<Boolean> adder = Task.start("race-", () -> {
                    try {
                        while (true) {
                            epoll.add(one, Epoll.IN, 1);
                            epoll.delete(one);
                        }
                    } catch (ClosedChannelException e) {
                        return true;
                    }
                });
                if (round % 2 == 0) {
                    Task.spin();
                }
                epoll.close();
                assertThrows(ClosedChannelException.class, waiter::get);
                assertTrue(adder.get());
            }
            assertEquals(Set.of(), OpenDescriptors.addedTo(before));
        }
    }

    /** Closing one of two duplicates takes nothing out of the instance: so a shared descriptor is deleted before. */
    @Test
    void duplicateKeepsReporting() throws IOException {
        int dupfd = 0;
        try (Epoll epoll = Epoll.create()) {
            EpollEvents events = new EpollEvents(4);
            EventFd first = EventFd.create();
            first.add(1);
            int duplicate = Linux.CALLS.fcntl(first.fd(), dupfd, 0);
            assertTrue(first.isShared(), "its number was asked for");
            epoll.add(first, Epoll.IN, 1);
            first.close();
            assertEquals(1, epoll.await(events, 0), "it is reported though closed");
            Failure.of("epoll_ctl(DEL)", Errno.EBADF, "", () -> epoll.delete(first.fd()));
            assertEquals(0, Linux.CALLS.close(duplicate));
            assertEquals(0, epoll.await(events, 0), "with the last duplicate it has gone");

            EventFd second = EventFd.create();
            second.add(1);
            duplicate = Linux.CALLS.fcntl(second.number(), dupfd, 0);
            epoll.add(second, Epoll.IN, 2);
            epoll.delete(second);
            second.close();
            assertEquals(0, epoll.await(events, 0));
            assertFalse(second.isShared(), "a duplicate that this package did not make is its maker's affair");
            assertEquals(0, Linux.CALLS.close(duplicate));
        }
    }
}
