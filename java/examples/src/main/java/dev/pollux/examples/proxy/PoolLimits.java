package dev.pollux.examples.proxy;

import java.util.concurrent.TimeUnit;

/**
 * How many connections a loop may have to an upstream, and for how long what may wait.
 *
 * @param connections the most connections to one upstream, those that connect and those that idle included
 * @param queuedRequests how many requests may wait for a connection. What is beyond is answered by 503
 * @param queueNanos how long one may wait before it is answered by 503
 * @param connectNanos how long a connect may take before the answer is 504
 * @param idleNanos a connection that nobody has used for so long is closed
 */
public record PoolLimits(int connections, int queuedRequests, long queueNanos, long connectNanos, long idleNanos) {
    /** What the proxy command keeps to. */
    public static final PoolLimits DEFAULT = new PoolLimits(
            32, 1024, TimeUnit.SECONDS.toNanos(5), TimeUnit.SECONDS.toNanos(3), TimeUnit.SECONDS.toNanos(30));
}
