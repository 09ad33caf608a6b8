package dev.pollux.internal.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pollux.NeedsNoBinding;
import java.util.Comparator;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The timers against a model: a sorted set. */
@NeedsNoBinding
class TimersTest {
    private static final int OPERATIONS = 100_000;
    private static final long ORIGIN = System.nanoTime();
    private static final long SOON = ORIGIN + 1000;

    private final Timers timers = timers(ORIGIN);

    private static Timers timers(long originNanos) {
        return new Timers(
                new Timers.Loop() {
                    @Override
                    public boolean looksAnyway() {
                        return true;
                    }

                    @Override
                    public void wakeup() {}
                },
                originNanos);
    }

    @Test
    void randomOperationsAgreeWithAModel() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        String context = "seed " + seed;
        // Deadlines are read back: the order of equal ones is that of scheduling.
        TreeSet<TimerWork> model = new TreeSet<>(
                Comparator.comparingLong((TimerWork t) -> t.deadlineNanos).thenComparingLong(t -> t.sequence));
        TimerWork[] all = new TimerWork[300];
        for (int i = 0; i < all.length; i++) {
            all[i] = new TimerWork(timers, () -> {});
        }
        long nowNanos = System.nanoTime();
        for (int i = 0; i < OPERATIONS; i++) {
            TimerWork timer = all[random.nextInt(all.length)];
            int operation = random.nextInt(10);
            if (operation < 5) {
                model.remove(timer);
                timer.schedule(random.nextInt(1_000_000));
                model.add(timer);
            } else if (operation < 8) {
                assertEquals(model.remove(timer), timer.cancel(), context);
            } else {
                nowNanos = Math.max(nowNanos, System.nanoTime() + random.nextInt(300_000));
                TimerWork expected =
                        model.isEmpty() || model.first().deadlineNanos - nowNanos > 0 ? null : model.pollFirst();
                assertSame(expected, timers.takeExpired(nowNanos), context);
            }
            assertEquals(model.contains(timer), timer.isScheduled(), context);
            assertEquals(model.isEmpty(), timers.isEmpty(), context);
        }
        while (!model.isEmpty()) {
            assertSame(model.pollFirst(), timers.takeExpired(nowNanos + Long.MAX_VALUE / 4), context);
        }
        assertTrue(timers.isEmpty(), context);
        assertEquals(-1, timers.nanosUntilFirst());
    }

    /** All levels of the wheel, by a clock of the test's own. */
    @Test
    void allDelaysFireInOrderAndNeitherEarlyNorLate() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (long originNanos : new long[] {0, Long.MAX_VALUE - 1_000_000, Long.MIN_VALUE, -5}) {
            String context = "seed " + seed + ", origin " + originNanos;
            Timers each = timers(originNanos);
            TreeSet<TimerWork> model =
                    new TreeSet<>(Comparator.comparingLong((TimerWork t) -> t.deadlineNanos - originNanos)
                            .thenComparingLong(t -> t.sequence));
            TimerWork[] all = new TimerWork[300];
            for (int i = 0; i < all.length; i++) {
                all[i] = new TimerWork(each, () -> {});
                each.put(all[i], originNanos); // or two of them could be equal to the model: due at 0, sequence 0
                each.cancel(all[i]);
            }
            long elapsedNanos = 0;
            for (int i = 0; i < OPERATIONS; i++) {
                TimerWork timer = all[random.nextInt(all.length)];
                int operation = random.nextInt(10);
                if (operation < 6) {
                    model.remove(timer);
                    each.put(timer, originNanos + elapsedNanos + (random.nextLong() >>> 2 + random.nextInt(60)));
                    model.add(timer);
                } else if (operation < 7) {
                    assertEquals(model.remove(timer), each.cancel(timer), context);
                } else {
                    // A step that the clock can take 100 000 times without its end.
                    elapsedNanos += random.nextLong() >>> 20 + random.nextInt(44);
                    TimerWork expected;
                    do {
                        expected = model.isEmpty() || model.first().deadlineNanos - originNanos > elapsedNanos
                                ? null
                                : model.pollFirst();
                        assertSame(expected, each.takeExpired(originNanos + elapsedNanos), context);
                    } while (expected != null);
                }
                assertEquals(model.size(), each.size(), context);
            }
        }
    }

    @Test
    void theFirstIsToldWhateverTheLevel() {
        for (int shift = 0; shift < 62; shift++) {
            Timers each = timers(0);
            TimerWork later = new TimerWork(each, () -> {});
            TimerWork earlier = new TimerWork(each, () -> {});
            assertTrue(each.put(later, (1L << shift) + 1), "it is the only one");
            assertTrue(each.put(earlier, 1L << shift), "it is earlier than what is waited for");
            assertFalse(each.put(later, (1L << shift) + 2), "it is not");
        }
    }

    @Test
    void equalDeadlinesGoInTheOrderOfScheduling() {
        int n = 100;
        TimerWork[] all = new TimerWork[n];
        for (int i = 0; i < n; i++) {
            all[i] = new TimerWork(timers, () -> {});
            timers.put(all[i], SOON);
        }
        timers.put(all[0], SOON); // the last now
        for (int i = 1; i < n; i++) {
            assertSame(all[i], timers.takeExpired(SOON));
        }
        assertSame(all[0], timers.takeExpired(SOON));
    }

    @Test
    void deadlinesCompareAcrossTheOverflowOfTheClock() {
        Timers timers = timers(Long.MAX_VALUE - 100);
        TimerWork before = new TimerWork(timers, () -> {});
        TimerWork after = new TimerWork(timers, () -> {});
        timers.put(after, Long.MIN_VALUE + 5);
        timers.put(before, Long.MAX_VALUE - 5);
        assertNull(timers.takeExpired(Long.MAX_VALUE - 6));
        assertSame(before, timers.takeExpired(Long.MAX_VALUE - 5));
        assertNull(timers.takeExpired(Long.MIN_VALUE + 4));
        assertSame(after, timers.takeExpired(Long.MIN_VALUE + 5));
    }

    @Test
    void whatIsScheduledWhileTheyFireWaitsForTheNextTurn() {
        TimerWork timer = new TimerWork(timers, () -> {});
        assertNull(timers.takeExpired(SOON + 1000));
        timers.put(timer, SOON);
        assertNull(timers.takeExpired(SOON + 1000));
        assertSame(timer, timers.takeExpired(SOON + 1001));
    }

    /** As a fixed rate is, that can't be kept. */
    @Test
    void whatIsScheduledForThePastComesBehindWhatWasDue() {
        Timers timers = timers(0);
        TimerWork overrunning = new TimerWork(timers, () -> {});
        TimerWork due = new TimerWork(timers, () -> {});
        TimerWork dueMeanwhile = new TimerWork(timers, () -> {});
        timers.put(overrunning, 10);
        timers.put(due, 20);
        timers.put(dueMeanwhile, 102);
        assertSame(overrunning, timers.takeExpired(100));
        timers.put(overrunning, 11);
        assertSame(due, timers.takeExpired(100));
        timers.put(due, 12);
        assertNull(timers.takeExpired(100));
        assertSame(overrunning, timers.takeExpired(200));
        timers.put(overrunning, 13);
        assertSame(due, timers.takeExpired(200));
        assertSame(dueMeanwhile, timers.takeExpired(200));
        assertNull(timers.takeExpired(200));
        assertNull(timers.takeExpired(150)); // another thread's, which read the clock before
        timers.put(due, 14);
        assertNull(timers.takeExpired(200));
        assertSame(overrunning, timers.takeExpired(201));
    }
}
