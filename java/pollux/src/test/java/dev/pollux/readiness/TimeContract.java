package dev.pollux.readiness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pollux.Await;
import dev.pollux.Backend;
import dev.pollux.Background;
import dev.pollux.Connection;
import dev.pollux.Recorder;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** How long a port waits. */
abstract class TimeContract extends PortContract {
    TimeContract(Backend backend) {
        super(backend);
    }

    @Test
    void zeroDoesNotWait() throws Exception {
        for (int i = 0; i < 1000; i++) { // would take for ever if one of them waited for an event
            assertEquals(0, port.poll(0));
        }
    }

    @Test
    void neverEarly() throws Exception {
        long[] timeouts = {1, 999, 1_000, 50_000, 100_000, 999_999, 1_000_000, 1_000_001, 1_500_000, 3_700_000};
        for (int round = 0; round < 5; round++) {
            for (long timeoutNanos : timeouts) {
                long startNanos = System.nanoTime();
                assertEquals(0, port.poll(timeoutNanos));
                long tookNanos = System.nanoTime() - startNanos;
                assertTrue(tookNanos >= timeoutNanos, tookNanos + " ns for " + timeoutNanos);
            }
        }
    }

    @Test
    void negativeWaitsForAnEvent() throws Exception {
        Connection c = connection();
        Recorder recorder = new Recorder();
        register(c.socket(), Interest.READ, recorder);
        port.poll(0); // the registering may have woken it
        for (long timeoutNanos : new long[] {-1, Long.MIN_VALUE}) {
            int before = recorder.count();
            try (Background loop = Background.run(() -> assertEquals(1, port.poll(timeoutNanos)))) {
                loop.awaitBlocked();
                c.peerSends("x");
            }
            assertEquals(before + 1, recorder.count());
            c.drain();
        }
    }

    @Test
    void theLongestTimeoutsDoNotOverflow() throws Exception {
        long[] timeouts = {Long.MAX_VALUE, Long.MAX_VALUE - 1, Long.MAX_VALUE / 2, TimeUnit.DAYS.toNanos(50), 1L << 53};
        for (long timeoutNanos : timeouts) {
            try (Background loop = Background.run(() -> assertEquals(0, port.poll(timeoutNanos)))) {
                loop.awaitBlocked();
                port.wakeup();
            }
        }
    }

    @Test
    void anEventEndsATimedWait() throws Exception {
        Connection c = connection();
        Recorder recorder = new Recorder();
        register(c.socket(), Interest.READ, recorder);
        port.poll(0); // the registering may have woken it
        try (Background loop = Background.run(() -> assertEquals(1, port.poll(Await.LIMIT_NANOS * 10)))) {
            loop.awaitBlocked();
            c.peerSends("x");
        }
        assertEquals(1, recorder.count());
    }
}
