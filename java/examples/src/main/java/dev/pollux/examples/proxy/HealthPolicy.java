package dev.pollux.examples.proxy;

import java.util.concurrent.TimeUnit;

/**
 * When an upstream counts as down, and as up again.
 *
 * @param intervalNanos how often it is probed, or 0 for never, and then it counts as up whatever happens
 * @param path what a probe asks for, to be answered with 2xx or 3xx, or null if a connection is proof enough
 * @param failures after so many in a row, of probes or of connects for requests, it is down. One good probe brings it back
 */
public record HealthPolicy(long intervalNanos, String path, int failures) {
    /** What the proxy command keeps to. */
    public static final HealthPolicy DEFAULT = new HealthPolicy(TimeUnit.SECONDS.toNanos(1), null, 3);

    /** Nothing is probed. */
    public static final HealthPolicy NONE = new HealthPolicy(0, null, Integer.MAX_VALUE);
}
