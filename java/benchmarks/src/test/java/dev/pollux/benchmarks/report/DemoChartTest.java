package dev.pollux.benchmarks.report;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pollux.benchmarks.results.Better;
import dev.pollux.benchmarks.results.Results;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class DemoChartTest {
    private final Results results = new Results();

    private void add(String metric, String unit, Better better, double pollux, double selector) {
        for (int round = 0; round < 3; round++) {
            results.add("demo", "ticks", "A tick", "Pollux", metric, unit, better, pollux);
            results.add("demo", "ticks", "A tick", "Selector", metric, unit, better, selector);
        }
    }

    @Test
    void eachFigureIsDrawnAsAShareOfTheSelectors() throws IOException {
        add("lateness", "us", Better.LOWER, 50, 200);
        add("rate", "million/s", Better.HIGHER, 50, 100);
        add("garbage", "bytes", Better.LOWER, 0, 24);
        add("other memory", "bytes", Better.LOWER, 2, 0);
        String svg = DemoChart.svg(results);
        for (String text : new String[] {"ticks: lateness", "0.25", "ticks: rate", "2.00", "ticks: garbage", "0.00"}) {
            assertTrue(svg.contains(">" + text + "</"), text);
        }
        assertFalse(svg.contains("other memory"), "it has no ratio");
    }

    @Test
    void otherFiguresAreRefused() {
        results.add("micro", "dispatch", "1", "Pollux", "time", "ns", Better.LOWER, 1);
        assertThrows(IOException.class, () -> DemoChart.svg(results));
    }
}
