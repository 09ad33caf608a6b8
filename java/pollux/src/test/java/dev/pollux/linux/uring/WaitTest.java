package dev.pollux.linux.uring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.pollux.linux.IoUring;
import dev.pollux.linux.IoUringSetup;
import dev.pollux.linux.LinuxStreamSocket;
import dev.pollux.linux.OpenDescriptors;
import dev.pollux.linux.SignalledWait;
import dev.pollux.linux.Task;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Waiting: never early, through signals, and ended by a close on another thread, which takes nothing from under the wait. */
@RingTest
class WaitTest {
    private static final long TIMEOUT_NANOS = 200_000_000;

    @Test
    void neverReturnsEarlyWithoutACompletion() throws IOException {
        try (TestRing test = TestRing.open()) {
            for (long timeoutNanos : new long[] {1, 1000, 100_000, 999_999, 1_000_001, 5_300_000}) {
                for (int i = 0; i < 10; i++) {
                    long start = System.nanoTime();
                    assertEquals(0, test.ring.submitAndWait(1, timeoutNanos));
                    assertTrue(System.nanoTime() - start >= timeoutNanos);
                    start = System.nanoTime();
                    test.next().nop();
                    assertEquals(1, test.ring.submitAndWait(2, timeoutNanos), "one of two");
                    assertTrue(System.nanoTime() - start >= timeoutNanos);
                    test.completions.advance(1);
                }
            }
            assertEquals(0, test.ring.submitAndWait(1, 0));
        }
    }

    @Test
    void whatIsThereNeedsNoWait() throws IOException {
        try (TestRing test = TestRing.open()) {
            test.next().nop();
            test.next().nop();
            assertEquals(2, test.ring.submitAndWait(2, IoUring.INFINITE));
            assertEquals(2, test.ring.submitAndWait(1, IoUring.INFINITE), "they were not given back");
            assertEquals(2, test.ring.submitAndWait(2, Long.MAX_VALUE));
            test.completions.advance(1);
            assertEquals(1, test.ring.submitAndWait(1, IoUring.INFINITE));
            test.completions.advance(1);
            test.next().nop();
            assertEquals(1, test.ring.submitAndWait(1, Long.MAX_VALUE));
        }
    }

    @Test
    void aFirstShortTimeGathersABatch() throws IOException {
        int minTimeout = 1 << 15; // IORING_FEAT_MIN_TIMEOUT
        LinuxStreamSocket[] pair = LinuxStreamSocket.pair();
        try (TestRing test = TestRing.open()) {
            ByteBuffer memory = test.memory(8);
            test.next().recv(pair[1].fd(), IoUring.addressOf(memory), 8, 0);
            test.next().nop();
            long start = System.nanoTime();
            assertEquals(1, test.ring.submitAndWait(2, TestRing.LONG_NANOS, 20_000), "one is enough then");
            long tookNanos = System.nanoTime() - start;
            assumeTrue((test.ring.features() & minTimeout) != 0, "this kernel has no MIN_TIMEOUT");
            assertTrue(tookNanos >= 20_000_000, () -> tookNanos + " ns");
            test.completions.advance(1);
            pair[0].send(ByteBuffer.allocate(8));
            assertEquals(8, test.take());
        }
        pair[0].close();
        pair[1].close();
    }

    @Test
    void waitKeepsItsDeadlineUnderSignals() throws Exception {
        long timeoutNanos = TIMEOUT_NANOS;
        while (interruptions(timeoutNanos) < 5) {
            timeoutNanos *= 2; // a machine under load may deliver few in that time
        }
    }

    private static int interruptions(long timeoutNanos) throws Exception {
        long[] tookNanos = new long[1];
        try (IoUring ring = new IoUringSetup(4).open();
                SignalledWait wait = new SignalledWait("uring-dead", () -> {
                    long start = System.nanoTime();
                    int ready = ring.submitAndWait(1, timeoutNanos);
                    tookNanos[0] = System.nanoTime() - start;
                    return ready;
                })) {
            int times = wait.interruptUntilItEnds();
            assertEquals(0, wait.get());
            assertTrue(tookNanos[0] >= timeoutNanos, () -> "early: " + tookNanos[0] + " ns");
            return times;
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {IoUring.INFINITE, Long.MAX_VALUE, TestRing.LONG_NANOS})
    void closeEndsAWait(long timeoutNanos) throws Exception {
        for (int flags : new int[] {0, TestRing.WISHES}) {
            Set<String> before = OpenDescriptors.all();
            IoUring[] ring = new IoUring[1];
            Task<Integer> waiter = Task.startAsleep("uring-w", () -> {
                ring[0] = new IoUringSetup(4).wish(flags).open();
                return ring[0].submitAndWait(1, timeoutNanos);
            });
            ring[0].close();
            assertThrows(ClosedChannelException.class, waiter::get);
            assertEquals(Set.of(), OpenDescriptors.addedTo(before), "the last one that uses it gives the number back");
            assertEquals(0, closedCount(ring[0]));
        }
    }

    private static int closedCount(IoUring ring) {
        try {
            return ring.completions().count();
        } catch (IllegalStateException e) {
            return 0; // the waiter's ring
        }
    }

    /** A kernel before 6.14 has no call that wakes a ring from elsewhere: a wait looks by itself. */
    @Test
    void closeEndsAWaitOfAnOlderKernelsRingToo() throws Exception {
        System.setProperty(IoUringSetup.REFUSE_PROPERTY, "FEAT_RW_ATTR,FEAT_MIN_TIMEOUT,FEAT_NO_IOWAIT");
        IoUring ring;
        try {
            ring = new IoUringSetup(4).open();
        } finally {
            System.clearProperty(IoUringSetup.REFUSE_PROPERTY);
        }
        Task<Integer> waiter = Task.startAsleep("uring-o", () -> ring.submitAndWait(1, IoUring.INFINITE));
        Task<Integer> other = Task.startAsleep("uring-o", () -> ring.await(2, Long.MAX_VALUE));
        ring.close();
        assertThrows(ClosedChannelException.class, waiter::get);
        assertThrows(ClosedChannelException.class, other::get);
    }

    @Test
    void closeEndsTheWaitsOfSeveralThreadsForSeveralCompletions() throws Exception {
        IoUring ring = new IoUringSetup(8).completions(64).open();
        List<Task<Integer>> waiters = new ArrayList<>();
        for (int awaited : new int[] {1, 3, 40}) {
            waiters.add(Task.startAsleep("uring-s", () -> ring.await(awaited, IoUring.INFINITE)));
        }
        ring.close();
        for (Task<Integer> waiter : waiters) {
            assertThrows(ClosedChannelException.class, waiter::get);
        }
    }

    @Test
    void aCloseRacesWithCallsOfAnotherThread() throws Exception {
        for (int round = 0; round < 300; round++) {
            IoUring ring = new IoUringSetup(4).open();
            Task<Integer> user = Task.start("uring-u", () -> {
                int turns = 0;
                try {
                    while (true) {
                        ring.next().nop().userData(turns);
                        int ready = ring.submitAndWait(1, IoUring.INFINITE);
                        for (int i = 0; i < ready; i++) {
                            assertEquals(turns, ring.completions().userData(i), "the end's own completion was seen");
                        }
                        ring.completions().advance(ready);
                        turns++;
                    }
                } catch (ClosedChannelException | IllegalStateException e) {
                    assertTrue(!ring.isOpen(), e::toString);
                    return turns;
                }
            });
            for (int i = 0; i < round * 100; i++) {
                Thread.onSpinWait();
            }
            ring.close();
            assertTrue(user.get() >= 0);
        }
    }

    @Test
    void aPostWakesAWaitFromAnyThread() throws Exception {
        try (IoUring ring = new IoUringSetup(4).open()) {
            assumeTrue(ring.post(-5, 77), "this kernel has no IORING_REGISTER_SEND_MSG_RING");
            assertEquals(1, ring.submitAndWait(1, 0));
            assertEquals(77, ring.completions().userData(0));
            assertEquals(-5, ring.completions().result(0));
            ring.completions().advance(1);
            Task<Long> waiter = Task.startAsleep("uring-p", () -> {
                assertEquals(1, ring.await(1, IoUring.INFINITE));
                return ring.completions().userData(0);
            });
            assertTrue(ring.post(0, Long.MIN_VALUE + 1));
            assertEquals(Long.MIN_VALUE + 1, waiter.get());
        }
    }
}
