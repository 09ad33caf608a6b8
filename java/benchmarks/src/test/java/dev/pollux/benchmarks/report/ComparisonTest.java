package dev.pollux.benchmarks.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pollux.benchmarks.results.Better;
import dev.pollux.benchmarks.results.Measurement;
import java.util.List;
import org.junit.jupiter.api.Test;

class ComparisonTest {
    @Test
    void theRatioIsThatOfTheRounds() {
        Measurement slow = figure("ns", Better.LOWER, 200.0, 110.0, 400.0);
        Measurement fast = figure("ns", Better.LOWER, 100.0, 50.0, 200.0);
        Comparison comparison = Comparison.of(slow, fast);
        assertEquals(slow.ratioTo(fast), comparison.median());
        assertEquals(2, comparison.min());
        assertEquals(2.2, comparison.max(), 1e-9);
        assertEquals("2.00 (2.00–2.20)", comparison.text());
        assertEquals(2, comparison.timesWorse());
    }

    @Test
    void aLowerRateIsWorse() {
        assertEquals(
                4,
                Comparison.of(figure("", Better.HIGHER, 5.0), figure("", Better.HIGHER, 20.0))
                        .timesWorse());
    }

    @Test
    void whatDriftsTogetherIsNoNoise() {
        Comparison comparison = Comparison.of(
                figure("ns", Better.LOWER, 11.0, 22.0, 33.0), figure("ns", Better.LOWER, 10.0, 20.0, 30.0));
        assertFalse(comparison.isWithinNoise());
    }

    @Test
    void roundsThatDisagreeAreNoise() {
        Comparison comparison = Comparison.of(
                figure("ns", Better.LOWER, 110.0, 120.0, 90.0), figure("ns", Better.LOWER, 100.0, 100.0, 100.0));
        assertTrue(comparison.isWithinNoise());
    }

    @Test
    void aDifferenceThatIsTooSmallToBeMeasuredFlattersNobody() {
        Comparison comparison = Comparison.of(
                figure("ns", Better.LOWER, -3.0, 0.5, 4.0), figure("ns", Better.LOWER, 1000.0, 1000.0, 1000.0));
        assertEquals(0.01, comparison.min());
        assertEquals(0.01, comparison.max());
    }

    @Test
    void oneRoundTellsNothing() {
        assertTrue(Comparison.of(figure("ns", Better.LOWER, 50.0), figure("ns", Better.LOWER, 10.0))
                .isWithinNoise());
    }

    @Test
    void nothingBesideNothingIsTheSame() {
        assertEquals(
                "1.00",
                Comparison.of(figure("B", Better.LOWER, 0.0), figure("B", Better.LOWER, 0.0))
                        .text());
        assertEquals(
                "1.00",
                Comparison.of(figure("B", Better.LOWER, 0.04), figure("B", Better.LOWER, 0.001))
                        .text());
        assertEquals(
                "0.00",
                Comparison.of(figure("B", Better.LOWER, 0.0), figure("B", Better.LOWER, 8.0))
                        .text());
        assertEquals(
                "∞",
                Comparison.of(figure("B", Better.LOWER, 8.0), figure("B", Better.LOWER, 0.0))
                        .text());
    }

    private static Measurement figure(String unit, Better better, Double... samples) {
        return new Measurement("micro", "g", "s", "c", "m", unit, better, List.of(samples));
    }
}
