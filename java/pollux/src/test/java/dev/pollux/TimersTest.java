package dev.pollux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Comparator;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The timer heap against a model: a sorted set. */
class TimersTest {
    private static final int OPERATIONS = 100_000;

    private final Timers timers = new Timers(new Timers.Loop() {
        @Override
        public boolean looksAnyway() {
            return true;
        }

        @Override
        public void wakeup() {}
    });

    @Test
    void randomOperationsAgreeWithAModel() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        String context = "seed " + seed;
        // Deadlines are read back: the order of equal ones is that of scheduling.
        TreeSet<Timer> model = new TreeSet<>(
                Comparator.comparingLong((Timer t) -> t.deadlineNanos).thenComparingLong(t -> t.sequence));
        Timer[] all = new Timer[300];
        for (int i = 0; i < all.length; i++) {
            all[i] = new Timer(timers, () -> {});
        }
        long nowNanos = System.nanoTime();
        for (int i = 0; i < OPERATIONS; i++) {
            Timer timer = all[random.nextInt(all.length)];
            int operation = random.nextInt(10);
            if (operation < 5) {
                model.remove(timer);
                timer.schedule(random.nextInt(1_000_000));
                model.add(timer);
            } else if (operation < 8) {
                assertEquals(model.remove(timer), timer.cancel(), context);
            } else {
                nowNanos = Math.max(nowNanos, System.nanoTime() + random.nextInt(300_000));
                Timer expected =
                        model.isEmpty() || model.first().deadlineNanos - nowNanos > 0 ? null : model.pollFirst();
                assertSame(expected, timers.takeExpired(nowNanos, Long.MAX_VALUE), context);
            }
            assertEquals(model.contains(timer), timer.isScheduled(), context);
            assertEquals(model.isEmpty(), timers.isEmpty(), context);
        }
        while (!model.isEmpty()) {
            assertSame(model.pollFirst(), timers.takeExpired(nowNanos + Long.MAX_VALUE / 4, Long.MAX_VALUE), context);
        }
        assertTrue(timers.isEmpty(), context);
        assertEquals(-1, timers.nanosUntilFirst());
    }

    @Test
    void equalDeadlinesGoInTheOrderOfScheduling() {
        int n = 100;
        Timer[] all = new Timer[n];
        for (int i = 0; i < n; i++) {
            all[i] = new Timer(timers, () -> {});
            timers.put(all[i], 1000);
        }
        timers.put(all[0], 1000); // the last now
        for (int i = 1; i < n; i++) {
            assertSame(all[i], timers.takeExpired(1000, Long.MAX_VALUE));
        }
        assertSame(all[0], timers.takeExpired(1000, Long.MAX_VALUE));
    }

    @Test
    void deadlinesCompareAcrossTheOverflowOfTheClock() {
        Timer before = new Timer(timers, () -> {});
        Timer after = new Timer(timers, () -> {});
        timers.put(after, Long.MIN_VALUE + 5);
        timers.put(before, Long.MAX_VALUE - 5);
        assertNull(timers.takeExpired(Long.MAX_VALUE - 6, Long.MAX_VALUE));
        assertSame(before, timers.takeExpired(Long.MAX_VALUE - 5, Long.MAX_VALUE));
        assertNull(timers.takeExpired(Long.MIN_VALUE + 4, Long.MAX_VALUE));
        assertSame(after, timers.takeExpired(Long.MIN_VALUE + 5, Long.MAX_VALUE));
    }

    @Test
    void whatIsScheduledWhileTheyFireWaitsForTheNextTurn() {
        Timer timer = new Timer(timers, () -> {});
        long before = timers.sequence();
        timers.put(timer, 1000);
        assertNull(timers.takeExpired(2000, before));
        assertSame(timer, timers.takeExpired(2000, timers.sequence()));
    }
}
