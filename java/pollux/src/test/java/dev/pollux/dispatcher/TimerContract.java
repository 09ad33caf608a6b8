package dev.pollux.dispatcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pollux.Await;
import dev.pollux.Backend;
import dev.pollux.Background;
import dev.pollux.LoopTimer;
import dev.pollux.internal.loop.TimerWork;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Timers: in order, never early, and changed from anywhere. */
abstract class TimerContract extends DispatcherContract {
    TimerContract(Backend backend) {
        super(backend);
    }

    @Test
    void firesInOrderAndNeverEarly() throws Exception {
        int n = 200;
        List<LoopTimer> fired = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            LoopTimer[] timer = new LoopTimer[1];
            timer[0] = dispatcher.timer(() -> {
                assertTrue(System.nanoTime() - deadlineNanos(timer[0]) >= 0, "early");
                fired.add(timer[0]);
            });
            timer[0].schedule(5 * MILLI + i * 77 % n * 50_000L); // a permutation
        }
        turnUntil("all fire", () -> fired.size() == n);
        for (int i = 1; i < n; i++) {
            assertTrue(deadlineNanos(fired.get(i)) - deadlineNanos(fired.get(i - 1)) >= 0, "timer " + i);
        }
        assertNoReports();
    }

    private static long deadlineNanos(LoopTimer timer) {
        return ((TimerWork) timer).deadlineNanos;
    }

    @Test
    void neverEarly() throws Exception {
        start();
        for (long delayNanos : new long[] {1, 1_000, 100_000, 999_999, 1_000_001, 2_500_000}) {
            CountDownLatch fired = new CountDownLatch(1);
            long[] tookNanos = new long[1];
            long startNanos = System.nanoTime();
            dispatcher.schedule(delayNanos, () -> {
                tookNanos[0] = System.nanoTime() - startNanos;
                fired.countDown();
            });
            await(fired);
            assertTrue(tookNanos[0] >= delayNanos, tookNanos[0] + " ns for " + delayNanos);
        }
    }

    @Test
    void zeroAndLessRunInTheNextTurn() throws Exception {
        List<String> fired = new ArrayList<>();
        dispatcher.schedule(0, () -> fired.add("zero"));
        dispatcher.schedule(-5, () -> fired.add("negative"));
        dispatcher.schedule(Long.MIN_VALUE, () -> fired.add("least"));
        dispatcher.runOnce(-1);
        assertEquals(List.of("zero", "negative", "least"), fired);
    }

    @Test
    void theLongestDelayNeitherFiresNorOverflows() throws Exception {
        AtomicInteger fired = new AtomicInteger();
        List<String> soon = new ArrayList<>();
        dispatcher.schedule(0, () -> soon.add("zero")); // overdue when it is compared with the next
        LoopTimer longest = dispatcher.schedule(Long.MAX_VALUE, fired::incrementAndGet);
        LoopTimer half = dispatcher.schedule(Long.MAX_VALUE / 2, fired::incrementAndGet);
        dispatcher.schedule(MILLI, () -> soon.add("soon"));
        turnUntil("the others fire", () -> soon.equals(List.of("zero", "soon")));
        dispatcher.runOnce(0);
        assertEquals(0, fired.get());
        assertTrue(longest.isScheduled() && half.isScheduled());
        assertTrue(longest.cancel());
    }

    @Test
    void aTimerIsScheduledOnceAndTellsIt() throws Exception {
        AtomicInteger fired = new AtomicInteger();
        LoopTimer[] timer = new LoopTimer[1];
        timer[0] = dispatcher.timer(() -> {
            assertFalse(timer[0].isScheduled(), "it has begun");
            assertFalse(timer[0].cancel(), "it has begun");
            fired.incrementAndGet();
        });
        assertFalse(timer[0].isScheduled());
        assertFalse(timer[0].cancel());
        timer[0].schedule(Long.MAX_VALUE);
        timer[0].schedule(0); // in place of the other
        assertTrue(timer[0].isScheduled());
        dispatcher.runOnce(-1);
        dispatcher.runOnce(0);
        assertEquals(1, fired.get());
        assertFalse(timer[0].isScheduled());
        timer[0].schedule(0);
        assertTrue(timer[0].cancel());
        assertFalse(timer[0].cancel());
        dispatcher.runOnce(0);
        assertEquals(1, fired.get());
        assertNoReports();
    }

    @Test
    void reschedulesItselfOncePerTurn() throws Exception {
        AtomicInteger fired = new AtomicInteger();
        LoopTimer[] timer = new LoopTimer[1];
        timer[0] = dispatcher.timer(() -> {
            fired.incrementAndGet();
            timer[0].schedule(0);
        });
        timer[0].schedule(0);
        for (int i = 1; i <= 5; i++) {
            dispatcher.runOnce(-1);
            assertEquals(i, fired.get()); // it starves nobody
        }
        assertTrue(timer[0].cancel());
    }

    @Test
    void cancelsAnotherThatIsDueInTheSameTurn() throws Exception {
        List<String> fired = new ArrayList<>();
        LoopTimer[] second = new LoopTimer[1];
        dispatcher.schedule(0, () -> {
            fired.add("first");
            assertTrue(second[0].cancel());
        });
        second[0] = dispatcher.schedule(0, () -> fired.add("second"));
        dispatcher.schedule(0, () -> fired.add("third"));
        dispatcher.runOnce(-1);
        dispatcher.runOnce(0);
        assertEquals(List.of("first", "third"), fired);
        assertNoReports();
    }

    @Test
    void aThrowingTimerIsReportedAndTheOthersFire() throws Exception {
        RuntimeException failure = new RuntimeException();
        AtomicInteger fired = new AtomicInteger();
        dispatcher.schedule(0, () -> {
            throw failure;
        });
        dispatcher.schedule(0, fired::incrementAndGet);
        dispatcher.runOnce(-1);
        assertEquals(1, fired.get());
        assertSame(failure, reports.get(0).failure());
        assertEquals(1, reports.size());
    }

    @Test
    void anEarlierOneFromAnotherThreadWakesTheLoop() throws Exception {
        dispatcher.schedule(Long.MAX_VALUE, () -> {});
        Background loop = start();
        for (int i = 0; i < 10; i++) {
            loop.awaitBlocked();
            CountDownLatch fired = new CountDownLatch(1);
            dispatcher.schedule(MILLI / 10, fired::countDown);
            await(fired);
        }
    }

    @Test
    void cancelFromAnotherThread() throws Exception {
        start();
        AtomicInteger fired = new AtomicInteger();
        AtomicInteger cancelled = new AtomicInteger();
        int n = 2000;
        for (int i = 0; i < n; i++) {
            LoopTimer timer = dispatcher.schedule(i % 3 * 20_000L, fired::incrementAndGet);
            if (timer.cancel()) {
                cancelled.incrementAndGet();
            }
        }
        Await.until("each has fired or was cancelled", () -> fired.get() + cancelled.get() == n);
        onLoop(() -> {});
        assertEquals(n, fired.get() + cancelled.get());
    }
}
