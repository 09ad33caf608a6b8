package dev.pollux.examples.load;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** What one thread of the client has counted. Not thread-safe. */
final class LoadTally {
    private static final long MAX_LATENCY_NANOS = TimeUnit.HOURS.toNanos(1);
    private static final int SIGNIFICANT_DIGITS = 3;

    final Map<String, Long> errors = new TreeMap<>();
    final Histogram latencyNanos = new Histogram(1, MAX_LATENCY_NANOS, SIGNIFICANT_DIGITS);
    int opened;
    int failed;

    /** Good replies, all of them. */
    long replies;

    /** Good replies that came while it was measured. */
    long measuredReplies;

    void error(String kind) {
        errors(kind, 1);
    }

    void errors(String kind, long count) {
        if (count > 0) {
            errors.merge(kind, count, Long::sum);
        }
    }

    void latency(long nanos) {
        latencyNanos.recordValue(Math.max(1, Math.min(nanos, MAX_LATENCY_NANOS)));
    }
}
