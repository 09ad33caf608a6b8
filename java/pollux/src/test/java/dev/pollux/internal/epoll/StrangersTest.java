package dev.pollux.internal.epoll;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.pollux.NeedsNoBinding;
import org.junit.jupiter.api.Test;

@NeedsNoBinding
class StrangersTest {
    private long nowNanos;
    private long turn;
    private final Strangers strangers = new Strangers(() -> nowNanos);

    /** Returns in which of some turns, a microsecond each, the answer was yes, or -1. */
    private int firstYes(int turns, long data) {
        for (int i = 1; i <= turns; i++) {
            nowNanos += 1_000;
            if (strangers.seen(data, ++turn)) {
                return i;
            }
        }
        return -1;
    }

    @Test
    void oneThatComesForALongTimeIsFound() {
        int first = firstYes(1_000_000, 7);
        assertEquals(Strangers.MIN_NANOS / 1_000 + 1, first);
        assertEquals(first, firstYes(1_000_000, 7), "and counted anew");
    }

    @Test
    void manyInAShortTimeAreNot() {
        assertEquals(-1, firstYes((int) (Strangers.MIN_NANOS / 1_000) - 1, 7));
    }

    @Test
    void fewInALongTimeAreNot() {
        for (int i = 1; i < Strangers.MIN_TIMES; i++) {
            nowNanos += Strangers.MIN_NANOS;
            assertFalse(strangers.seen(7, ++turn));
        }
    }

    @Test
    void manyThatComeOnceAreNot() {
        for (int i = 0; i < 1_000_000; i++) {
            nowNanos += 1_000;
            assertFalse(strangers.seen(i, ++turn));
        }
    }

    /** Among others, which come once each, as on a server whose connections come and go. */
    @Test
    void oneThatComesIsFoundAmongOthers() {
        int turns = 0;
        boolean found = false;
        for (int i = 10; !found && turns < 1_000_000; i++) {
            nowNanos += 1_000;
            turn++;
            turns++;
            if (i % 3 == 0) {
                assertFalse(strangers.seen(i, turn));
            }
            found = strangers.seen(7, turn);
        }
        assertEquals(true, found);
    }
}
