package dev.pollux.dispatcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pollux.Await;
import dev.pollux.Backend;
import dev.pollux.Background;
import dev.pollux.readiness.Inside;
import dev.pollux.readiness.Interest;
import dev.pollux.readiness.ReadinessDispatcher;
import dev.pollux.readiness.StreamListener;
import dev.pollux.readiness.StreamSocket;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Tasks, and the loop's life: run, runOnce, stop, close. */
abstract class TaskContract extends DispatcherContract {
    TaskContract(Backend backend) {
        super(backend);
    }

    @Test
    void tasksRunInOrderOnTheLoopsThread() throws Exception {
        List<Integer> ran = new ArrayList<>();
        for (int i = 0; i < 200; i++) { // beyond the queue's first size
            int n = i;
            dispatcher.execute(() -> {
                assertTrue(dispatcher.isLoopThread());
                ran.add(n);
            });
        }
        assertFalse(dispatcher.isLoopThread());
        dispatcher.runOnce(-1);
        assertEquals(200, ran.size());
        for (int i = 0; i < 200; i++) {
            assertEquals(i, ran.get(i));
        }
        assertNoReports();
    }

    @Test
    void aTaskOfATaskRunsInTheNextTurn() throws Exception {
        List<String> ran = new ArrayList<>();
        dispatcher.execute(() -> {
            ran.add("first");
            dispatcher.execute(() -> ran.add("second"));
        });
        dispatcher.runOnce(-1);
        assertEquals(List.of("first"), ran);
        dispatcher.runOnce(-1); // does not sleep
        assertEquals(List.of("first", "second"), ran);
    }

    @Test
    void aSleepingLoopIsWokenForATask() throws Exception {
        Background loop = start();
        for (int i = 0; i < 20; i++) {
            loop.awaitBlocked();
            onLoop(() -> assertTrue(dispatcher.isLoopThread()));
        }
    }

    @Test
    void manyThreadsLoseNoTaskAndKeepTheirOrder() throws Exception {
        int threads = 4;
        int each = 100_000;
        int[] next = new int[threads]; // the loop's own
        AtomicInteger wrong = new AtomicInteger();
        CountDownLatch done = new CountDownLatch(threads);
        start();
        Background[] producers = new Background[threads];
        for (int t = 0; t < threads; t++) {
            int thread = t;
            producers[t] = Background.run(() -> {
                for (int i = 0; i < each; i++) {
                    int n = i;
                    dispatcher.execute(() -> {
                        if (next[thread]++ != n) {
                            wrong.incrementAndGet();
                        }
                    });
                    if (i % 1000 == 0) {
                        Thread.yield(); // lets the loop fall asleep now and then
                    }
                }
                dispatcher.execute(done::countDown);
            });
        }
        for (Background producer : producers) {
            producer.close();
        }
        await(done);
        onLoop(() -> {
            for (int t = 0; t < threads; t++) {
                assertEquals(each, next[t]);
            }
        });
        assertEquals(0, wrong.get());
        assertNoReports();
    }

    @Test
    void aThrowingTaskIsReportedAndTheLoopGoesOn() throws Exception {
        RuntimeException exception = new RuntimeException();
        Error error = new AssertionError();
        AtomicInteger after = new AtomicInteger();
        dispatcher.execute(() -> {
            throw exception;
        });
        dispatcher.execute(() -> {
            throw error;
        });
        dispatcher.execute(after::incrementAndGet);
        dispatcher.runOnce(-1);
        assertEquals(1, after.get());
        assertEquals(List.of(new Report(null, exception), new Report(null, error)), List.copyOf(reports));
    }

    @Test
    void whatTheHandlerThrowsEndsNothingAndIsCounted() throws Exception {
        AtomicInteger after = new AtomicInteger();
        try (ReadinessDispatcher careless = ReadinessDispatcher.builder()
                .backend(backend)
                .errorHandler((source, failure) -> {
                    throw new IllegalStateException("on purpose, by a test");
                })
                .open()) {
            careless.execute(() -> {
                throw new RuntimeException();
            });
            careless.execute(after::incrementAndGet);
            careless.execute(careless::stop);
            careless.run();
            assertEquals(1, after.get());
            assertFalse(careless.isClosed());
            assertEquals(1, careless.counters().handlerFailures());
        }
    }

    @Test
    void nullsAreRefused() {
        assertThrows(NullPointerException.class, () -> dispatcher.execute(null));
        assertThrows(NullPointerException.class, () -> dispatcher.timer(null));
        assertThrows(NullPointerException.class, () -> dispatcher.listen(loopback(), null));
        assertThrows(NullPointerException.class, () -> dispatcher.connect(loopback(), null));
        assertThrows(
                NullPointerException.class, () -> ReadinessDispatcher.builder().errorHandler(null));
        assertThrows(
                NullPointerException.class, () -> ReadinessDispatcher.builder().name(null));
    }

    @Test
    void tellsWhatItIs() {
        assertSame(backend, dispatcher.backend());
        assertTrue(dispatcher.toString().contains("under test"), dispatcher::toString);
        assertTrue(dispatcher.describe().startsWith("backend=" + backend), dispatcher::describe);
        dispatcher.close();
        assertTrue(dispatcher.toString().contains("closed"), dispatcher::toString);
    }

    @Test
    void stopEndsTheRunAndItCanRunAgain() throws Exception {
        for (int i = 0; i < 3; i++) {
            Background loop = start();
            onLoop(() -> {});
            loop.awaitBlocked();
            dispatcher.stop();
            loop.close();
        }
        assertFalse(dispatcher.isLoopThread());
    }

    @Test
    void stopBeforeRunEndsTheNextRun() throws Exception {
        dispatcher.stop();
        dispatcher.run(); // returns
        AtomicInteger ran = new AtomicInteger();
        dispatcher.stop();
        dispatcher.runOnce(0); // is no run
        dispatcher.run();
        Background loop = start();
        loop.awaitBlocked();
        onLoop(ran::incrementAndGet);
        assertEquals(1, ran.get());
    }

    @Test
    void stopByATaskEndsTheRunAfterThatTurn() throws Exception {
        List<String> ran = new ArrayList<>();
        dispatcher.execute(dispatcher::stop);
        dispatcher.execute(() -> ran.add("the same turn's"));
        dispatcher.run();
        assertEquals(List.of("the same turn's"), ran);
    }

    @Test
    void runOnceMakesOneTurn() throws Exception {
        long startNanos = System.nanoTime();
        dispatcher.runOnce(2 * MILLI);
        assertTrue(System.nanoTime() - startNanos >= 2 * MILLI);
        dispatcher.runOnce(0);
        dispatcher.wakeup();
        dispatcher.runOnce(-1);
        AtomicInteger ran = new AtomicInteger();
        dispatcher.schedule(MILLI, ran::incrementAndGet);
        turnUntil("the timer fires", () -> ran.get() == 1);
    }

    @Test
    void turningTwiceIsRefused() throws Exception {
        AtomicReference<Throwable> refusal = new AtomicReference<>();
        dispatcher.execute(() -> refusal.set(assertThrows(IllegalStateException.class, () -> dispatcher.runOnce(0))));
        dispatcher.execute(() -> assertThrows(IllegalStateException.class, dispatcher::run));
        dispatcher.runOnce(-1);
        assertTrue(refusal.get().getMessage().contains("turning already"));
        assertNoReports();
        Background loop = start();
        loop.awaitBlocked();
        assertThrows(IllegalStateException.class, dispatcher::run);
        assertThrows(IllegalStateException.class, () -> dispatcher.runOnce(0));
        onLoop(() -> assertTrue(dispatcher.isLoopThread()));
    }

    @Test
    void closeFromAnotherThreadEndsTheRunAndWaitsForIt() throws Exception {
        AtomicInteger ran = new AtomicInteger();
        Background loop = start();
        loop.awaitBlocked();
        for (int i = 0; i < 100; i++) {
            dispatcher.execute(ran::incrementAndGet);
        }
        dispatcher.close();
        assertEquals(100, ran.get()); // tasks accepted before a close run
        assertFalse(dispatcher.port().isOpen());
        loop.close();
        dispatcher.close();
    }

    @Test
    void closeBeforeRunRunsTheTasks() throws Exception {
        AtomicInteger ran = new AtomicInteger();
        dispatcher.execute(ran::incrementAndGet);
        dispatcher.close();
        assertEquals(1, ran.get());
        dispatcher.run(); // returns at once
        assertThrows(ClosedChannelException.class, () -> dispatcher.runOnce(0));
        assertThrows(RejectedExecutionException.class, () -> dispatcher.execute(ran::incrementAndGet));
        assertEquals(1, ran.get());
        dispatcher.stop();
        dispatcher.wakeup();
    }

    @Test
    void closeByATask() throws Exception {
        closedFromTheLoop(close -> dispatcher.execute(close));
    }

    @Test
    void closeByATimer() throws Exception {
        closedFromTheLoop(close -> dispatcher.schedule(0, close));
    }

    @Test
    void closeByACallback() throws Exception {
        closedFromTheLoop(close -> {
            StreamListener listener = dispatcher.listen(loopback(), socket -> {
                socket.close();
                close.run();
            });
            peer(listener);
        });
    }

    /** Whatever was accepted before runs; the loop ends; all is closed. */
    private void closedFromTheLoop(CheckedConsumer<Runnable> arrange) throws Exception {
        AtomicInteger ran = new AtomicInteger();
        StreamListener other = dispatcher.listen(loopback(), StreamSocket::close);
        arrange.accept(() -> {
            dispatcher.execute(ran::incrementAndGet);
            dispatcher.close();
            assertThrows(RejectedExecutionException.class, () -> dispatcher.execute(ran::incrementAndGet));
            dispatcher.close();
        });
        start().close(); // ends by itself
        assertEquals(1, ran.get());
        assertFalse(other.isOpen());
        assertFalse(dispatcher.port().isOpen());
        assertNoReports();
        dispatcher.close();
    }

    @FunctionalInterface
    private interface CheckedConsumer<T> {
        void accept(T value) throws Exception;
    }

    @Test
    void closeByATaskOfRunOnce() throws Exception {
        dispatcher.execute(dispatcher::close);
        dispatcher.runOnce(-1);
        assertFalse(dispatcher.port().isOpen());
        assertThrows(ClosedChannelException.class, () -> dispatcher.runOnce(0));
    }

    @Test
    void aTaskOfTheCloseCannotTurnTheLoop() throws Exception {
        AtomicReference<Throwable> refusal = new AtomicReference<>();
        dispatcher.execute(() -> {
            dispatcher.execute(() -> refusal.set(assertThrows(Exception.class, () -> dispatcher.runOnce(0))));
            dispatcher.close();
        });
        dispatcher.run();
        assertTrue(refusal.get() != null);
    }

    @Test
    void closesWhatIsRegistered() throws Exception {
        StreamListener listener = dispatcher.openListener();
        listener.bind(loopback(), 8);
        var peer = peer(listener);
        StreamSocket[] accepted = new StreamSocket[1];
        Await.until("accepted", () -> (accepted[0] = listener.accept()) != null);
        dispatcher.register(accepted[0], Interest.READ, (registration, readiness) -> {});
        dispatcher.close();
        assertFalse(accepted[0].isOpen());
        assertNull(Inside.of(accepted[0]).registration);
        assertEquals(-1, peer.read(java.nio.ByteBuffer.allocate(1)));
        assertTrue(listener.isOpen(), "it was not registered");
        listener.close();
    }

    @Test
    void timersThatAreScheduledDoNotRunAtClose() {
        AtomicInteger ran = new AtomicInteger();
        dispatcher.schedule(0, ran::incrementAndGet);
        dispatcher.close();
        assertEquals(0, ran.get());
        assertThrows(RejectedExecutionException.class, () -> dispatcher.schedule(0, ran::incrementAndGet));
    }

    @Test
    void manyClosersAtOnce() throws Exception {
        Background loop = start();
        loop.awaitBlocked();
        Background[] closers = new Background[4];
        for (int i = 0; i < closers.length; i++) {
            closers[i] = Background.run(dispatcher::close);
        }
        for (Background closer : closers) {
            closer.close();
        }
        loop.close();
        assertFalse(dispatcher.port().isOpen());
    }

    @Test
    void aTaskIsEitherRejectedOrRun() throws Exception {
        for (int round = 0; round < 50; round++) {
            AtomicInteger accepted = new AtomicInteger();
            AtomicInteger ran = new AtomicInteger();
            ReadinessDispatcher each =
                    ReadinessDispatcher.builder().backend(backend).open();
            Background loop = Background.run(each::run);
            Background producer = Background.run(() -> {
                try {
                    while (true) {
                        each.execute(ran::incrementAndGet);
                        accepted.incrementAndGet();
                    }
                } catch (RejectedExecutionException closed) {
                    return;
                }
            });
            Await.until("some ran", () -> ran.get() > 10);
            each.close();
            producer.close();
            loop.close();
            assertEquals(accepted.get(), ran.get());
        }
    }

    @Test
    void anIdleLoopMakesNoTurns() throws Exception {
        dispatcher.listen(loopback(), StreamSocket::close);
        dispatcher.schedule(Long.MAX_VALUE, () -> {});
        start();
        assertIdle();
    }

    @Test
    void anInterruptDoesNotMakeItSpin() throws Exception {
        Background loop = start();
        loop.awaitBlocked();
        loop.thread().interrupt();
        if (backend != Backend.NIO) {
            dispatcher.wakeup(); // the system's wait does not hear of Java's interrupts
        }
        Await.until("the interrupt is taken", () -> !loop.thread().isInterrupted());
        assertIdle();
    }

    /** Counts the loop's waits while nothing happens. */
    private void assertIdle() throws Exception {
        long before = waits();
        long startNanos = System.nanoTime();
        Await.until("a moment passes", () -> System.nanoTime() - startNanos > 20 * MILLI);
        long during = waits() - before;
        assertTrue(during <= 2, during + " waits, where one or two are due to the counting");
    }

    private long waits() {
        return dispatcher.counters().waits();
    }

    @Test
    void anInterruptIsKeptForTheCallerOfRun() throws Exception {
        dispatcher.execute(() -> Thread.currentThread().interrupt());
        dispatcher.execute(dispatcher::stop);
        dispatcher.run();
        assertTrue(Thread.interrupted());
        Thread.currentThread().interrupt();
        dispatcher.stop();
        dispatcher.run();
        assertTrue(Thread.interrupted());
    }
}
