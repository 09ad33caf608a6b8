package dev.pollux.benchmarks.report;

import dev.pollux.benchmarks.results.Better;
import dev.pollux.benchmarks.results.Measurement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * One figure beside the same figure of another, round by round: both were taken shortly after each other in a round, so the
 * ratio holds where the machine's speed drifts.
 *
 * @param figure the one
 * @param other the other
 * @param ratios the one to the other in each round, sorted
 */
record Comparison(Measurement figure, Measurement other, List<Double> ratios) {
    /** Fewer tell nothing of how far the rounds lie apart. */
    static final int ROUNDS_THAT_TELL = 3;

    /** What an allocation profiler sees where nothing is allocated. */
    private static final double NO_BYTES = 0.05;

    /** So short a time is the difference of two longer ones, and may come out as nothing, or less. */
    private static final double RESOLUTION_NANOS = 10;

    static Comparison of(Measurement figure, Measurement other) {
        int rounds = Math.min(figure.samples().size(), other.samples().size());
        List<Double> ratios = new ArrayList<>();
        for (int i = 0; i < rounds; i++) {
            ratios.add(ratio(settled(figure, i), settled(other, i)));
        }
        Collections.sort(ratios);
        return new Comparison(figure, other, List.copyOf(ratios));
    }

    private static double settled(Measurement measurement, int round) {
        double sample = measurement.samples().get(round);
        return switch (measurement.unit()) {
            case "B" -> sample < NO_BYTES ? 0 : sample;
            case "ns" -> Math.max(sample, RESOLUTION_NANOS);
            default -> sample;
        };
    }

    private static double ratio(double figure, double other) {
        return figure == other ? 1 : figure / other; // nothing and nothing is the same
    }

    double median() {
        return Measurement.medianOf(ratios);
    }

    double min() {
        return ratios.get(0);
    }

    double max() {
        return ratios.get(ratios.size() - 1);
    }

    /** {@return how many times worse the one is than the other, above 1 if it is} */
    double timesWorse() {
        return figure.better() == Better.LOWER ? median() : 1 / median();
    }

    /** {@return if there are rounds enough to tell a difference from noise} */
    boolean isTold() {
        return ratios.size() >= ROUNDS_THAT_TELL;
    }

    /** {@return if some rounds have the one ahead and some the other, or are too few to tell} */
    boolean isWithinNoise() {
        return !isTold() || min() <= 1 && max() >= 1;
    }

    /** {@return the ratio and its spread, {@code 1.04 (1.01–1.06)}} */
    String text() {
        return new Spread(ratios).ratioText();
    }
}
