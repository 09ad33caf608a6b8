package dev.pollux.examples.demo;

import java.util.Arrays;

/** One figure of one contender, once a round. */
final class Samples {
    private double[] values = new double[0];

    void add(double value) {
        values = Arrays.copyOf(values, values.length + 1);
        values[values.length - 1] = value;
    }

    int count() {
        return values.length;
    }

    /** {@return the values, in the order of the rounds} */
    double[] values() {
        return values.clone();
    }

    double median() {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    double min() {
        return Arrays.stream(values).min().orElseThrow();
    }

    double max() {
        return Arrays.stream(values).max().orElseThrow();
    }

    /** {@return whether the two ranges have something in common: then a few rounds tell no difference} */
    boolean overlaps(Samples other) {
        return min() <= other.max() && other.min() <= max();
    }
}
