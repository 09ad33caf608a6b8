package dev.pollux.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Level, edge, one-shot and exclusive. */
@LinuxTest
class EpollTriggerTest {
    private final EpollEvents events = new EpollEvents(8);
    private Epoll epoll;
    private LinuxStreamSocket here;
    private LinuxStreamSocket peer;

    @BeforeEach
    void open() throws IOException {
        epoll = Epoll.create();
        LinuxStreamSocket[] pair = LinuxStreamSocket.pair();
        here = pair[0];
        peer = pair[1];
    }

    @AfterEach
    void close() {
        here.close();
        peer.close();
        epoll.close();
    }

    private int now() throws IOException {
        int n = epoll.await(events, 0);
        assertTrue(n <= 1, "one registration, one event");
        return n == 0 ? 0 : events.events(0);
    }

    @Test
    void levelRepeatsUntilDrained() throws IOException {
        epoll.add(here, Epoll.IN, 1);
        assertEquals(0, now());
        Streams.sendAll(peer, "abc");
        for (int i = 0; i < 5; i++) {
            assertEquals(Epoll.IN, now());
        }
        Streams.assertReceives("ab", here);
        assertEquals(Epoll.IN, now());
        Streams.assertReceives("c", here);
        assertEquals(0, now());
    }

    @Test
    void edgeFiresOnceAndAgainOnNewData() throws IOException {
        epoll.add(here, Epoll.IN | Epoll.ET, 1);
        Streams.sendAll(peer, "a");
        assertEquals(Epoll.IN, now());
        assertEquals(0, now());
        Streams.sendAll(peer, "b"); // undrained: it fires all the same
        assertEquals(Epoll.IN, now());
        assertEquals(0, now());
        Streams.assertReceives("ab", here);
        Streams.sendAll(peer, "c");
        assertEquals(Epoll.IN, now());
        assertEquals(0, now());
    }

    @Test
    void edgeFiresAgainAfterModify() throws IOException {
        epoll.add(here, Epoll.IN | Epoll.ET, 1);
        Streams.sendAll(peer, "a");
        assertEquals(Epoll.IN, now());
        assertEquals(0, now());
        epoll.modify(here, Epoll.IN | Epoll.ET, 2);
        assertEquals(Epoll.IN, now());
        assertEquals(2, events.data(0));
        assertEquals(0, now());
    }

    @Test
    void edgeTellsOfWhatIsReadyWhenAdded() throws IOException {
        Streams.sendAll(peer, "a");
        epoll.add(here, Epoll.IN | Epoll.OUT | Epoll.ET, 1);
        assertEquals(Epoll.IN | Epoll.OUT, now());
        assertEquals(0, now());
    }

    @Test
    void oneShotIsSilentUntilArmedAgain() throws IOException {
        epoll.add(here, Epoll.IN | Epoll.ONESHOT, 1);
        Streams.sendAll(peer, "a");
        assertEquals(Epoll.IN, now());
        assertEquals(0, now());
        Streams.sendAll(peer, "b");
        assertEquals(0, now());
        epoll.modify(here, Epoll.IN | Epoll.ONESHOT, 2);
        assertEquals(Epoll.IN, now());
        assertEquals(2, events.data(0));
        assertEquals(0, now());
    }

    @Test
    void oneShotSilencesHupAndReportsItWhenArmedAgain() throws IOException {
        epoll.add(here, Epoll.IN | Epoll.ONESHOT, 1);
        Streams.sendAll(peer, "a");
        assertEquals(Epoll.IN, now());
        peer.close();
        assertEquals(0, now());
        epoll.modify(here, Epoll.ONESHOT, 1);
        assertEquals(Epoll.HUP, now());
        assertEquals(0, now());
        epoll.modify(here, Epoll.IN | Epoll.RDHUP | Epoll.ONESHOT, 1);
        assertEquals(Epoll.IN | Epoll.RDHUP | Epoll.HUP, now());
        Streams.assertReceives("a", here);
    }

    @Test
    void oneShotArmedWhenReadyReportsAtOnce() throws IOException {
        Streams.sendAll(peer, "a");
        epoll.add(here, Epoll.IN | Epoll.ONESHOT, 4);
        assertEquals(Epoll.IN, now());
        assertEquals(0, now());
    }

    @Test
    void exclusiveTakesNoModifyAndNoOtherFlags() throws IOException {
        epoll.add(here, Epoll.IN | Epoll.EXCLUSIVE, 1);
        Failure.of("epoll_ctl(MOD)", Errno.EINVAL, "", () -> epoll.modify(here, Epoll.IN, 1));
        Failure.of("epoll_ctl(MOD)", Errno.EINVAL, "", () -> epoll.modify(here, Epoll.IN | Epoll.EXCLUSIVE, 1));
        epoll.delete(here);
        epoll.add(here, Epoll.IN, 1);
        Failure.of("epoll_ctl(MOD)", Errno.EINVAL, "", () -> epoll.modify(here, Epoll.IN | Epoll.EXCLUSIVE, 1));
        epoll.delete(here);
        for (int refused : new int[] {Epoll.ONESHOT, Epoll.RDHUP, Epoll.PRI}) {
            Failure.of(
                    "epoll_ctl(ADD)", Errno.EINVAL, "", () -> epoll.add(here, Epoll.IN | Epoll.EXCLUSIVE | refused, 1));
        }
        try (Epoll other = Epoll.create()) {
            Failure.of("epoll_ctl(ADD)", Errno.EINVAL, "", () -> epoll.add(other, Epoll.IN | Epoll.EXCLUSIVE, 1));
        }
        epoll.add(here, Epoll.IN | Epoll.OUT | Epoll.EXCLUSIVE | Epoll.ET | Epoll.WAKEUP, 1);
        assertEquals(Epoll.OUT, now());
    }

    @Test
    void exclusiveWakesFewOfManyInstances() throws Exception {
        assertTrue(instancesWoken(0) == INSTANCES, "without the flag all are woken");
        int woken = instancesWoken(Epoll.EXCLUSIVE);
        assertTrue(woken >= 1 && woken < INSTANCES, () -> woken + " were woken");
    }

    private static final int INSTANCES = 6;

    /** How many of the instances that sleep on one eventfd are woken by one write to it. */
    private static int instancesWoken(int flag) throws Exception {
        Epoll[] instances = new Epoll[INSTANCES];
        EpollEvents[] batches = new EpollEvents[INSTANCES];
        Task<?>[] waiters = new Task<?>[INSTANCES];
        try (EventFd shared = EventFd.create();
                EventFd stop = EventFd.create()) {
            for (int i = 0; i < INSTANCES; i++) {
                Epoll instance = instances[i] = Epoll.create();
                EpollEvents batch = batches[i] = new EpollEvents(4);
                instance.add(shared, Epoll.IN | Epoll.ET | flag, 1);
                instance.add(stop, Epoll.IN, 2);
                waiters[i] = Task.startAsleep("exclusive-", () -> instance.await(batch, Ready.LONG_NANOS));
            }
            shared.add(1);
            while (allAsleep(waiters)) {
                Task.spin();
            }
            stop.add(1);
            int woken = 0;
            for (int i = 0; i < INSTANCES; i++) {
                waiters[i].get();
                // Who was woken by the write alone has that event and not the other, or the one ahead of the other.
                woken += batches[i].data(0) == 1 ? 1 : 0;
            }
            return woken;
        } finally {
            for (Epoll instance : instances) {
                instance.close();
            }
        }
    }

    private static boolean allAsleep(Task<?>[] waiters) {
        for (Task<?> waiter : waiters) {
            if (waiter.isDone()) {
                return false;
            }
        }
        return true;
    }
}
