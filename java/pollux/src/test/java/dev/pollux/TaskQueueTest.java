package dev.pollux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

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
    void aClosedOneTakesNoMore() {
        queue.add(() -> {});
        queue.close();
        assertFalse(queue.add(() -> {}));
        assertEquals(1, queue.swap());
    }

    /** The queue is full each time, and has to grow, in code that is compiled: wherever in that the stack ends. */
    @Test
    void aProducerWithoutStackLeavesItToTheOthers() throws Exception {
        FutureTask<Void> overflowing = new FutureTask<>(TaskQueueTest::overflow, null);
        Thread producer = new Thread(null, overflowing, "producer", 256 * 1024);
        producer.setDaemon(true);
        producer.start();
        Await.end(producer);
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
        for (int depth = 100; overflows < 200; depth++) {
            TaskQueue full = new TaskQueue(() -> {});
            for (int i = 0; i < 64; i++) {
                full.add(() -> {});
            }
            try {
                addAt(full, depth);
            } catch (StackOverflowError e) {
                overflows++;
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
