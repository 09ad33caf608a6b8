package dev.pollux.examples.load;

import java.util.Locale;
import java.util.Map;

/** Tells a load's result, to a reader and to a program. */
public final class LoadReport {
    private static final double[] PERCENTILES = {50, 90, 99, 99.9};

    private LoadReport() {}

    /** {@return what the latencies mean} */
    static String latencyMeaning(LoadPlan plan) {
        return plan.isOpenLoop()
                ? "from the time a message was to be sent: corrected for coordinated omission"
                : "from the time a message was sent, the next after its reply: a closed loop, not corrected for"
                        + " coordinated omission";
    }

    /** {@return the result in lines} */
    public static String text(LoadResult result) {
        LoadPlan plan = result.plan();
        StringBuilder text = new StringBuilder();
        line(text, "connections", "%d opened, %d failed", result.opened(), result.failed());
        line(text, "messages", "%d good replies (with warm-up)", result.replies());
        line(text, "rate", "%.0f a second%s", result.ratePerSecond(), asked(plan));
        line(text, "errors", "%d", result.errorCount());
        result.errors().forEach((kind, count) -> line(text, "", "%d x %s", count, kind));
        line(text, "latency", "%s", latencyMeaning(plan));
        for (double percentile : PERCENTILES) {
            line(text, "  p" + name(percentile), "%.1f us", result.percentileMicros(percentile));
        }
        line(text, "  max", "%.1f us", result.maxMicros());
        return text.toString();
    }

    private static String asked(LoadPlan plan) {
        return plan.isOpenLoop() ? String.format(Locale.ROOT, " (%.0f asked for)", plan.ratePerSecond()) : "";
    }

    private static void line(StringBuilder text, String label, String format, Object... values) {
        text.append(String.format(Locale.ROOT, "%-13s", label));
        text.append(String.format(Locale.ROOT, format, values)).append(System.lineSeparator());
    }

    private static String name(double percentile) {
        return percentile == Math.rint(percentile) ? Integer.toString((int) percentile) : Double.toString(percentile);
    }

    /** {@return the result as a JSON object, with latencies in nanoseconds} */
    public static String json(LoadResult result) {
        LoadPlan plan = result.plan();
        JsonObject latency = new JsonObject().put("correctedForCoordinatedOmission", plan.isOpenLoop());
        for (double percentile : PERCENTILES) {
            latency.put("p" + name(percentile), (long) (1e3 * result.percentileMicros(percentile)));
        }
        latency.put("max", result.latencyNanos().getMaxValue());
        JsonObject errors = new JsonObject();
        for (Map.Entry<String, Long> error : result.errors().entrySet()) {
            errors.put(error.getKey(), error.getValue());
        }
        return new JsonObject()
                .put("protocol", plan.protocol().name().toLowerCase(Locale.ROOT))
                .put("connections", plan.connections())
                .put("pipeline", plan.pipeline())
                .put("threads", plan.threads())
                .put("warmupSeconds", plan.warmupSeconds())
                .put("seconds", plan.seconds())
                .put("askedRatePerSecond", plan.ratePerSecond())
                .put("opened", result.opened())
                .put("failed", result.failed())
                .put("replies", result.replies())
                .put("ratePerSecond", result.ratePerSecond())
                .put("errors", errors)
                .put("latencyNanos", latency)
                .toString();
    }
}
