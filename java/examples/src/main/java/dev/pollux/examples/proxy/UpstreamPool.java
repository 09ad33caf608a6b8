package dev.pollux.examples.proxy;

import dev.pollux.examples.http.HttpStatus;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.util.ArrayDeque;
import java.util.List;

/**
 * A loop's connections to all upstreams, and the requests that wait for one. Each loop has its own, so that a request and
 * its connection are never two threads' matter.
 */
final class UpstreamPool {
    private final ProxyLoop loop;
    private final Upstream[] upstreams;
    private final ArrayDeque<Exchange> waiting = new ArrayDeque<>(); // in the order of their deadlines, too
    private final Deadline queueDeadline;
    private int next;

    UpstreamPool(ProxyLoop loop, List<InetSocketAddress> addresses) {
        this.loop = loop;
        upstreams = addresses.stream()
                .map(address -> new Upstream(loop, this, address))
                .toArray(Upstream[]::new);
        queueDeadline = new Deadline(loop.dispatcher, this::expire);
    }

    void start() {
        for (Upstream upstream : upstreams) {
            upstream.start();
        }
    }

    /** Finds a connection for a request, which learns of it or of why there is none, perhaps within this call. */
    void acquire(Exchange exchange) {
        Upstream upstream = waiting.isEmpty() ? choose(exchange) : null;
        if (upstream != null) {
            serve(exchange, upstream);
        } else if (!isAnyUpFor(exchange)) {
            exchange.unavailable(HttpStatus.BAD_GATEWAY);
        } else if (waiting.size() >= loop.limits.pool().queuedRequests()) {
            exchange.unavailable(HttpStatus.SERVICE_UNAVAILABLE);
        } else {
            exchange.queuedNanos = System.nanoTime();
            if (waiting.isEmpty()) {
                queueDeadline.set(loop.limits.pool().queueNanos());
            }
            waiting.add(exchange);
            loop.counters.waitingRequests.increment();
        }
    }

    /** Deals out in turn, among those that are up and have a connection or room for one, or null if none has. */
    private Upstream choose(Exchange exchange) {
        for (int i = 0; i < upstreams.length; i++) {
            int index = (next + i) % upstreams.length;
            if (isFor(exchange, index) && upstreams[index].canServe()) {
                next = (index + 1) % upstreams.length;
                return upstreams[index];
            }
        }
        return null;
    }

    /** One that the request has failed at is not asked again, even if it does not count as down yet. */
    private boolean isFor(Exchange exchange, int index) {
        return upstreams[index].isUp() && !exchange.hasFailedAt(upstreams[index]);
    }

    /** {@return whether there is an upstream to ask that the request has not failed at} */
    boolean isAnyUpFor(Exchange exchange) {
        for (int i = 0; i < upstreams.length; i++) {
            if (isFor(exchange, i)) {
                return true;
            }
        }
        return false;
    }

    private static void serve(Exchange exchange, Upstream upstream) {
        if (exchange.needsFresh()) { // where one pooled connection was dead, the others are likely to be
            if (!upstream.hasRoom()) {
                upstream.dropOldest();
            }
        } else {
            UpstreamConnection connection = upstream.takeIdle(!exchange.isRepeatable());
            if (connection != null) {
                exchange.connected(connection);
                return;
            }
        }
        upstream.connect(exchange);
    }

    /** Nothing of the request was sent, so it may go to another upstream whatever its method. */
    void connectFailed(Exchange exchange, Upstream upstream, IOException reason) {
        if (!exchange.isDone()) {
            exchange.failedAt(upstream);
            if (isAnyUpFor(exchange)) {
                acquire(exchange);
            } else {
                boolean late = reason instanceof SocketTimeoutException;
                exchange.unavailable(late ? HttpStatus.GATEWAY_TIMEOUT : HttpStatus.BAD_GATEWAY);
            }
        }
        serveWaiting();
    }

    /** Takes a connection back. */
    void release(UpstreamConnection connection, boolean reusable) {
        Upstream upstream = connection.upstream();
        if (!reusable) {
            upstream.close(connection);
        } else {
            upstream.keep(connection);
        }
        serveWaiting();
    }

    void cancel(Exchange exchange) {
        if (waiting.remove(exchange)) {
            loop.counters.waitingRequests.decrement();
        }
    }

    void serveWaiting() {
        Upstream upstream;
        while (!waiting.isEmpty() && (upstream = choose(waiting.peekFirst())) != null) {
            serve(forgetFirst(), upstream); // first forgotten, for serving may lead back to here
        }
    }

    /** What waits for an upstream that is down would wait in vain. */
    void wentDown() {
        for (int i = waiting.size(); i > 0 && !waiting.isEmpty(); i--) {
            Exchange exchange = forgetFirst();
            if (isAnyUpFor(exchange)) {
                loop.counters.waitingRequests.increment();
                waiting.addLast(exchange); // behind the others, each of which gets there, too
            } else {
                exchange.unavailable(HttpStatus.BAD_GATEWAY);
            }
        }
    }

    private Exchange forgetFirst() {
        loop.counters.waitingRequests.decrement();
        return waiting.pollFirst();
    }

    private void expire() {
        long nowNanos = System.nanoTime();
        while (!waiting.isEmpty()) {
            long leftNanos = loop.limits.pool().queueNanos() - (nowNanos - waiting.peekFirst().queuedNanos);
            if (leftNanos > 0) {
                queueDeadline.set(leftNanos);
                return;
            }
            forgetFirst().unavailable(HttpStatus.SERVICE_UNAVAILABLE);
        }
    }
}
