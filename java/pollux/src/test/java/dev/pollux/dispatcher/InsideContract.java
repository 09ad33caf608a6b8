package dev.pollux.dispatcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.pollux.Backend;
import dev.pollux.DispatcherCounters;
import dev.pollux.DispatcherListener;
import dev.pollux.LoopTimer;
import dev.pollux.readiness.Inside;
import dev.pollux.readiness.Interest;
import dev.pollux.readiness.ReadinessDispatcher;
import dev.pollux.readiness.StreamListener;
import dev.pollux.readiness.StreamSocket;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Counters and the listener. */
abstract class InsideContract extends DispatcherContract {
    InsideContract(Backend backend) {
        super(backend);
    }

    @Test
    void countsWhatTheLoopDoes() throws Exception {
        dispatcher.execute(() -> {});
        dispatcher.execute(() -> {});
        dispatcher.schedule(0, () -> {});
        LoopTimer later = dispatcher.schedule(Long.MAX_VALUE, () -> {});
        assertEquals(2, dispatcher.counters().queuedTasks());
        assertEquals(3, dispatcher.runOnce(-1));
        DispatcherCounters first = dispatcher.counters();
        assertEquals(2, first.tasks());
        assertEquals(0, first.queuedTasks());
        assertEquals(1, first.timers());
        assertEquals(1, first.scheduledTimers());
        assertEquals(1, first.waits());
        assertEquals(1, first.earlyReturns());
        assertEquals(0, first.emptyReturns());
        assertTrue(later.cancel());
        dispatcher.runOnce(0);
        assertEquals(1, dispatcher.counters().emptyReturns());
        assertEquals(0, dispatcher.counters().scheduledTimers());
        assertFalse(first.isTimed());
        assertEquals(0, first.busyNanos() + first.idleNanos() + first.longestCallbackNanos());
    }

    /** What a turn has no room for waits, and what runs does not. */
    @Test
    void tasksThatWaitAreCountedWithinTheTurnToo() throws Exception {
        List<Long> queued = new ArrayList<>();
        try (ReadinessDispatcher loop = ReadinessDispatcher.builder()
                .backend(backend)
                .maxTasksPerTurn(2)
                .open()) {
            Runnable counted = () -> queued.add(loop.counters().queuedTasks());
            for (int i = 0; i < 3; i++) {
                loop.execute(counted);
            }
            loop.runOnce(0);
            assertEquals(1, loop.counters().queuedTasks());
            loop.runOnce(0);
            loop.execute(counted);
        } // runs it
        assertEquals(List.of(2L, 1L, 0L, 0L), queued);
    }

    @Test
    void countsEventsAndControlCalls() throws Exception {
        StreamListener listener = dispatcher.listen(loopback(), StreamSocket::close);
        long perCall = backend == Backend.EPOLL ? 1 : 0;
        assertEquals(perCall, dispatcher.counters().controlCalls());
        assertEquals(1, dispatcher.sourceCount());
        peer(listener);
        turnUntil("the connection", () -> dispatcher.counters().events() == 1);
        long saved = dispatcher.counters().controlCallsSaved();
        Inside.of(listener).registration.modify(Interest.NONE);
        Inside.of(listener).registration.modify(Interest.READ);
        dispatcher.runOnce(0);
        assertTrue(dispatcher.counters().controlCallsSaved() > saved, "changes that cancel out are saved");
        assertEquals(perCall, dispatcher.counters().controlCalls());
    }

    /** The kernel takes a descriptor that closes out by itself. */
    @Test
    void aCloseNeedsNoControlCall() throws Exception {
        assumeTrue(backend == Backend.EPOLL, "a selector has no control calls");
        StreamListener listener = dispatcher.listen(loopback(), StreamSocket::close);
        DispatcherCounters before = dispatcher.counters();
        listener.close();
        assertEquals(before.controlCalls(), dispatcher.counters().controlCalls());
        assertEquals(before.controlCallsSaved() + 1, dispatcher.counters().controlCallsSaved());
    }

    private static void spin(long nanos) {
        long startNanos = System.nanoTime();
        while (System.nanoTime() - startNanos < nanos) {
            Thread.onSpinWait();
        }
    }

    @Test
    void measuresIfAskedTo() throws Exception {
        try (ReadinessDispatcher timed =
                ReadinessDispatcher.builder().backend(backend).timed(true).open()) {
            timed.execute(() -> spin(2 * MILLI));
            timed.runOnce(-1);
            timed.runOnce(3 * MILLI);
            DispatcherCounters counters = timed.counters();
            assertTrue(counters.isTimed());
            assertTrue(counters.longestCallbackNanos() >= 2 * MILLI, counters::toString);
            assertTrue(counters.busyNanos() >= 2 * MILLI, counters::toString);
            assertTrue(counters.idleNanos() >= 3 * MILLI, counters::toString);
        }
    }

    @Test
    void theListenerHearsOfTurnsAndOfSlowCallbacks() throws Exception {
        List<String> turns = new ArrayList<>();
        List<Object> slow = new ArrayList<>();
        RuntimeException failure = new RuntimeException();
        DispatcherListener listener = new DispatcherListener() {
            @Override
            public void onTurn(int events, int tasks, int timers, long waitNanos, long workNanos) {
                turns.add(events + " " + tasks + " " + timers);
                assertTrue(waitNanos >= 0 && workNanos >= 0);
            }

            @Override
            public void onSlowCallback(Object callback, java.nio.channels.Channel source, long nanos) {
                assertTrue(nanos >= MILLI);
                slow.add(callback);
                throw failure;
            }
        };
        try (ReadinessDispatcher heard = ReadinessDispatcher.builder()
                .backend(backend)
                .listener(listener)
                .slowCallbackNanos(MILLI)
                .errorHandler((source, thrown) -> reports.add(new Report(source, thrown)))
                .open()) {
            Runnable task = () -> spin(MILLI);
            heard.execute(task);
            heard.schedule(0, () -> {});
            heard.runOnce(-1);
            assertEquals(List.of("0 1 1"), turns);
            assertSame(task, slow.get(0));
            assertSame(failure, reports.get(0).failure());
        }
    }
}
