package dev.pollux.internal.handle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pollux.NeedsNoBinding;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@NeedsNoBinding
class UseCountTest {
    private static final class Number extends UseCount {}

    private final Number number = new Number();

    @Test
    void closeWithoutACallGivesTheNumberBackAtOnce() {
        assertEquals(0, number.closeOnce());
        assertFalse(number.isUsable());
        assertTrue(number.endUse());
    }

    @Test
    void theLastCallOfAClosedNumberGivesItBack() {
        assertTrue(number.beginUse());
        assertTrue(number.beginUse());
        assertEquals(2, number.useCount());
        assertEquals(2, number.closeOnce());
        assertFalse(number.endUse(), "the close ends, two calls are under way");
        assertFalse(number.endUse());
        assertTrue(number.endUse());
    }

    @Test
    void endsOfCallsOnAnOpenNumberGiveNothingBack() {
        number.beginUse();
        assertFalse(number.endUse());
        assertTrue(number.isUsable());
        assertEquals(0, number.useCount());
    }

    @Test
    void secondCloseIsNone() {
        number.closeOnce();
        assertEquals(-1, number.closeOnce());
        assertTrue(number.endUse());
        assertEquals(-1, number.closeOnce());
    }

    @Test
    void callOnAClosedNumberIsRefusedAndGivesItBackIfItEndsLast() {
        number.closeOnce();
        assertFalse(number.beginUse());
        assertFalse(number.endUse(), "the close has not ended");
        assertTrue(number.endUse());
        assertFalse(number.beginUse());
        assertFalse(number.endUse(), "it is given back once");
    }

    @Test
    @Timeout(60)
    void oneOfManyThreadsGivesItBack() throws Exception {
        int threads = 4;
        for (int round = 0; round < 500; round++) {
            Number raced = new Number();
            AtomicInteger givenBack = new AtomicInteger();
            CyclicBarrier start = new CyclicBarrier(threads);
            Thread[] users = new Thread[threads];
            for (int i = 0; i < threads; i++) {
                boolean closes = i % 2 == 0;
                users[i] = new Thread(() -> {
                    awaitAll(start);
                    for (int calls = 0; calls < 10; calls++) {
                        if (closes && calls == 5 ? raced.closeOnce() >= 0 : raced.beginUse() | true) {
                            if (raced.endUse()) {
                                givenBack.incrementAndGet();
                            }
                        }
                    }
                });
                users[i].start();
            }
            for (Thread user : users) {
                user.join();
            }
            assertEquals(1, givenBack.get());
            assertEquals(0, raced.useCount());
        }
    }

    private static void awaitAll(CyclicBarrier start) {
        try {
            start.await();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
