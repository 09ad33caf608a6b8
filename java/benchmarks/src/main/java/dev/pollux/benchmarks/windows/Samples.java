package dev.pollux.benchmarks.windows;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What several rounds have measured. */
final class Samples {
    private final List<Double> values = new ArrayList<>();

    void add(double value) {
        values.add(value);
    }

    /** {@return each round's value by the same round's of another} */
    Samples ratiosTo(Samples other) {
        Samples ratios = new Samples();
        for (int i = 0; i < values.size(); i++) {
            ratios.add(values.get(i) / other.values.get(i));
        }
        return ratios;
    }

    private double rank(double share) {
        List<Double> sorted = values.stream().sorted().toList();
        return sorted.get((int) Math.round(share * (sorted.size() - 1)));
    }

    double median() {
        return rank(0.5);
    }

    /** {@return the median, and between what and what the middle half lies} */
    String text(String format) {
        return String.format(
                Locale.ROOT, format + " (" + format + " to " + format + ")", median(), rank(0.25), rank(0.75));
    }
}
