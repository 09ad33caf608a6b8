package dev.pollux.internal.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pollux.Await;
import dev.pollux.Background;
import dev.pollux.NeedsNoBinding;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@NeedsNoBinding
@SuppressWarnings("try") // threads that are only waited for
class TaskQueueTest {
    private final TaskQueue queue = new TaskQueue(() -> {});

    @Test
    void whatIsAddedAfterASwapWaitsForTheNext() {
        Runnable first = () -> {};
        Runnable second = () -> {};
        assertEquals(0, queue.swap());
        assertTrue(queue.add(first));
        assertEquals(1, queue.swap());
        assertTrue(queue.add(second));
        assertSame(first, queue.take());
        assertEquals(1, queue.swap());
        assertSame(second, queue.take());
        assertEquals(0, queue.swap());
    }

    @Test
    void whatWasNotTakenComesBeforeWhatWasAddedSince() {
        Runnable[] tasks = new Runnable[200];
        for (int i = 0; i < tasks.length; i++) {
            tasks[i] = new Runnable() {
                @Override
                public void run() {}
            };
            queue.add(tasks[i]);
            if (i == 99) {
                assertEquals(100, queue.swap());
                assertSame(tasks[0], queue.take());
            }
        }
        assertEquals(99, queue.swap());
        for (int i = 1; i < 100; i++) {
            assertSame(tasks[i], queue.take());
        }
        assertEquals(100, queue.swap());
        for (int i = 100; i < 200; i++) {
            assertSame(tasks[i], queue.take());
        }
    }

    @Test
    void itsSizeIsWhatWaits() {
        Runnable task = () -> {};
        assertEquals(0, queue.size());
        for (int i = 1; i <= 100; i++) {
            queue.add(task);
            assertEquals(i, queue.size());
        }
        queue.swap();
        assertEquals(100, queue.size());
        queue.take();
        queue.add(task);
        assertEquals(100, queue.size());
        queue.swap(); // the first ones are still there
        assertEquals(100, queue.size());
        for (int left = 99; left > 0; left--) {
            queue.take();
            assertEquals(left, queue.size());
        }
        queue.swap();
        assertEquals(1, queue.size());
        queue.take();
        queue.trim();
        assertEquals(0, queue.size());
    }

    /** Neither counted twice while a swap moves them nor left out. */
    @Test
    void itsSizeIsNeverMoreThanWasAddedNorLessThanIsLeft() throws Exception {
        int batch = 1000;
        AtomicBoolean running = new AtomicBoolean(true);
        AtomicInteger least = new AtomicInteger(Integer.MAX_VALUE);
        AtomicInteger most = new AtomicInteger();
        AtomicInteger looks = new AtomicInteger();
        for (int i = 0; i < batch; i++) {
            queue.add(() -> {});
        }
        try (Background asks = Background.run(() -> {
            while (running.get()) {
                int size = queue.size();
                least.accumulateAndGet(size, Math::min);
                most.accumulateAndGet(size, Math::max);
                looks.incrementAndGet();
            }
        })) {
            Await.until("it was looked at often", () -> looks.get() > 100_000, () -> {
                for (int left = queue.swap(); left > 0; left--) {
                    queue.add(queue.take());
                }
            });
            running.set(false);
            asks.thread();
        }
        assertTrue(most.get() <= batch, most + " of " + batch);
        assertTrue(least.get() >= batch - 1, least + " of " + batch);
    }

    @Test
    void aClosedOneTakesNoMore() {
        queue.add(() -> {});
        queue.close();
        assertFalse(queue.add(() -> {}));
        assertEquals(1, queue.swap());
    }

    @Test
    void whatOneSwapFindsWakesOnce() {
        AtomicInteger wakeups = new AtomicInteger();
        TaskQueue waking = new TaskQueue(wakeups::incrementAndGet);
        for (int batch = 1; batch <= 3; batch++) {
            for (int i = 0; i < 3; i++) {
                waking.add(() -> {});
                assertEquals(batch, wakeups.get());
            }
            assertEquals(3, waking.swap());
            for (int i = 0; i < 3; i++) {
                waking.take();
            }
        }
    }

    /** What the first producer's wakeup does here, another thread does while the first is between its two steps. */
    @Test
    void whoComesBeforeAWakeupIsDoneWakesToo() {
        AtomicInteger wakeups = new AtomicInteger();
        TaskQueue[] waking = new TaskQueue[1];
        waking[0] = new TaskQueue(() -> {
            if (wakeups.incrementAndGet() == 1) {
                waking[0].add(() -> {});
                assertEquals(2, wakeups.get());
            }
        });
        waking[0].add(() -> {});
        assertEquals(2, wakeups.get());
    }

    @Test
    void whoComesAfterASwapWakesThoughTheWakeupBeforeItIsNotedLate() {
        AtomicInteger wakeups = new AtomicInteger();
        TaskQueue[] waking = new TaskQueue[1];
        waking[0] = new TaskQueue(() -> {
            if (wakeups.incrementAndGet() == 1) {
                assertEquals(1, waking[0].swap());
                waking[0].take();
                waking[0].add(() -> {});
            }
        });
        waking[0].add(() -> {});
        assertEquals(2, wakeups.get());
        waking[0].add(() -> {});
        assertEquals(3, wakeups.get(), "once too often: the late note has hidden the other");
        waking[0].add(() -> {});
        assertEquals(3, wakeups.get());
    }

    @Test
    void aWakeupThatFailsDoesNotCount() {
        AtomicInteger wakeups = new AtomicInteger();
        TaskQueue waking = new TaskQueue(() -> {
            if (wakeups.incrementAndGet() == 1) {
                throw new IllegalStateException("on purpose");
            }
        });
        assertThrows(IllegalStateException.class, () -> waking.add(() -> {}));
        assertTrue(waking.add(() -> {}));
        assertEquals(2, wakeups.get());
        assertEquals(2, waking.swap());
    }

    @Test
    void whatATurnHasNoRoomForIsLeft() {
        queue.add(() -> {});
        queue.add(() -> {});
        assertEquals(2, queue.swap());
        queue.take();
        assertTrue(queue.hasLeft());
        queue.add(() -> {});
        assertEquals(1, queue.swap());
        queue.take();
        assertTrue(queue.hasLeft(), "its wakeup was before the swap");
        assertEquals(1, queue.swap());
        queue.take();
        assertFalse(queue.hasLeft());
    }

    /** The queue is full each time, and has to grow, in code that is compiled: wherever in that the stack ends. */
    @Test
    @Timeout(120) // it computes, for half a second on a machine of its own
    void aProducerWithoutStackLeavesItToTheOthers() throws Exception {
        FutureTask<Void> overflowing = new FutureTask<>(TaskQueueTest::overflow, null);
        Thread producer = new Thread(null, overflowing, "producer", 256 * 1024);
        producer.setDaemon(true);
        producer.start();
        overflowing.get();
    }

    private static void overflow() {
        TaskQueue warm = new TaskQueue(() -> {});
        for (int i = 0; i < 100_000; i++) {
            addAt(warm, 0);
            assertEquals(1, warm.swap());
            warm.take();
        }
        int overflows = 0;
        for (int depth = 100; overflows < 300; depth += overflows == 0 ? 20 : 1) {
            TaskQueue full = new TaskQueue(() -> {});
            for (int i = 0; i < 64; i++) {
                full.add(() -> {});
            }
            try {
                addAt(full, depth);
            } catch (StackOverflowError e) {
                if (overflows++ == 0) {
                    depth -= 60; // from here on each depth, one after the other
                }
            }
            assertTrue(full.swap() >= 64);
        }
    }

    private static int addAt(TaskQueue queue, int depth) {
        if (depth == 0) {
            queue.add(() -> {});
            return 0;
        }
        return 1 + addAt(queue, depth - 1);
    }
}
