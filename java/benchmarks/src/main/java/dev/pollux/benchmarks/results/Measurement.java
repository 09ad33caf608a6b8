package dev.pollux.benchmarks.results;

import java.util.List;
import java.util.stream.IntStream;

/**
 * One figure of one contestant in one case, once a round. Contestants of a case were measured in turn within each round, so
 * samples of the same index belong together, and their ratio holds where the machine's speed drifts.
 *
 * @param suite {@code micro}, {@code servers}, {@code completions} or {@code windows}
 * @param group what is compared, {@code dispatch} for instance
 * @param scene the case within the group, {@code 64 ready of 1000}
 * @param contestant who, by the name that the report prints: {@code Pollux ffm}, {@code C}, {@code Netty epoll}
 * @param metric what was measured, {@code time an event}
 * @param unit its unit, {@code ns}
 * @param better which way is better
 * @param samples the figure of each round, in order
 */
public record Measurement(
        String suite,
        String group,
        String scene,
        String contestant,
        String metric,
        String unit,
        Better better,
        List<Double> samples) {
    public Measurement {
        samples = List.copyOf(samples);
        if (samples.isEmpty()) {
            throw new IllegalArgumentException("no samples of " + contestant + " in " + group + ", " + scene);
        }
    }

    /** {@return the middle of the rounds} */
    public double median() {
        return medianOf(samples);
    }

    /** {@return the least of the rounds} */
    public double min() {
        return samples.stream().mapToDouble(Double::doubleValue).min().orElseThrow();
    }

    /** {@return the greatest of the rounds} */
    public double max() {
        return samples.stream().mapToDouble(Double::doubleValue).max().orElseThrow();
    }

    /**
     * {@return the median of this figure's ratios to another's, round by round}
     *
     * @param other the same figure of another contestant
     */
    public double ratioTo(Measurement other) {
        int rounds = Math.min(samples.size(), other.samples.size());
        return medianOf(IntStream.range(0, rounds)
                .mapToObj(i -> samples.get(i) / other.samples.get(i))
                .toList());
    }

    /** {@return the middle of some values, or the mean of the two in the middle} */
    public static double medianOf(List<Double> values) {
        double[] sorted =
                values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
