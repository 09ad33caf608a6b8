package dev.pollux.dispatcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pollux.Await;
import dev.pollux.Backend;
import dev.pollux.Background;
import dev.pollux.WaitStrategy;
import dev.pollux.readiness.ReadinessDispatcher;
import dev.pollux.readiness.ReadinessDispatcherBuilder;
import dev.pollux.system.BusyPoll;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** However a loop waits: no wakeup is lost, none costs more than it has to, and no timer is early. */
abstract class WaitStrategyContract extends DispatcherContract {
    private static final WaitStrategy[] ALL = {
        WaitStrategy.BLOCKING, WaitStrategy.BUSY, WaitStrategy.adaptive(50_000), WaitStrategy.adaptive(1)
    };

    WaitStrategyContract(Backend backend) {
        super(backend);
    }

    private ReadinessDispatcher open(WaitStrategy strategy) throws IOException {
        return ReadinessDispatcher.builder()
                .backend(backend)
                .waitStrategy(strategy)
                .open();
    }

    @Test
    void noWakeupIsLost() throws Exception {
        for (WaitStrategy strategy : ALL) {
            try (ReadinessDispatcher loop = open(strategy)) {
                Background running = Background.run(loop::run);
                AtomicInteger ran = new AtomicInteger();
                for (int i = 1; i <= 1000; i++) {
                    loop.execute(ran::incrementAndGet);
                    int n = i;
                    Await.until(strategy + ", task " + i, () -> ran.get() == n);
                }
                loop.stop();
                running.close();
            }
        }
    }

    @Test
    void waitsInFullAndEndsForATimer() throws Exception {
        for (WaitStrategy strategy : ALL) {
            try (ReadinessDispatcher loop = open(strategy)) {
                long startNanos = System.nanoTime();
                assertEquals(0, loop.runOnce(2 * MILLI));
                assertTrue(System.nanoTime() - startNanos >= 2 * MILLI, strategy + " ended early");
                long scheduledNanos = System.nanoTime();
                loop.schedule(3 * MILLI, () -> assertTrue(System.nanoTime() - scheduledNanos >= 3 * MILLI));
                Await.until("the timer fires", () -> loop.runOnce(-1) == 1);
                loop.wakeup();
                assertEquals(0, loop.runOnce(-1), strategy + ": woken before");
            }
        }
    }

    @Test
    void aBusyLoopIsNeverSentAWakeup() throws Exception {
        try (ReadinessDispatcher loop = open(WaitStrategy.BUSY)) {
            Background running = Background.run(loop::run);
            AtomicInteger ran = new AtomicInteger();
            for (int i = 0; i < 1000; i++) {
                loop.execute(ran::incrementAndGet);
            }
            Await.until("all ran", () -> ran.get() == 1000);
            assertEquals(0, loop.counters().wakeupsSent());
            loop.stop();
            running.close();
        }
    }

    @Test
    void anAdaptiveLoopFallsAsleep() throws Exception {
        try (ReadinessDispatcher loop = open(WaitStrategy.adaptive(100_000))) {
            Background running = Background.run(loop::run);
            Await.until("a wakeup had to be sent", () -> {
                loop.wakeup();
                return loop.counters().wakeupsSent() > 0;
            });
            loop.stop();
            running.close();
        }
    }

    @Test
    void oneWakeupOfMany() throws Exception {
        for (int i = 0; i < 100; i++) {
            dispatcher.wakeup();
        }
        assertEquals(0, dispatcher.counters().wakeupsSent(), "it is awake");
        dispatcher.runOnce(-1);
        Background waiting = Background.run(() -> dispatcher.runOnce(-1));
        waiting.awaitBlocked();
        for (int i = 0; i < 100; i++) {
            dispatcher.wakeup();
        }
        waiting.close();
        assertEquals(1, dispatcher.counters().wakeupsSent(), "it slept once");
        assertEquals(200, dispatcher.counters().wakeupsAsked());
    }

    @Test
    void saysHowItWaits() throws Exception {
        for (WaitStrategy strategy : ALL) {
            try (ReadinessDispatcher loop = open(strategy)) {
                assertTrue(loop.describe().contains(strategy.toString()), loop::describe);
            }
        }
        assertThrows(IllegalArgumentException.class, () -> WaitStrategy.adaptive(0));
        assertThrows(
                NullPointerException.class, () -> ReadinessDispatcher.builder().waitStrategy(null));
    }

    /** Set where the kernel has them, refused by name where not; either way nothing is left open. */
    @Test
    void busyPollParameters() throws Exception {
        ReadinessDispatcherBuilder builder =
                ReadinessDispatcher.builder().backend(backend).busyPoll(new BusyPoll(50, 8, false));
        try {
            builder.open().close();
            assertEquals(Backend.EPOLL, backend);
        } catch (UnsupportedOperationException e) {
            assertTrue(e.getMessage().contains("busy-poll parameters"), e::getMessage);
        }
    }
}
