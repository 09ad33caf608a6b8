package dev.pollux.examples.load;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;

/**
 * What a load has come to.
 *
 * @param plan what was asked for
 * @param opened connections that were established
 * @param failed connections that were not
 * @param replies good replies, those during warm-up included
 * @param ratePerSecond good replies a second while it was measured
 * @param errors how often each kind of error happened
 * @param latencyNanos of the messages that were started while it was measured
 */
public record LoadResult(
        LoadPlan plan,
        int opened,
        int failed,
        long replies,
        double ratePerSecond,
        Map<String, Long> errors,
        Histogram latencyNanos) {

    static LoadResult of(LoadPlan plan, List<LoadTally> tallies) {
        Map<String, Long> errors = new TreeMap<>();
        Histogram latencyNanos = new LoadTally().latencyNanos;
        int opened = 0;
        int failed = 0;
        long replies = 0;
        long measured = 0;
        for (LoadTally tally : tallies) {
            opened += tally.opened;
            failed += tally.failed;
            replies += tally.replies;
            measured += tally.measuredReplies;
            tally.errors.forEach((kind, count) -> errors.merge(kind, count, Long::sum));
            latencyNanos.add(tally.latencyNanos);
        }
        return new LoadResult(plan, opened, failed, replies, measured / plan.seconds(), errors, latencyNanos);
    }

    /** {@return how many errors there were} */
    public long errorCount() {
        return errors.values().stream().mapToLong(Long::longValue).sum();
    }

    /** {@return a percentile of the latency, in microseconds, or 0 if nothing was measured} */
    public double percentileMicros(double percentile) {
        return latencyNanos.getTotalCount() == 0 ? 0 : latencyNanos.getValueAtPercentile(percentile) / 1e3;
    }

    /** {@return the longest latency, in microseconds} */
    public double maxMicros() {
        return latencyNanos.getMaxValue() / 1e3;
    }
}
