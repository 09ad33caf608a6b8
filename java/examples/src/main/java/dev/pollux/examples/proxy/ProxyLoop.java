package dev.pollux.examples.proxy;

import dev.pollux.examples.http.DateLine;
import dev.pollux.examples.http.HttpLimits;
import dev.pollux.examples.http.ResponseWriter;
import dev.pollux.readiness.ReadinessDispatcher;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;

/**
 * What the connections of one loop share: the pool, and the buffers, which hold nothing between two events. Nothing here is
 * another loop's, so nothing is locked.
 */
final class ProxyLoop {
    private static final int INPUT_BYTES = 32 * 1024;

    final ReadinessDispatcher dispatcher;
    final ProxyLimits limits;
    final ProxyCounters counters;
    final UpstreamPool pool;
    final BodyWriter bodies;

    /** What a client has sent. Not to be used for more than the event that filled it. */
    final ByteBuffer requestInput = ByteBuffer.allocateDirect(INPUT_BYTES);

    /** What an upstream has sent: another one, since the end of a response may begin the next request. */
    final ByteBuffer responseInput = ByteBuffer.allocateDirect(INPUT_BYTES);

    /** For a look at whether an idle connection has something to say, which would end it. */
    final ByteBuffer probe = ByteBuffer.allocateDirect(1);

    /** Where heads are put together, to be written at once. */
    final ByteBuffer head;

    private final ResponseWriter responses = new ResponseWriter(Instant.EPOCH);
    private byte[] dateLine;
    private long dateSeconds;

    ProxyLoop(
            ReadinessDispatcher dispatcher,
            List<InetSocketAddress> upstreams,
            ProxyLimits limits,
            ProxyCounters counters) {
        this.dispatcher = dispatcher;
        this.limits = limits;
        this.counters = counters;
        bodies = new BodyWriter(counters);
        HttpLimits message = limits.message();
        // A blank and a line end are added to each field, but none is shorter than a name of one character and a colon.
        head = ByteBuffer.allocateDirect(
                message.requestLineBytes() + 2 * message.fieldsBytes() + RequestHead.EXTRA_BYTES);
        pool = new UpstreamPool(this, upstreams);
    }

    /** {@return the writer of the proxy's own responses} */
    ResponseWriter responses() {
        keepTime();
        return responses;
    }

    /** {@return the Date line of this second} */
    byte[] dateLine() {
        keepTime();
        return dateLine;
    }

    /** Once a second there is something to render. */
    private void keepTime() {
        long nowSeconds = System.currentTimeMillis() / 1000;
        if (nowSeconds != dateSeconds) {
            dateSeconds = nowSeconds;
            Instant now = Instant.ofEpochSecond(nowSeconds);
            responses.setTime(now);
            dateLine = DateLine.of(now);
        }
    }
}
