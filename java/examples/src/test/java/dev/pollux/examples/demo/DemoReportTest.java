package dev.pollux.examples.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** That the demo claims no more than its rounds show. */
class DemoReportTest {
    private static Samples samples(double... values) {
        Samples samples = new Samples();
        for (double value : values) {
            samples.add(value);
        }
        return samples;
    }

    @Test
    void rangesThatOverlapAreNoise() {
        Samples ours = samples(100, 110, 120);
        assertEquals("within noise", DemoReport.verdict(Figure.P50, ours, samples(119, 130, 140)));
        assertEquals("Pollux better", DemoReport.verdict(Figure.P50, ours, samples(121, 130, 140)));
        assertEquals("Selector better", DemoReport.verdict(Figure.FULL_RATE, ours, samples(121, 130, 140)));
        assertEquals("Pollux better", DemoReport.verdict(Figure.FULL_RATE, ours, samples(99, 90, 80)));
        assertEquals("both nothing", DemoReport.verdict(Figure.ALLOCATED, samples(0.1, 0.2), samples(0.5, 0.6)));
    }

    @Test
    void medians() {
        assertEquals(2, samples(3, 1, 2).median());
        assertEquals(2.5, samples(4, 1, 2, 3).median());
    }

    @Test
    void columnsLineUp() {
        Table table = new Table();
        table.row("", "a", "bb");
        table.row("a heading of any length");
        table.row("x", "10", "2");
        assertEquals(
                String.join(System.lineSeparator(), "     a   bb", "a heading of any length", "x   10    2", ""),
                table.toString());
    }
}
