package dev.pollux.benchmarks.servers;

import com.google.gson.FieldNamingPolicy;
import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonParseException;
import java.io.IOException;

/**
 * What the load generator has seen within the measured time.
 *
 * @param messages replies, or connections of a storm
 * @param seconds how long that was
 * @param lost datagrams without a reply
 * @param cpuNanos what the server's process used meanwhile, all threads, user and system
 * @param waitedNanos how long the client was ready to run and had no processor, for others had it
 * @param residentBytes the server's resident memory at the end of it, while the connections are open
 */
record LoadResult(
        long messages,
        double seconds,
        long lost,
        long cpuNanos,
        long waitedNanos,
        long residentBytes,
        double p50Us,
        double p99Us,
        double p999Us,
        double maxUs) {
    private static final Gson GSON = new GsonBuilder()
            .setFieldNamingPolicy(FieldNamingPolicy.LOWER_CASE_WITH_UNDERSCORES)
            .create();

    static LoadResult parse(String line) throws IOException {
        try {
            LoadResult result = GSON.fromJson(line, LoadResult.class);
            if (result == null || result.messages <= 0 || !(result.seconds > 0) || result.cpuNanos < 0) {
                throw new IOException("the load generator has measured nothing: " + line);
            }
            return result;
        } catch (JsonParseException e) {
            throw new IOException("the load generator said: " + line, e);
        }
    }

    double ratePerSecond() {
        return messages / seconds;
    }

    /** {@return which share of the measured time others had the client's processor} */
    double othersShare() {
        return waitedNanos / 1e9 / seconds;
    }

    double cpuMicrosEach() {
        return cpuNanos / 1e3 / messages;
    }
}
