package dev.pollux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
}
