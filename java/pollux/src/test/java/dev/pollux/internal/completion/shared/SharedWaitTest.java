package dev.pollux.internal.completion.shared;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pollux.Await;
import dev.pollux.Background;
import dev.pollux.NeedsNoBinding;
import dev.pollux.internal.completion.AbstractOperation;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who leads, who follows, and who takes what is complete. The system is a queue under a monitor. */
@Timeout(60)
@SuppressWarnings("try") // threads that are only waited for
@NeedsNoBinding
class SharedWaitTest {
    private static final long FOR_EVER = -1;
    private static final int CAPACITY = 4;

    private final FakeSystem system = new FakeSystem();
    private final SharedWait shared = new SharedWait(system);

    /** One that is complete. */
    private static final class Entry extends CompletionEntry {
        final AtomicInteger taken = new AtomicInteger();

        @Override
        protected AbstractOperation<?> operation() {
            return null;
        }
    }

    /** A system that one thread at a time may wait for. */
    private static final class FakeSystem implements SharedWait.Port {
        final AtomicInteger wakes = new AtomicInteger();
        private final ArrayDeque<Entry> complete = new ArrayDeque<>();
        private boolean woken;
        private boolean fails;
        private int inside;
        int mostInside;

        synchronized void complete(Entry... entries) {
            complete.addAll(List.of(entries));
            notifyAll();
        }

        synchronized void fail() {
            fails = true;
            notifyAll();
        }

        synchronized boolean isLed() {
            return inside > 0;
        }

        @Override
        public void awaitLeading(SharedBatch batch, long timeoutNanos) throws IOException {
            synchronized (this) {
                inside++;
                mostInside = Math.max(mostInside, inside);
                try {
                    await(timeoutNanos);
                    for (Entry each = complete.poll(); each != null; each = complete.poll()) {
                        batch.add(each);
                    }
                    if (fails) {
                        fails = false;
                        throw new IOException("on purpose");
                    }
                } finally {
                    inside--;
                }
            }
        }

        private void await(long timeoutNanos) {
            long startNanos = System.nanoTime();
            while (complete.isEmpty() && !woken && !fails) {
                long leftNanos = timeoutNanos - (System.nanoTime() - startNanos);
                if (timeoutNanos >= 0 && leftNanos <= 0) {
                    return;
                }
                try {
                    wait(timeoutNanos < 0 ? 0 : TimeUnit.NANOSECONDS.toMillis(leftNanos) + 1);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    return;
                }
            }
            woken = false;
        }

        @Override
        public void wakeLeader() {
            wakes.incrementAndGet();
            synchronized (this) {
                woken = true;
                notifyAll();
            }
        }
    }

    private SharedBatch newBatch() {
        return shared.newBatch(CAPACITY);
    }

    /** A thread that waits once, and takes all that it is given. */
    private final class Taker implements AutoCloseable {
        final SharedBatch batch = newBatch();
        final CountDownLatch goesOn = new CountDownLatch(1);
        volatile int count = -1;
        volatile boolean isBack;
        private final Background thread = Background.run(() -> {
            int found = batch.await(FOR_EVER);
            take(batch, found);
            count = found;
            goesOn.await();
            isBack = true;
        });

        void awaitFollows() {
            Await.until("it follows", () -> thread.thread().getState() == Thread.State.WAITING);
        }

        /** It goes on to its end. */
        @Override
        public void close() {
            goesOn.countDown();
            thread.close();
        }
    }

    private static void take(SharedBatch batch, int found) {
        for (int i = 0; i < found; i++) {
            if (batch.entry(i) instanceof Entry entry) {
                entry.taken.incrementAndGet();
            }
        }
    }

    private Taker leader() {
        Taker taker = new Taker();
        Await.until("it leads", system::isLed);
        return taker;
    }

    private Taker follower() {
        Taker taker = new Taker();
        taker.awaitFollows();
        return taker;
    }

    private static Entry[] entries(int count) {
        Entry[] all = new Entry[count];
        for (int i = 0; i < count; i++) {
            all[i] = new Entry();
        }
        return all;
    }

    @Test
    void whatIsAddedIsTakenInOrder() throws Exception {
        Entry[] all = entries(CAPACITY + 2);
        for (Entry each : all) {
            shared.add(each);
        }
        SharedBatch batch = newBatch();
        List<CompletionEntry> taken = new ArrayList<>();
        for (int found = batch.await(FOR_EVER); taken.size() < all.length; found = batch.await(0)) {
            assertTrue(found > 0 && found <= CAPACITY);
            for (int i = 0; i < found; i++) {
                taken.add(batch.entry(i));
            }
        }
        assertEquals(List.of(all), taken);
        assertEquals(0, batch.await(0));
        assertEquals(0, system.wakes.get(), "nobody slept");
    }

    /** What is posted again and again must not keep the system's from being taken. */
    @Test
    void whatIsQueuedDoesNotStarveTheSystem() throws Exception {
        Entry fromTheSystem = new Entry();
        system.complete(fromTheSystem);
        SharedBatch batch = newBatch();
        for (int i = 0; i < 3; i++) {
            for (int k = 0; k < CAPACITY; k++) {
                shared.add(new Entry());
            }
            take(batch, batch.await(FOR_EVER));
        }
        assertEquals(1, fromTheSystem.taken.get());
    }

    @Test
    void whatDoesNotFitTheLeadersBatchIsAFollowers() {
        try (Taker first = leader();
                Taker second = follower()) {
            Entry[] all = entries(CAPACITY + 3);
            system.complete(all);
            Await.until("both are back", () -> first.count >= 0 && second.count >= 0);
            assertEquals(CAPACITY, first.count);
            assertEquals(3, second.count);
            for (Entry each : all) {
                assertEquals(1, each.taken.get());
            }
        }
    }

    @Test
    void aFollowerLeadsBeforeTheFirstIsBack() {
        try (Taker first = leader();
                Taker second = follower()) {
            system.complete(new Entry());
            Await.until("the first has its batch", () -> first.count == 1);
            Await.until("the second leads", system::isLed);
            system.complete(new Entry());
            Await.until("the second has its batch", () -> second.count == 1);
            assertFalse(first.isBack);
        }
    }

    @Test
    void whatIsAddedIsAFollowersAndLeavesTheLeaderAsleep() {
        try (Taker first = leader();
                Taker second = follower()) {
            shared.add(new Entry());
            Await.until("the follower takes it", () -> second.count == 1);
            assertEquals(0, system.wakes.get());
            assertEquals(-1, first.count);
            shared.add(new Entry());
            shared.add(new Entry());
            Await.until("with nobody else, the leader does", () -> first.count > 0);
            assertEquals(1, system.wakes.get(), "a burst is one");
        }
    }

    @Test
    void aWakeupIsOneThreads() {
        try (Taker first = leader();
                Taker second = follower()) {
            shared.wake();
            Await.until("it wakes the follower", () -> second.count == 1);
            assertTrue(second.batch.isWakeup(0));
            assertEquals(-1, first.count);
            shared.wake();
            Await.until("it wakes the leader", () -> first.count == 1);
            assertTrue(first.batch.isWakeup(0));
        }
    }

    @Test
    void eachHasATimeoutOfItsOwn() throws Exception {
        long timeoutNanos = TimeUnit.MILLISECONDS.toNanos(20);
        long startNanos = System.nanoTime();
        assertEquals(0, newBatch().await(timeoutNanos), "the leader's");
        assertTrue(System.nanoTime() - startNanos >= timeoutNanos);
        try (Taker leads = leader()) {
            startNanos = System.nanoTime();
            assertEquals(0, newBatch().await(timeoutNanos), "a follower's");
            assertTrue(System.nanoTime() - startNanos >= timeoutNanos);
            assertEquals(0, newBatch().await(0), "what the system has is the leader's");
            assertEquals(-1, leads.count);
            shared.add(new Entry());
        }
    }

    @Test
    void aLeaderWhoseTimeIsUpIsFollowed() {
        Background shortly = Background.run(() -> newBatch().await(TimeUnit.MILLISECONDS.toNanos(50)));
        try (shortly) {
            Await.until("it leads", system::isLed);
            Taker follows = new Taker();
            try (follows) {
                Await.until("the first is gone", () -> !shortly.thread().isAlive());
                system.complete(new Entry());
                Await.until("the follower leads", () -> follows.count == 1);
            }
        }
    }

    @Test
    void aCloseEndsAllWaits() {
        List<Background> threads = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            threads.add(Background.run(() ->
                    assertThrows(ClosedChannelException.class, () -> newBatch().await(FOR_EVER))));
        }
        Await.until("one leads", system::isLed);
        shared.close();
        assertFalse(system.isLed(), "a thread is in the system's wait");
        threads.forEach(Background::close);
        assertThrows(ClosedChannelException.class, () -> newBatch().await(0));
    }

    @Test
    void whatIsLeftAtACloseIsTaken() throws Exception {
        shared.add(new Entry());
        shared.close();
        SharedBatch batch = newBatch();
        assertEquals(1, batch.await(FOR_EVER));
        assertThrows(ClosedChannelException.class, () -> batch.await(FOR_EVER));
    }

    @Test
    void aWaitThatFailsLosesNothing() {
        SharedBatch batch = newBatch();
        try (Background fails = Background.run(() -> assertThrows(IOException.class, () -> batch.await(FOR_EVER)))) {
            Await.until("it leads", system::isLed);
            try (Taker follows = follower()) {
                synchronized (system) {
                    system.complete(entries(2));
                    system.fail();
                }
                Await.until("another takes them", () -> follows.count == 2);
            }
        }
    }

    @Test
    void anInterruptedThreadWaitsAndStaysInterrupted() {
        try (Taker leads = leader();
                Background follows = Background.run(() -> {
                    Thread.currentThread().interrupt();
                    assertEquals(1, newBatch().await(FOR_EVER));
                    assertTrue(Thread.interrupted());
                })) {
            Await.until("it follows", () -> follows.thread().getState() == Thread.State.WAITING);
            shared.add(new Entry());
            Await.until("it is back", () -> !follows.thread().isAlive());
            assertEquals(-1, leads.count);
            shared.add(new Entry());
        }
    }

    /** Completions of the system and of other threads, four threads that take them, wakeups meanwhile. */
    @Test
    void eachIsTakenOnceByOneOfManyThreads() {
        Entry[] all = entries(20_000);
        AtomicInteger taken = new AtomicInteger();
        List<Background> takers = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            takers.add(Background.run(() -> {
                SharedBatch batch = newBatch();
                while (taken.get() < all.length) {
                    int found = batch.await(FOR_EVER);
                    take(batch, found);
                    for (int k = 0; k < found; k++) {
                        taken.addAndGet(batch.isWakeup(k) ? 0 : 1);
                    }
                }
                shared.wake(); // the next one's end
            }));
        }
        for (int i = 0; i < all.length; i++) {
            if (i % 2 == 0) {
                system.complete(all[i]);
            } else {
                shared.add(all[i]);
            }
            if (i % 100 == 0) {
                shared.wake();
            }
        }
        takers.forEach(Background::close);
        for (Entry each : all) {
            assertEquals(1, each.taken.get());
        }
        assertEquals(1, system.mostInside, "threads in the system's wait");
    }
}
