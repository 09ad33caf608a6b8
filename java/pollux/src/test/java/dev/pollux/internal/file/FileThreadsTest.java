package dev.pollux.internal.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pollux.Await;
import dev.pollux.NeedsNoBinding;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The threads that a port has for its files: started for work, bounded, and ended without it. */
@NeedsNoBinding
@Timeout(60)
class FileThreadsTest {
    private final CountDownLatch released = new CountDownLatch(1);
    private FileThreads threads = new FileThreads(2);

    @AfterEach
    void end() {
        released.countDown();
        threads.end();
        Await.until("the threads end", () -> threads.count() == 0);
    }

    /** Waits until it is let go, and tells how often it was done. */
    private final class Held extends FileThreads.Job {
        final AtomicInteger begun = new AtomicInteger();
        final AtomicInteger done = new AtomicInteger();
        volatile Thread by;

        Held(Object owner) {
            super(owner);
        }

        @Override
        protected void run() {
            by = Thread.currentThread();
            begun.incrementAndGet();
            try {
                released.await();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
            done.incrementAndGet();
        }
    }

    private Held submitted(Object owner) {
        Held job = new Held(owner);
        threads.submit(job);
        return job;
    }

    private void awaitBegun(Held... jobs) {
        for (Held each : jobs) {
            Await.until("it begins", () -> each.begun.get() == 1);
        }
    }

    @Test
    void thereAreNoMoreThanSaidAndTheRestWaits() {
        assertEquals(0, threads.count(), "without work");
        Held one = submitted(this);
        Held two = submitted(this);
        Held three = submitted(this);
        awaitBegun(one, two);
        assertEquals(2, threads.count());
        assertEquals(0, three.begun.get());
        assertTrue(one.by.isDaemon());
        assertTrue(one.by.getName().startsWith("pollux-files-"), one.by::getName);
        assertNull(one.by.getContextClassLoader(), "a thread keeps no program's loader");
        released.countDown();
        Await.until("the third", () -> three.done.get() == 1);
        assertEquals(2, threads.count());
    }

    @Test
    void whatWaitsIsTakenBackAndWhatHasBegunIsNot() {
        Object other = new Object();
        Held one = submitted(this);
        Held two = submitted(other);
        awaitBegun(one, two);
        Held[] waiting = {submitted(this), submitted(other), submitted(this), submitted(other)};
        assertFalse(threads.takeBack(one));
        assertTrue(threads.takeBack(waiting[1]), "from between");
        assertFalse(threads.takeBack(waiting[1]));
        assertSame(waiting[0], threads.takeBackOneOf(this));
        assertSame(waiting[2], threads.takeBackOneOf(this));
        assertNull(threads.takeBackOneOf(this));
        Held last = submitted(this);
        released.countDown();
        Await.until("the last", () -> last.done.get() == 1);
        assertEquals(1, waiting[3].done.get());
        assertEquals(0, waiting[0].begun.get() + waiting[1].begun.get() + waiting[2].begun.get());
    }

    @Test
    void aThreadWithoutWorkEndsAndAnotherIsStarted() {
        threads = new FileThreads(2, TimeUnit.MILLISECONDS.toNanos(1));
        released.countDown();
        for (int i = 0; i < 3; i++) {
            Held job = submitted(this);
            Await.until("it is done", () -> job.done.get() == 1);
            Await.until("its thread ends", () -> threads.count() == 0);
        }
    }

    /** A thread that is free takes it: none is started for nothing, and no job waits beside a free thread. */
    @Test
    void aFreeThreadTakesTheNext() throws InterruptedException {
        threads = new FileThreads(8);
        released.countDown();
        Held first = submitted(this);
        Await.until("it is done", () -> first.done.get() == 1);
        Await.until("its thread waits", () -> first.by.getState() == Thread.State.TIMED_WAITING);
        for (int i = 0; i < 5; i++) {
            Held next = submitted(this);
            Await.until("it is done, too", () -> next.done.get() == 1);
            assertSame(first.by, next.by);
            Await.until("the thread waits again", () -> first.by.getState() == Thread.State.TIMED_WAITING);
        }
        assertEquals(1, threads.count());
    }

    @Test
    void manyJobsFromSeveralThreadsAreDoneOnceEach() throws InterruptedException {
        threads = new FileThreads(3);
        AtomicInteger done = new AtomicInteger();
        List<Thread> submitting = new ArrayList<>();
        int each = 20_000;
        for (int t = 0; t < 3; t++) {
            Thread thread = new Thread(() -> {
                for (int i = 0; i < each; i++) {
                    threads.submit(new FileThreads.Job(this) {
                        @Override
                        protected void run() {
                            done.incrementAndGet();
                        }
                    });
                }
            });
            thread.start();
            submitting.add(thread);
        }
        for (Thread thread : submitting) {
            thread.join();
        }
        Await.until("all of them", () -> done.get() >= 3 * each);
        assertEquals(3 * each, done.get());
    }
}
