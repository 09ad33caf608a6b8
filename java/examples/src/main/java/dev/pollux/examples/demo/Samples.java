package dev.pollux.examples.demo;

import java.util.Arrays;

/** One figure of one server, once a round. */
final class Samples {
    private double[] values = new double[0];

    void add(double value) {
        values = Arrays.copyOf(values, values.length + 1);
        values[values.length - 1] = value;
        Arrays.sort(values);
    }

    double median() {
        int middle = values.length / 2;
        return values.length % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
    }

    double min() {
        return values[0];
    }

    double max() {
        return values[values.length - 1];
    }

    /** {@return whether the two ranges have something in common: then a few rounds tell no difference} */
    boolean overlaps(Samples other) {
        return min() <= other.max() && other.min() <= max();
    }
}
