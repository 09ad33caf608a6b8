package dev.pollux.dispatcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pollux.Backend;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** A dispatcher as a {@link ScheduledExecutorService}. */
abstract class ScheduledExecutorContract extends DispatcherContract {
    ScheduledExecutorContract(Backend backend) {
        super(backend);
    }

    @Test
    void runsOnTheLoopAfterItsDelay() throws Exception {
        start();
        ScheduledExecutorService view = dispatcher.asScheduledExecutor();
        long startNanos = System.nanoTime();
        ScheduledFuture<Boolean> future = view.schedule(dispatcher::isLoopThread, 2, TimeUnit.MILLISECONDS);
        assertTrue(future.get());
        assertTrue(System.nanoTime() - startNanos >= 2 * MILLI, "early");
        assertTrue(view.submit(dispatcher::isLoopThread).get());
        Exception failure = new Exception();
        Future<?> failing = view.submit((Callable<Void>) () -> {
            throw failure;
        });
        assertSame(failure, assertThrows(ExecutionException.class, failing::get).getCause());
        Callable<Integer> one = () -> 1;
        for (Future<Integer> each : view.invokeAll(List.of(one, one))) {
            assertEquals(1, each.get());
        }
        assertEquals(1, view.invokeAny(List.of(one, one)));
        assertNoReports();
    }

    @Test
    void periodicTasksGoOnUntilTheyAreCancelledOrThrow() throws Exception {
        ScheduledExecutorService view = dispatcher.asScheduledExecutor();
        AtomicInteger rate = new AtomicInteger();
        AtomicInteger delay = new AtomicInteger();
        RuntimeException failure = new RuntimeException();
        ScheduledFuture<?> atRate = view.scheduleAtFixedRate(rate::incrementAndGet, 0, 100, TimeUnit.MICROSECONDS);
        ScheduledFuture<?> withDelay = view.scheduleWithFixedDelay(
                () -> {
                    if (delay.incrementAndGet() == 3) {
                        throw failure;
                    }
                },
                0,
                100,
                TimeUnit.MICROSECONDS);
        turnUntil("both went on", () -> rate.get() >= 5 && delay.get() >= 3);
        assertTrue(atRate.cancel(false));
        int before = rate.get();
        dispatcher.runOnce(MILLI);
        assertEquals(before, rate.get());
        assertEquals(3, delay.get());
        assertSame(
                failure, assertThrows(ExecutionException.class, withDelay::get).getCause());
        assertThrows(CancellationException.class, atRate::get);
        assertEquals(0, dispatcher.counters().scheduledTimers());
        assertThrows(IllegalArgumentException.class, () -> view.scheduleAtFixedRate(() -> {}, 0, 0, TimeUnit.SECONDS));
        assertNoReports();
    }

    /** A rate is kept by catching up; a delay begins when the task has ended. */
    @Test
    void aRateCatchesUpAndADelayDoesNot() throws Exception {
        ScheduledExecutorService view = dispatcher.asScheduledExecutor();
        AtomicInteger rate = new AtomicInteger();
        AtomicInteger delay = new AtomicInteger();
        ScheduledFuture<?> atRate = view.scheduleAtFixedRate(rate::incrementAndGet, 0, 1, TimeUnit.MILLISECONDS);
        ScheduledFuture<?> withDelay = view.scheduleWithFixedDelay(delay::incrementAndGet, 0, 1, TimeUnit.DAYS);
        turnUntil("both have begun", () -> rate.get() >= 1 && delay.get() == 1);
        int before = rate.get();
        long startNanos = System.nanoTime();
        while (System.nanoTime() - startNanos < 20 * MILLI) {
            Thread.onSpinWait();
        }
        for (int i = 0; i < 10; i++) {
            dispatcher.runOnce(0);
        }
        assertEquals(before + 10, rate.get()); // 20 are due
        assertEquals(1, delay.get());
        assertTrue(withDelay.getDelay(TimeUnit.HOURS) >= 22);
        atRate.cancel(false);
        withDelay.cancel(false);
    }

    @Test
    void shutdownEndsTheViewAndNotTheDispatcher() throws Exception {
        ScheduledExecutorService view = dispatcher.asScheduledExecutor();
        AtomicInteger ran = new AtomicInteger();
        ScheduledFuture<?> periodic = view.scheduleAtFixedRate(ran::incrementAndGet, 1, 1, TimeUnit.DAYS);
        ScheduledFuture<?> delayed = view.schedule(ran::incrementAndGet, 1, TimeUnit.MILLISECONDS);
        view.execute(ran::incrementAndGet);
        view.shutdown();
        assertTrue(view.isShutdown());
        assertTrue(periodic.isCancelled());
        assertFalse(view.isTerminated());
        assertFalse(view.awaitTermination(0, TimeUnit.SECONDS));
        assertThrows(RejectedExecutionException.class, () -> view.execute(ran::incrementAndGet));
        turnUntil("what was accepted ran", delayed::isDone);
        assertEquals(2, ran.get());
        assertTrue(view.isTerminated());
        assertFalse(dispatcher.isClosed());
        dispatcher.asScheduledExecutor().execute(ran::incrementAndGet);
        dispatcher.runOnce(-1);
        assertEquals(3, ran.get());
    }

    @Test
    void shutdownNowGivesBackWhatHasNotBegun() throws Exception {
        ScheduledExecutorService view = dispatcher.asScheduledExecutor();
        AtomicInteger ran = new AtomicInteger();
        view.execute(ran::incrementAndGet);
        view.schedule(ran::incrementAndGet, 1, TimeUnit.DAYS);
        assertEquals(2, view.shutdownNow().size());
        assertTrue(view.isTerminated());
        dispatcher.runOnce(0);
        assertEquals(0, ran.get());
    }

    @Test
    void aViewEndsItsOwnTasksOnly() throws Exception {
        ScheduledExecutorService ended = dispatcher.asScheduledExecutor();
        ScheduledExecutorService other = dispatcher.asScheduledExecutor();
        List<ScheduledFuture<?>> ofEnded = new ArrayList<>();
        List<ScheduledFuture<?>> ofOther = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            ofEnded.add(ended.schedule(() -> {}, 1, TimeUnit.DAYS));
            ofOther.add(other.schedule(() -> {}, 1, TimeUnit.DAYS));
        }
        assertTrue(ofEnded.get(2).cancel(false)); // from the middle, and from both ends
        assertTrue(ofEnded.get(0).cancel(false));
        assertTrue(ofOther.get(4).cancel(false));
        assertEquals(List.of(ofEnded.get(1), ofEnded.get(3), ofEnded.get(4)), ended.shutdownNow());
        assertTrue(ended.isTerminated());
        assertFalse(ofOther.stream().limit(4).anyMatch(Future::isDone));
        assertEquals(ofOther.subList(0, 4), other.shutdownNow());
        assertTrue(other.isTerminated());
        assertEquals(0, dispatcher.counters().scheduledTimers());
    }

    @Test
    void theLoopNeverWaitsForItself() throws Exception {
        start();
        ScheduledExecutorService view = dispatcher.asScheduledExecutor();
        onLoop(() -> {
            Future<?> future = view.submit(() -> {});
            assertThrows(IllegalStateException.class, future::get);
            assertThrows(IllegalStateException.class, () -> future.get(1, TimeUnit.DAYS));
            assertThrows(IllegalStateException.class, () -> view.invokeAll(List.of(() -> 1)));
            assertThrows(IllegalStateException.class, () -> view.invokeAny(List.of(() -> 1)));
            assertThrows(IllegalStateException.class, () -> view.awaitTermination(1, TimeUnit.DAYS));
        });
    }
}
