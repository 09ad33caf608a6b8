package dev.pollux.readiness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class InterestTest {
    @Test
    void combines() {
        assertSame(Interest.READ_WRITE, Interest.READ.with(Interest.WRITE));
        assertSame(Interest.WRITE, Interest.READ_WRITE.without(Interest.READ));
        assertSame(Interest.NONE, Interest.READ.without(Interest.READ_WRITE));
        assertTrue(Interest.READ_WRITE.includes(Interest.READ));
        assertTrue(Interest.READ.includes(Interest.NONE));
        assertFalse(Interest.READ.includes(Interest.READ_WRITE));
        assertEquals(
                "READ+WRITE+PRIORITY",
                Interest.READ_WRITE.with(Interest.PRIORITY).toString());
        assertEquals("NONE", Interest.NONE.toString());
    }

    @Test
    void readinessTellsItsFlags() {
        assertEquals(
                "[readable, read closed]",
                Readiness.of(Readiness.READABLE | Readiness.READ_CLOSED).toString());
        assertEquals("[]", Readiness.of(0).toString());
        assertSame(Readiness.of(63), Readiness.of(63));
        assertTrue(Readiness.of(Readiness.ERROR).isError());
        assertTrue(Readiness.of(Readiness.HANG_UP).isHangUp());
        assertTrue(Readiness.of(Readiness.PRIORITY).isPriority());
    }

    @Test
    void otherBitsAreRefused() {
        for (int bits : new int[] {-1, 64, Integer.MIN_VALUE, Integer.MAX_VALUE}) {
            String message = assertThrows(IllegalArgumentException.class, () -> Readiness.of(bits))
                    .getMessage();
            assertTrue(message.contains(String.valueOf(bits)), message);
        }
    }
}
