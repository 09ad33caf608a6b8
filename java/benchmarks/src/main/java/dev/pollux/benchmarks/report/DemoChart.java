package dev.pollux.benchmarks.report;

import dev.pollux.benchmarks.Contestants;
import dev.pollux.benchmarks.report.ChartPlan.Panel;
import dev.pollux.benchmarks.results.Measurement;
import dev.pollux.benchmarks.results.Results;
import java.io.IOException;
import java.util.List;

/** The chart of what the examples' demo measures: Pollux, where the Selector is 1. */
public final class DemoChart {
    /** The suite that the demo names in its file. */
    public static final String SUITE = "demo";

    private DemoChart() {}

    /**
     * {@return the chart's text}
     *
     * @param results what the demo wrote
     * @throws IOException if they are not the demo's, or it can't be drawn
     */
    public static String svg(Results results) throws IOException {
        List<Panel> panels = results.measurements().stream()
                .filter(each -> each.suite().equals(SUITE) && each.contestant().equals(Contestants.DEMO_POLLUX))
                .map(DemoChart::panel)
                .toList();
        ChartPlan plan = new ChartPlan(
                "demo.svg",
                "What the demo measures: Pollux beside a Selector",
                "cost on Pollux, where the Selector's is 1; left of the line is better than the Selector",
                SUITE,
                panels,
                List.of(Contestants.DEMO_POLLUX),
                Contestants.DEMO_SELECTOR,
                1,
                false);
        return Charts.draw(new Findings(results.measurements()), plan)
                .orElseThrow(() -> new IOException("these are no figures of the demo"))
                .svg();
    }

    private static Panel panel(Measurement figure) {
        return new Panel(figure.group() + ": " + figure.metric(), figure.group(), figure.scene(), figure.metric());
    }
}
