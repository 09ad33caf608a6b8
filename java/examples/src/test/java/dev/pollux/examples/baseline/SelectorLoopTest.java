package dev.pollux.examples.baseline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.nio.channels.SelectionKey;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** That what Pollux is compared with is a loop that works: it loses no wakeup, no task and no timer. */
@Timeout(60)
class SelectorLoopTest {
    private static final long HOUR_NANOS = TimeUnit.HOURS.toNanos(1);
    private static final long LOST_NANOS = TimeUnit.SECONDS.toNanos(20);
    private static final long ENOUGH_NANOS = TimeUnit.SECONDS.toNanos(5); // on a machine that has other things to do

    private SelectorLoop loop;

    @BeforeEach
    void start() throws IOException {
        loop = new SelectorLoop();
        loop.start();
    }

    @AfterEach
    void close() {
        loop.close();
    }

    private void await(CompletableFuture<?> future) throws Exception {
        future.get(30, TimeUnit.SECONDS);
    }

    /** One task at a time, and the next at any moment after it: also at the one in which the loop falls asleep. */
    @Test
    void noWakeupIsLost() {
        SplittableRandom random = new SplittableRandom(13);
        AtomicInteger ran = new AtomicInteger();
        Runnable task = ran::incrementAndGet;
        long startNanos = System.nanoTime();
        for (int round = 1; round <= 100_000 && System.nanoTime() - startNanos < ENOUGH_NANOS; round++) {
            for (int i = random.nextInt(1000); i > 0; i--) {
                Thread.onSpinWait();
            }
            loop.execute(task);
            long sinceNanos = System.nanoTime();
            for (int i = 0; ran.get() < round; i++) {
                if (i > 1000) {
                    Thread.yield();
                    assertTrue(System.nanoTime() - sinceNanos < LOST_NANOS, "lost in round " + round);
                }
            }
        }
    }

    @Test
    void aTaskThatComesWhileTheLoopFallsAsleepIsFound() throws Exception {
        CompletableFuture<Void> end = new CompletableFuture<>();
        AtomicReference<SelectorLoop> other = new AtomicReference<>();
        SelectorTasks tasks = new SelectorTasks() {
            private boolean added;

            @Override
            boolean isEmpty() {
                boolean empty = super.isEmpty();
                if (empty && !added) {
                    added = true;
                    other.get()
                            .execute(() ->
                                    end.complete(null)); // after the look, and while the loop says that it is awake
                }
                return empty;
            }
        };
        try (SelectorLoop falling = new SelectorLoop(tasks)) {
            other.set(falling);
            falling.start();
            await(end);
        }
    }

    @Test
    void tasksOfOneThreadRunInTheirOrder() throws Exception {
        int count = 100_000;
        AtomicInteger next = new AtomicInteger();
        CompletableFuture<Void> end = new CompletableFuture<>();
        for (int i = 0; i < count; i++) {
            int number = i;
            loop.execute(() -> {
                if (next.getAndIncrement() != number) {
                    end.completeExceptionally(new AssertionError("not in order: " + number));
                }
            });
        }
        loop.execute(() -> end.complete(null));
        await(end);
        assertEquals(count, next.get());
    }

    @Test
    void aTaskThatThrowsDoesNotEndTheLoop() throws Exception {
        CompletableFuture<Void> end = new CompletableFuture<>();
        loop.execute(() -> {
            throw new IllegalStateException("thrown on purpose by a test");
        });
        loop.execute(() -> end.complete(null));
        await(end);
    }

    @Test
    void timersRunInTheOrderOfTheirDeadlinesAndNeverEarly() throws Exception {
        int count = 200;
        long[] notBefore = new long[count]; // of each, when it is due, as far as it is known
        long[] notAfter = new long[count];
        List<Integer> ran = new ArrayList<>();
        AtomicInteger early = new AtomicInteger();
        CompletableFuture<Void> end = new CompletableFuture<>();
        loop.execute(() -> {
            for (int i = 0; i < count; i++) {
                int number = i;
                long delayNanos = TimeUnit.MICROSECONDS.toNanos(500L * (i * 71 % count)); // in no order
                notBefore[i] = System.nanoTime() + delayNanos;
                loop.timer(() -> {
                            early.addAndGet(System.nanoTime() - notBefore[number] < 0 ? 1 : 0);
                            ran.add(number);
                            if (ran.size() == count) {
                                end.complete(null);
                            }
                        })
                        .schedule(delayNanos);
                notAfter[i] = System.nanoTime() + delayNanos;
            }
        });
        await(end);
        assertEquals(0, early.get());
        long latest = notBefore[ran.get(0)];
        for (int number : ran) {
            assertTrue(notAfter[number] - latest >= 0, ran::toString);
            latest = Math.max(latest, notBefore[number]);
        }
    }

    /** Against a sorted set, of deadlines a minute apart. */
    @Test
    void theFirstOfManyTimersIsKnownWhateverIsTakenBack() {
        SelectorTimers timers = new SelectorTimers();
        SplittableRandom random = new SplittableRandom(13);
        List<SelectorTimers.Timer> all = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            all.add(timers.timer(() -> {}));
        }
        TreeMap<Integer, Integer> timerByMinute = new TreeMap<>();
        for (int step = 0; step < 50_000; step++) {
            int timer = random.nextInt(all.size());
            int minute = 1 + random.nextInt(100_000);
            int what = random.nextInt(4);
            if (what < 2 && !timerByMinute.containsKey(minute)) {
                timerByMinute.values().remove(timer);
                timerByMinute.put(minute, timer);
                all.get(timer).schedule(TimeUnit.MINUTES.toNanos(minute));
            } else if (what == 2 && !timerByMinute.isEmpty()) {
                assertTrue(all.get(timerByMinute.pollFirstEntry().getValue()).cancel());
            } else {
                boolean scheduled = timerByMinute.values().remove(timer);
                assertEquals(scheduled, all.get(timer).cancel());
            }
            long firstNanos = timers.nanosUntilNext();
            assertEquals(
                    timerByMinute.isEmpty() ? -1 : timerByMinute.firstKey(),
                    firstNanos < 0 ? -1 : Math.round(firstNanos / (double) TimeUnit.MINUTES.toNanos(1)));
        }
    }

    @Test
    void aTimerIsMovedAndTakenBack() throws Exception {
        List<String> ran = new ArrayList<>();
        CompletableFuture<Void> end = new CompletableFuture<>();
        loop.execute(() -> {
            List<SelectorTimers.Timer> others = new ArrayList<>();
            for (int i = 0; i < 100; i++) { // a heap of some depth, from whose middle timers go
                others.add(loop.timer(() -> ran.add("cancelled")));
                others.get(i).schedule(TimeUnit.MILLISECONDS.toNanos(1 + i * 37 % 100));
            }
            SelectorTimers.Timer moved = loop.timer(() -> ran.add("moved"));
            moved.schedule(HOUR_NANOS);
            moved.schedule(0);
            SelectorTimers.Timer last = loop.timer(() -> end.complete(null));
            last.schedule(0);
            last.schedule(TimeUnit.MILLISECONDS.toNanos(150));
            others.forEach(each -> {
                if (!each.cancel() || each.cancel()) {
                    end.completeExceptionally(new AssertionError("taken back once, and once only"));
                }
            });
        });
        await(end);
        assertEquals(List.of("moved"), ran);
    }

    @Test
    void aChannelIsReportedWhileTasksKeepTheLoopBusy() throws Exception {
        Pipe pipe = Pipe.open();
        CompletableFuture<Integer> read = new CompletableFuture<>();
        loop.execute(new Runnable() {
            @Override
            public void run() {
                if (!read.isDone()) {
                    loop.execute(this);
                }
            }
        });
        loop.execute(() -> {
            try {
                loop.register(pipe.source(), SelectionKey.OP_READ, key -> {
                    ByteBuffer buffer = ByteBuffer.allocate(8);
                    read.complete(pipe.source().read(buffer));
                });
            } catch (IOException e) {
                read.completeExceptionally(e);
            }
        });
        pipe.sink().write(ByteBuffer.allocate(3));
        await(read);
        assertEquals(3, read.get());
        pipe.sink().close();
    }

    @Test
    void aHandlerThatThrowsLosesItsChannelOnly() throws Exception {
        Pipe pipe = Pipe.open();
        CompletableFuture<Void> end = new CompletableFuture<>();
        loop.execute(() -> {
            try {
                loop.register(pipe.source(), SelectionKey.OP_READ, key -> {
                    loop.execute(() -> end.complete(null)); // after this one was taken care of
                    throw new IOException("thrown on purpose by a test");
                });
            } catch (IOException e) {
                end.completeExceptionally(e);
            }
        });
        pipe.sink().write(ByteBuffer.allocate(1));
        await(end);
        assertFalse(pipe.source().isOpen());
        pipe.sink().close();
    }
}
