package dev.pollux.wine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class SkipTest {
    @Test
    void ourOwnWordsAreLeft() {
        String said = "Disabled on operating system: Windows 10 ==> needs Linux";
        assertEquals("needs Linux", Skip.reason("parent was skipped: " + said));
        assertEquals("no strace", Skip.reason("""
                org.opentest4j.TestAbortedException: Assumption failed: no strace
                \tat dev.pollux.Some.test(Some.java:1)
                """));
        assertEquals("no reason given", Skip.reason(""));
    }
}
