package dev.pollux.examples.http;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;

/**
 * What the connections of one thread share: the buffers, which hold nothing between two events, and the clock, which
 * ticks once a second. Not thread-safe.
 */
public final class HttpLoop {
    private static final int INPUT_BYTES = 16 * 1024;
    static final int OUTPUT_BYTES = 32 * 1024;

    private final ByteBuffer input = ByteBuffer.allocateDirect(INPUT_BYTES);
    private final ByteBuffer output = ByteBuffer.allocateDirect(OUTPUT_BYTES);
    private final HttpLimits limits;
    private final Site site;
    private final ResponseWriter responses = new ResponseWriter(Instant.now());
    private HttpConnection[] connections = new HttpConnection[64];
    private int connectionCount;
    private long nowSeconds;

    /** Creates a loop's share. */
    public HttpLoop(HttpLimits limits, Site site) {
        this.limits = limits;
        this.site = site;
    }

    /** Begins to serve a connection. */
    public HttpConnection open(Transport transport) {
        HttpConnection connection = new HttpConnection(this, transport, new HttpSession(limits, site, responses));
        if (connectionCount == connections.length) {
            connections = Arrays.copyOf(connections, 2 * connectionCount);
        }
        connection.index = connectionCount;
        connections[connectionCount++] = connection;
        return connection;
    }

    /** To be called once a second: the date goes on, and connections that take too long are closed. */
    public void tick() {
        nowSeconds++;
        responses.setTime(Instant.now());
        // From the end, for a connection that closes is replaced by the last.
        for (int i = connectionCount - 1; i >= 0; i--) {
            connections[i].checkTime(nowSeconds);
        }
    }

    /** Closes all connections. */
    public void close() {
        while (connectionCount > 0) {
            connections[connectionCount - 1].close();
        }
    }

    /** {@return how many connections there are} */
    public int connectionCount() {
        return connectionCount;
    }

    void remove(HttpConnection connection) {
        HttpConnection last = connections[--connectionCount];
        connections[connection.index] = last;
        last.index = connection.index;
        connections[connectionCount] = null;
    }

    HttpLimits limits() {
        return limits;
    }

    long nowSeconds() {
        return nowSeconds;
    }

    ByteBuffer input() {
        return input;
    }

    ByteBuffer output() {
        return output;
    }
}
