package dev.pollux.internal.nio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pollux.NeedsNoBinding;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Waits of a selector that is late, by a clock of the test's own. */
@NeedsNoBinding
class SelectSlicesTest {
    private static final long MILLI = 1_000_000;
    private static final long SECOND = 1000 * MILLI;

    private final SelectSlices slices = new SelectSlices(1000);
    private int selects;

    /** Makes a wait as the port does, of a selector that takes so many times what it is asked for; returns how long it took. */
    private long await(long timeoutNanos, double times) {
        long passedNanos = 0;
        while (passedNanos < timeoutNanos) {
            long millis = slices.nextMillis(timeoutNanos - passedNanos);
            long tookNanos = (long) (millis * MILLI * times);
            slices.waited(millis, tookNanos);
            passedNanos += tookNanos;
            selects++;
        }
        return passedNanos;
    }

    @ParameterizedTest
    @ValueSource(doubles = {1.3, 1.5, 2, 3, 5, 10, 30})
    void aStormMakesAWaitLateByOneSliceAndNotByAMultipleOfIt(double times) {
        long first = await(60 * SECOND, times);
        assertTrue(first <= 60 * SECOND + SECOND * times, () -> "the first: " + first / MILLI + " ms");
        for (int i = 0; i < 20; i++) {
            for (long timeoutNanos : new long[] {MILLI, 10 * MILLI, 200 * MILLI, 3 * SECOND}) {
                long took = await(timeoutNanos, times);
                long late = took - timeoutNanos;
                assertTrue(late >= 0, "early");
                assertTrue(late <= 16 * MILLI * times, () -> times + " times: " + late / MILLI + " ms late");
            }
        }
    }

    @Test
    void afterAStormWaitsAreWholeAgain() {
        await(10 * SECOND, 10);
        await(3 * SECOND, 1);
        selects = 0;
        await(10 * SECOND, 1);
        assertEquals(10, selects);
        selects = 0;
        await(500 * MILLI, 1.01);
        assertEquals(1, selects, "the scheduler's lateness is none");
    }

    /** An event or a wakeup ends a wait early: that does not show that the storm is over. */
    @Test
    void whatEndsEarlySaysNothing() {
        await(200 * MILLI, 10);
        long millis = slices.nextMillis(SECOND);
        assertTrue(millis < 200, millis + " ms");
        for (int i = 0; i < 20; i++) {
            slices.waited(slices.nextMillis(SECOND), 1000);
        }
        assertEquals(millis, slices.nextMillis(SECOND));
    }

    @Test
    void neverEarly() {
        assertEquals(1, slices.nextMillis(1));
        assertEquals(1, slices.nextMillis(MILLI));
        assertEquals(2, slices.nextMillis(MILLI + 1));
        assertEquals(1000, slices.nextMillis(Long.MAX_VALUE));
        assertEquals(Long.MAX_VALUE / MILLI + 1, new SelectSlices(Long.MAX_VALUE).nextMillis(Long.MAX_VALUE));
    }

    /** As on Windows: a late wait, and waits in time after it until the slice is as long as it was. */
    @Test
    void withoutALimitASliceGrowsToIt() {
        SelectSlices slices = new SelectSlices(Long.MAX_VALUE);
        slices.waited(10, 1_000_000_000);
        for (int i = 0; i < 100; i++) {
            long millis = slices.nextMillis(Long.MAX_VALUE);
            assertTrue(millis > 0, millis + " ms after " + i + " waits");
            slices.waited(millis, 0);
            slices.waited(1, 1_000_000); // in time
        }
    }
}
