package dev.pollux.benchmarks.report;

import dev.pollux.benchmarks.results.Measurement;
import java.util.List;

/** A value of each round, and how they are printed together. */
record Spread(List<Double> values) {
    double median() {
        return Measurement.medianOf(values);
    }

    double min() {
        return values.stream().mapToDouble(Double::doubleValue).min().orElseThrow();
    }

    double max() {
        return values.stream().mapToDouble(Double::doubleValue).max().orElseThrow();
    }

    /** {@return the median, with the least and the greatest if there are several} */
    String text() {
        return join(Numbers.of(median()), Numbers.of(min()), Numbers.of(max()));
    }

    String ratioText() {
        return join(Numbers.ratio(median()), Numbers.ratio(min()), Numbers.ratio(max()));
    }

    private String join(String median, String min, String max) {
        return values.size() == 1 || min.equals(max) ? median : median + " (" + min + "–" + max + ")";
    }
}
