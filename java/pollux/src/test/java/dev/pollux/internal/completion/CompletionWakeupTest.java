package dev.pollux.internal.completion;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pollux.Await;
import dev.pollux.Background;
import dev.pollux.NeedsNoBinding;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** When a wakeup sends a packet, and that none is lost. The port is a semaphore: a packet is a permit. */
@NeedsNoBinding
@Timeout(60)
class CompletionWakeupTest {
    private final Semaphore packets = new Semaphore(0);
    private final AtomicInteger sent = new AtomicInteger();
    private final CompletionWakeup wakeup = new CompletionWakeup(() -> {
        sent.incrementAndGet();
        packets.release();
    });

    @Test
    void nobodyAsleepNoPacket() {
        wakeup.wakeup();
        wakeup.wakeup();
        assertEquals(0, sent.get());
        assertFalse(wakeup.beforeWait(), "the next wait ends at once");
        wakeup.afterWait(true);
        assertTrue(wakeup.beforeWait(), "and the one after it does not");
    }

    @Test
    void aBurstIsOnePacket() {
        assertTrue(wakeup.beforeWait());
        for (int i = 0; i < 100; i++) {
            wakeup.wakeup();
        }
        assertEquals(1, sent.get());
        wakeup.afterWait(true);
        assertTrue(wakeup.beforeWait());
        wakeup.wakeup();
        assertEquals(2, sent.get());
    }

    @Test
    void aWaitThatDoesNotSleepTakesAWakeupToo() {
        wakeup.wakeup();
        wakeup.afterWait(false);
        assertTrue(wakeup.beforeWait());
    }

    @Test
    void aPacketThatCouldNotBeSentIsSentByTheNextWakeup() {
        AtomicBoolean memory = new AtomicBoolean();
        CompletionWakeup fails = new CompletionWakeup(() -> {
            if (!memory.getAndSet(true)) {
                throw new OutOfMemoryError("on purpose");
            }
            sent.incrementAndGet();
        });
        assertTrue(fails.beforeWait());
        assertThrows(OutOfMemoryError.class, fails::wakeup);
        fails.wakeup();
        assertEquals(1, sent.get());
    }

    /** It may have been to end the sleep of the other, for which there is an earlier deadline now. */
    @Test
    void aPacketThatAThreadFindsWhichDidNotSleepIsPassedOn() {
        wakeup.beforeWait();
        wakeup.wakeup();
        wakeup.dequeued(false);
        assertEquals(2, sent.get());
        wakeup.dequeued(true);
        wakeup.afterWait(true);
        wakeup.dequeued(false);
        assertEquals(2, sent.get(), "nobody sleeps");
    }

    @Test
    void deadlinesAreLookedAtBeforeASleepOnly() {
        assertTrue(wakeup.looksAnyway());
        wakeup.beforeWait();
        assertFalse(wakeup.looksAnyway());
        wakeup.afterWait(true);
        assertTrue(wakeup.looksAnyway());
    }

    /**
     * Each wakeup is answered by a return before the next is made: a lost one would hang. As many as there is time for: who
     * waits for the other spins, and takes its time where a processor has other things to do.
     */
    @Test
    void noneIsLost() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        AtomicInteger seen = new AtomicInteger();
        AtomicBoolean enough = new AtomicBoolean();
        int rounds = 0;
        try (Background loop = Background.run(() -> {
            while (!enough.get()) {
                boolean sleeps = wakeup.beforeWait();
                if (sleeps) {
                    assertTrue(packets.tryAcquire(Await.LIMIT_NANOS, TimeUnit.NANOSECONDS), "a wakeup was lost");
                }
                wakeup.afterWait(true);
                seen.set(asked.get());
            }
        })) {
            long startNanos = System.nanoTime();
            while (sent.get() == 0
                    || rounds < 100_000 && System.nanoTime() - startNanos < TimeUnit.SECONDS.toNanos(5)) {
                asked.set(++rounds);
                wakeup.wakeup();
                while (seen.get() < rounds && loop.thread().isAlive()) {
                    Thread.onSpinWait();
                }
            }
            enough.set(true);
            wakeup.wakeup();
        }
        assertEquals(rounds, seen.get());
    }
}
