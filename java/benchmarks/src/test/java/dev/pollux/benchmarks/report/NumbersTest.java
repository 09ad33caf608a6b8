package dev.pollux.benchmarks.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class NumbersTest {
    @Test
    void threeDigitsCount() {
        assertEquals("0", Numbers.of(0));
        assertEquals("0", Numbers.of(0.0001));
        assertEquals("0.012", Numbers.of(0.0123));
        assertEquals("0.12", Numbers.of(0.1234));
        assertEquals("1.23", Numbers.of(1.234));
        assertEquals("10.0", Numbers.of(9.996));
        assertEquals("12.3", Numbers.of(12.34));
        assertEquals("123", Numbers.of(123.4));
        assertEquals("1\u202f234", Numbers.of(1234.4));
        assertEquals("1\u202f000", Numbers.of(999.9));
        assertEquals("123\u202fk", Numbers.of(123_456));
        assertEquals("1.23\u202fM", Numbers.of(1_234_567));
        assertEquals("-1.23", Numbers.of(-1.234));
        assertEquals("∞", Numbers.of(Double.POSITIVE_INFINITY));
    }

    @Test
    void ratiosHaveTwoDecimals() {
        assertEquals("1.00", Numbers.ratio(1));
        assertEquals("0.05", Numbers.ratio(0.05));
        assertEquals("20.1", Numbers.ratio(20.06));
    }

    @Test
    void aUnitIsPrintedAsItIsWritten() {
        assertEquals("5 µs", Numbers.bound(5, "us"));
        assertEquals("1.05", Numbers.bound(1.05, ""));
        assertEquals("p99, µs", Numbers.named("p99", "us"));
        assertEquals("tasks a second", Numbers.named("tasks a second", ""));
    }
}
