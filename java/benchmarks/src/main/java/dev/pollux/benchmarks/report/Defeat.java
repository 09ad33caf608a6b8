package dev.pollux.benchmarks.report;

import dev.pollux.benchmarks.results.Measurement;
import java.util.List;

/**
 * A figure of ours, and those peers' that are better.
 *
 * @param ours the figure
 * @param by the comparisons with each, the greatest difference first
 */
record Defeat(Measurement ours, List<Comparison> by) {
    double worst() {
        return by.get(0).timesWorse();
    }

    /** {@return a peer's median, and the ratio of ours to it, with a question mark where too few rounds tell} */
    static String told(Comparison comparison) {
        return comparison.other().contestant() + " "
                + Numbers.of(comparison.other().median()) + ": " + comparison.text() + " ×"
                + (comparison.isTold() ? "" : " ?");
    }
}
