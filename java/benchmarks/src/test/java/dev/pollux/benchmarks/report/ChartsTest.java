package dev.pollux.benchmarks.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pollux.benchmarks.Contestants;
import dev.pollux.benchmarks.results.Results;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChartsTest {
    @Test
    void aChartNamesItsContestantsScenesAndValues() throws IOException {
        List<Chart> charts = Charts.of(new Findings(Synthetic.whole().measurements()));
        assertEquals(
                List.of(
                        "dispatch.svg",
                        "operations.svg",
                        "hand-over.svg",
                        "echo-cpu.svg",
                        "echo-p99.svg",
                        "completions-cpu.svg"),
                charts.stream().map(Chart::file).toList());
        String dispatch = charts.get(0).svg();
        for (String text : List.of(
                Contestants.POLLUX_FFM,
                Contestants.POLLUX_JNI,
                Contestants.POLLUX_JNR,
                Contestants.JDK_SELECT,
                Contestants.JDK_CONSUMER,
                Contestants.NETTY_EPOLL,
                Contestants.AGRONA,
                "64 ready of 64",
                "1.03",
                charts.get(0).title())) {
            assertTrue(dispatch.contains(">" + text + "</"), text);
        }
        assertTrue(dispatch.contains("lower is better"));
        assertTrue(charts.get(2).svg().contains("higher is better"));
    }

    @Test
    void aChartHasItsOwnPaper() throws IOException {
        for (Chart chart : Charts.of(new Findings(Synthetic.whole().measurements()))) {
            assertTrue(chart.svg().contains("fill=\"white\""), chart.file());
        }
    }

    @Test
    void whoWasNotMeasuredIsNotDrawn() throws IOException {
        Results results = new Synthetic()
                .samples("hand-over", "2 producers", Contestants.POLLUX_FFM, "tasks a second", "", 3e6)
                .results();
        List<Chart> charts = Charts.of(new Findings(results.measurements()));
        // Nothing is there to be compared with in the chart of ratios.
        assertEquals(List.of("hand-over.svg"), charts.stream().map(Chart::file).toList());
        String svg = charts.get(0).svg();
        assertTrue(svg.contains(">Pollux ffm</"));
        assertTrue(svg.contains(">3.00</"));
        assertFalse(svg.contains("Netty"));
        assertFalse(svg.contains("1 producer"));
    }

    @Test
    void figuresOfNothingAreDrawn() throws IOException {
        Results results = new Synthetic()
                .samples("dispatch", "1 ready of 1", Contestants.POLLUX_FFM, "time an event", "ns", 0, 0)
                .samples("dispatch", "1 ready of 1", Contestants.C, "time an event", "ns", 0, 0)
                .samples("wakeup", "awake", Contestants.POLLUX_FFM, "time a wakeup", "ns", 0)
                .samples("wakeup", "awake", Contestants.C, "time a wakeup", "ns", 5)
                .samples("interest", "toggled and back", Contestants.POLLUX_FFM, "time a toggle", "ns", 5)
                .samples("interest", "toggled and back", Contestants.C, "time a toggle", "ns", 0)
                .results();
        List<Chart> charts = Charts.of(new Findings(results.measurements()));
        assertEquals(
                List.of("dispatch.svg", "operations.svg"),
                charts.stream().map(Chart::file).toList());
        assertFalse(charts.get(1).svg().contains("NaN"));
        assertFalse(charts.get(1).svg().contains("Infinity"));
    }

    @Test
    void nothingMeasuredIsNoChart() throws IOException {
        assertEquals(List.of(), Charts.of(new Findings(List.of())));
    }
}
