package dev.pollux.binding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class WindowsFailureTest {
    @Test
    void codeIsNegated() {
        assertEquals(-6, WindowsFailure.ofBool(6));
        assertEquals(-6, WindowsFailure.ofHandle(6));
        assertEquals(-10038, WindowsFailure.ofWinsock(10038));
    }

    @Test
    void failureWithoutACodeIsNoSuccess() {
        assertEquals(0, WindowsFailure.ofBool(0)); // FALSE
        assertEquals(-31, WindowsFailure.ofHandle(0));
        assertEquals(-10107, WindowsFailure.ofWinsock(0));
    }

    @Test
    void codeWithItsHighestBitSetIsNoSuccess() {
        for (int code : new int[] {0x8000000a, 0x80090016, 0xffffffff, 0x80000000}) {
            assertTrue(WindowsFailure.ofBool(code) < 0);
            assertTrue(WindowsFailure.ofHandle(code) < 0);
            assertTrue(WindowsFailure.ofWinsock(code) < 0);
        }
    }
}
