package dev.pollux.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.channels.ClosedChannelException;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The waits of kernels without epoll_pwait2: in a JVM that is told to do without it. */
@LinuxTest
class EpollFallbackTest {
    @ParameterizedTest
    @ValueSource(strings = {"timerfd", "millis"})
    void keepsTheContract(String method) throws Exception {
        ChildJvm.run(List.of(), List.of("-D" + EpollWait.METHOD_PROPERTY + "=" + method, "-ea"), Main.class, method);
    }

    /** What runs there. */
    static final class Main {
        private Main() {}

        public static void main(String[] arguments) throws Exception {
            boolean timer = arguments[0].equals("timerfd");
            Epoll.create(); // stays open, and with it what all instances share
            Set<String> before = OpenDescriptors.all();
            Epoll epoll = Epoll.create();
            assertEquals(timer ? "epoll_wait with a timerfd" : "epoll_wait, milliseconds", epoll.waitMethod());
            neverEarly(epoll);
            assertEquals(timer ? 2 : 1, OpenDescriptors.addedTo(before).size(), "how it waited");
            EpollSignalTest.assertKeepsDeadline(epoll);
            eventsAreTheUsersOnly(epoll);
            severalWaiters(epoll);
            Task<Integer> waiter = Task.startAsleep("close-", () -> epoll.await(new EpollEvents(1), 5_000_000_001L));
            Task<Integer> other = Task.startAsleep("close-", () -> epoll.await(new EpollEvents(1), Long.MAX_VALUE));
            epoll.close();
            assertThrows(ClosedChannelException.class, waiter::get);
            assertThrows(ClosedChannelException.class, other::get);
            assertEquals(Set.of(), OpenDescriptors.addedTo(before), "the timer goes with its instance");
        }

        private static void neverEarly(Epoll epoll) throws Exception {
            EpollEvents events = new EpollEvents(2);
            for (long timeoutNanos : new long[] {1, 1000, 100_000, 999_999, 1_000_000, 1_000_001, 5_300_000}) {
                for (int i = 0; i < 10; i++) {
                    long start = System.nanoTime();
                    assertEquals(0, epoll.await(events, timeoutNanos));
                    assertTrue(System.nanoTime() - start >= timeoutNanos);
                }
            }
            assertEquals(0, epoll.await(events, 0));
            long before = EpollTimeoutTest.asleep();
            for (int i = 0; i < 50; i++) {
                assertEquals(
                        0,
                        epoll.await(
                                events, 900_000)); // where a processor is emulated, less is over before the wait begins
            }
            assertTrue(EpollTimeoutTest.asleep() - before >= 45, "a timeout rounded to 0 is a spin");
        }

        private static void eventsAreTheUsersOnly(Epoll epoll) throws Exception {
            EpollEvents events = new EpollEvents(1, 1);
            try (EventFd ready = EventFd.create();
                    TimerFd overtaken = TimerFd.create(TimerFd.Clock.MONOTONIC)) {
                for (int i = 0; i < 20; i++) {
                    ready.add(1);
                    epoll.add(ready, Epoll.IN, 7);
                    assertEquals(1, epoll.await(events, 300_001)); // leaves a timer behind that expires unawaited
                    assertEquals(7, events.data(0));
                    epoll.delete(ready);
                    overtaken.arm(400_000, 0);
                    Ready.await(overtaken, Epoll.IN);
                    epoll.add(ready, Epoll.IN | Epoll.ET, 8);
                    assertEquals(1, epoll.await(events, 0), "the timer's event took the place of the user's");
                    assertEquals(8, events.data(0));
                    epoll.delete(ready);
                    ready.take();
                }
            }
        }

        /** The timer is one and its edge goes to one of them, which may not be the one that it was set for. */
        private static void severalWaiters(Epoll epoll) throws Exception {
            try (EventFd end = EventFd.create()) {
                epoll.add(end, Epoll.IN, 9);
                for (int i = 0; i < 5; i++) {
                    Task<Integer> timed = Task.start("timed-", () -> epoll.await(new EpollEvents(1), 30_500_000));
                    Task<Integer> rounded = Task.start("timed-", () -> epoll.await(new EpollEvents(1), 20_500_000));
                    Task<Integer> endless =
                            Task.startAsleep("endless-", () -> epoll.await(new EpollEvents(1), Epoll.INFINITE));
                    assertEquals(0, timed.get());
                    assertEquals(0, rounded.get());
                    assertTrue(!endless.isDone());
                    end.add(1);
                    assertEquals(1, endless.get());
                    end.take();
                }
                epoll.delete(end);
            }
        }
    }
}
