package dev.pollux.examples.proxy;

import dev.pollux.examples.http.HttpLimits;
import java.util.concurrent.TimeUnit;

/**
 * What clients and upstreams may cost.
 *
 * @param message how large the heads of requests and responses may be, and bodies
 * @param pool the connections to an upstream
 * @param health when an upstream counts as down
 * @param responseNanos how long an upstream may be silent while the proxy waits for it, before the answer is 504
 * @param clientIdleNanos how long a client may be silent, or not read, while the proxy waits for it
 * @param headNanos how long a request's head may take from its first byte to its last, before the answer is 408
 */
public record ProxyLimits(
        HttpLimits message,
        PoolLimits pool,
        HealthPolicy health,
        long responseNanos,
        long clientIdleNanos,
        long headNanos) {
    /** Bodies pass through: their length matters to nobody here, as long as it fits a number. */
    private static final long MAX_BODY_BYTES = 1L << 50;

    /** What the proxy command keeps to. The times of {@code message} are the HTTP server's, and of no use here. */
    public static final ProxyLimits DEFAULT = new ProxyLimits(
            new HttpLimits(
                    HttpLimits.DEFAULT.requestLineBytes(),
                    HttpLimits.DEFAULT.fieldsBytes(),
                    HttpLimits.DEFAULT.fieldCount(),
                    MAX_BODY_BYTES,
                    0,
                    0),
            PoolLimits.DEFAULT,
            HealthPolicy.DEFAULT,
            TimeUnit.SECONDS.toNanos(30),
            TimeUnit.SECONDS.toNanos(60),
            TimeUnit.SECONDS.toNanos(10));

    /** {@return these limits with another pool} */
    public ProxyLimits with(PoolLimits other) {
        return new ProxyLimits(message, other, health, responseNanos, clientIdleNanos, headNanos);
    }

    /** {@return these limits with another health policy} */
    public ProxyLimits with(HealthPolicy other) {
        return new ProxyLimits(message, pool, other, responseNanos, clientIdleNanos, headNanos);
    }

    /** {@return these limits with another time for responses} */
    public ProxyLimits withResponseNanos(long nanos) {
        return new ProxyLimits(message, pool, health, nanos, clientIdleNanos, headNanos);
    }

    /** {@return these limits with other times for clients} */
    public ProxyLimits withClientNanos(long idleNanos, long newHeadNanos) {
        return new ProxyLimits(message, pool, health, responseNanos, idleNanos, newHeadNanos);
    }
}
