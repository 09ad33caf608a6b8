package dev.pollux.examples.proxy;

import dev.pollux.Backend;
import dev.pollux.examples.server.LoopGroup;
import dev.pollux.readiness.AcceptCallback;
import dev.pollux.readiness.ReadinessDispatcher;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.util.List;

/**
 * A reverse proxy for HTTP/1.1, with a pool of connections to the servers behind it: bounded, probed, those that idle
 * closed after a while, and a dead one replaced without failing the request. Bodies stream through, both ways, as fast as
 * the slower end takes them.
 */
public final class HttpProxy implements AutoCloseable {
    private final LoopGroup loops;
    private final ProxyCounters counters;

    private HttpProxy(LoopGroup loops, ProxyCounters counters) {
        this.loops = loops;
        this.counters = counters;
    }

    /**
     * Starts one.
     *
     * @param address port 0 lets the system choose one
     * @param upstreams the servers, which take requests in turn
     * @param threadCount how many loops, each with a pool of its own
     * @param backend null for the best
     * @param limits what clients and upstreams may cost
     * @return the running proxy
     * @throws IOException if the address is not available
     */
    public static HttpProxy start(
            InetSocketAddress address,
            List<InetSocketAddress> upstreams,
            int threadCount,
            Backend backend,
            ProxyLimits limits)
            throws IOException {
        ProxyCounters counters = new ProxyCounters();
        return new HttpProxy(
                LoopGroup.start(address, threadCount, backend, loop -> setUp(loop, upstreams, limits, counters)),
                counters);
    }

    private static AcceptCallback setUp(
            ReadinessDispatcher dispatcher,
            List<InetSocketAddress> upstreams,
            ProxyLimits limits,
            ProxyCounters counters) {
        ProxyLoop loop = new ProxyLoop(dispatcher, upstreams, limits, counters);
        loop.pool.start();
        return client -> {
            client.setOption(StandardSocketOptions.TCP_NODELAY, true);
            try {
                ProxyConnection.open(loop, client);
            } catch (IOException | RuntimeException e) {
                client.close();
                throw e;
            }
        };
    }

    /** {@return its loops} */
    public LoopGroup loops() {
        return loops;
    }

    /** {@return what it has done, and has at hand} */
    public ProxyCounters counters() {
        return counters;
    }

    @Override
    public void close() {
        loops.close();
    }
}
