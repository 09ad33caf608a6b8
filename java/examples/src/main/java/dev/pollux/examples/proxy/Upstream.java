package dev.pollux.examples.proxy;

import dev.pollux.examples.http.Ascii;
import dev.pollux.readiness.StreamSocket;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayDeque;

/** One server behind the proxy, as one loop sees it: its connections, those that idle among them, and whether it is up. */
final class Upstream {
    private final ProxyLoop loop;
    private final UpstreamPool pool;
    private final InetSocketAddress address;
    private final byte[] name;
    private final ArrayDeque<UpstreamConnection> idle = new ArrayDeque<>(); // the longest idle first
    private final Deadline oldest;
    private final HealthCheck health;
    private int connections;
    private int failures;
    private int failedProbes;
    private boolean up = true;

    Upstream(ProxyLoop loop, UpstreamPool pool, InetSocketAddress address) {
        this.loop = loop;
        this.pool = pool;
        this.address = address;
        String host = address.getHostString();
        name = Ascii.bytes((host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + address.getPort());
        oldest = new Deadline(loop.dispatcher, this::closeIdle);
        health = new HealthCheck(loop, this);
    }

    void start() {
        health.start();
    }

    InetSocketAddress address() {
        return address;
    }

    /** {@return what to call it where a Host is needed and the client has named none} */
    byte[] name() {
        return name;
    }

    boolean isUp() {
        return up;
    }

    /**
     * {@return the connection that was used last, or null. Thus those that the load does not need grow old, and are closed}
     *
     * @param probed whether to make sure that it lives, by a read: for a request that can't be sent twice
     */
    UpstreamConnection takeIdle(boolean probed) {
        UpstreamConnection connection;
        while ((connection = idle.pollLast()) != null) {
            loop.counters.idleConnections.decrement();
            if (!probed || connection.isSilent()) {
                return connection;
            }
            close(connection);
        }
        return null;
    }

    boolean canServe() {
        return !idle.isEmpty() || hasRoom();
    }

    boolean hasRoom() {
        return connections < loop.limits.pool().connections();
    }

    /** Makes room for a new connection, if only an idle one is in its way. */
    void dropOldest() {
        UpstreamConnection connection = idle.pollFirst();
        if (connection != null) {
            loop.counters.idleConnections.decrement();
            close(connection);
        }
    }

    void connect(Exchange exchange) {
        connections++;
        loop.counters.upstreamConnections.increment();
        loop.counters.connects.increment();
        try {
            loop.dispatcher.connect(
                    address,
                    loop.limits.pool().connectNanos(),
                    (socket, failure) -> connected(exchange, socket, failure));
        } catch (IOException e) { // no descriptor, say: told later, as all others are
            loop.dispatcher.execute(() -> connected(exchange, null, e));
        }
    }

    private void connected(Exchange exchange, StreamSocket socket, IOException failure) {
        if (failure instanceof ClosedChannelException) {
            return; // the loop ends
        }
        UpstreamConnection connection = null;
        IOException reason = failure;
        if (reason == null) {
            try {
                socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
                connection = new UpstreamConnection(loop, this, socket);
            } catch (IOException | RuntimeException e) {
                socket.close();
                reason = new IOException(e);
            }
        }
        if (connection == null) {
            connections--;
            loop.counters.upstreamConnections.decrement();
            failed();
            pool.connectFailed(exchange, this, reason);
        } else if (exchange.isDone()) { // the client has gone meanwhile
            pool.release(connection, true);
        } else {
            exchange.connected(connection);
        }
    }

    /** Keeps a connection for later. */
    void keep(UpstreamConnection connection) {
        if (idle.isEmpty()) {
            oldest.set(loop.limits.pool().idleNanos());
        }
        connection.idleSinceNanos = System.nanoTime();
        idle.addLast(connection);
        loop.counters.idleConnections.increment();
    }

    /** An idle connection has ended, or sends what nobody has asked for: it is of no use. */
    void lost(UpstreamConnection connection) {
        if (idle.remove(connection)) {
            loop.counters.idleConnections.decrement();
        }
        close(connection);
        pool.serveWaiting(); // there is room for another one
    }

    void close(UpstreamConnection connection) {
        connections--;
        loop.counters.upstreamConnections.decrement();
        connection.close();
    }

    private void closeIdle() {
        long nowNanos = System.nanoTime();
        while (!idle.isEmpty()) {
            long leftNanos = loop.limits.pool().idleNanos() - (nowNanos - idle.peekFirst().idleSinceNanos);
            if (leftNanos > 0) {
                oldest.set(leftNanos);
                return;
            }
            dropOldest();
        }
    }

    /** It has answered a request: it takes connections. What a probe has found is none the better for it. */
    void succeeded() {
        failures = 0;
    }

    /** A connect for a request, or the response on a new connection, has failed. */
    void failed() {
        failures++;
        judge();
    }

    /** A probe went well, or badly. */
    void probed(boolean well) {
        if (well) {
            failures = 0;
            failedProbes = 0;
            if (!up) {
                up = true;
                pool.serveWaiting();
            }
        } else {
            failedProbes++;
            judge();
        }
    }

    private void judge() {
        if (up
                && health.isOn()
                && Math.max(failures, failedProbes) >= loop.limits.health().failures()) {
            up = false;
            pool.wentDown();
        }
    }
}
