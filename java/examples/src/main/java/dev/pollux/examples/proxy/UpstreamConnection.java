package dev.pollux.examples.proxy;

import dev.pollux.examples.http.Bytes;
import dev.pollux.examples.http.HttpResponseParser;
import dev.pollux.examples.http.MessageSink;
import dev.pollux.readiness.Interest;
import dev.pollux.readiness.Readiness;
import dev.pollux.readiness.ReadinessCallback;
import dev.pollux.readiness.Registration;
import dev.pollux.readiness.StreamSocket;
import dev.pollux.readiness.WriteQueue;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * A pooled connection. It is read from even while it idles: that is how its end is seen at once, and not only when the next
 * request is lost on it.
 */
final class UpstreamConnection implements ReadinessCallback, WriteQueue.Listener, MessageSink {
    private final ProxyLoop loop;
    private final Upstream upstream;
    private final StreamSocket socket;
    private final Registration registration;
    private final WriteQueue queue;
    private final HttpResponseParser parser;
    private final ResponseHead head = new ResponseHead();
    private Exchange exchange; // null while it idles
    private long exchanges;
    private boolean writeFailed;

    /** Since when it idles. It is the pool's. */
    long idleSinceNanos;

    UpstreamConnection(ProxyLoop loop, Upstream upstream, StreamSocket socket) throws IOException {
        this.loop = loop;
        this.upstream = upstream;
        this.socket = socket;
        parser = new HttpResponseParser(loop.limits.message(), this);
        registration = loop.dispatcher.register(socket, Interest.READ, this);
        queue = WriteQueue.builder(registration).listener(this).open();
    }

    Upstream upstream() {
        return upstream;
    }

    WriteQueue queue() {
        return queue;
    }

    HttpResponseParser parser() {
        return parser;
    }

    ResponseHead head() {
        return head;
    }

    void begin(Exchange newExchange, boolean headOnly) {
        exchange = newExchange;
        exchanges++;
        parser.begin(headOnly);
        head.clear();
    }

    /** Its exchange has ended: it may idle now. */
    void end() {
        exchange = null;
        read(true);
    }

    /** {@return whether it has served before: only such a one can have died while nobody looked} */
    boolean isReused() {
        return exchanges > 1;
    }

    /** {@return whether it takes more of a request now. After a failure it takes, and drops, all} */
    boolean isBlocked() {
        return !writeFailed && queue.isAboveHighWater();
    }

    /** {@return whether the request has gone to the system, and nothing stands in the way of the next one} */
    boolean isClean() {
        return !writeFailed && queue.pendingBytes() == 0;
    }

    /** {@return whether neither bytes nor the end has come on an idle connection} */
    boolean isSilent() {
        try {
            return socket.read(loop.probe.clear()) == 0;
        } catch (IOException e) {
            return false;
        }
    }

    /** Reads on, or leaves what comes to TCP's window. */
    void read(boolean reads) {
        if (registration.isOpen()) {
            registration.modify(reads ? Interest.READ : Interest.NONE);
        }
    }

    @Override
    public void onReady(Registration current, Readiness readiness) {
        if (exchange == null) {
            if (!isSilent()) {
                upstream.lost(this);
            }
            return;
        }
        Exchange its = exchange;
        ByteBuffer input = loop.responseInput.clear();
        try {
            int count = socket.read(input);
            if (count > 0) {
                its.onResponse(input.flip());
            } else if (count < 0) {
                its.onUpstreamEnd(true);
            }
        } catch (IOException e) {
            its.onUpstreamEnd(false); // reset
        } catch (RuntimeException | Error e) {
            its.abort();
            throw e;
        }
    }

    @Override
    public void onField(Bytes name, Bytes value) {
        head.add(name, value);
    }

    @Override
    public void onBody(ByteBuffer data) {
        if (exchange != null) {
            exchange.onResponseBody(data);
        }
    }

    @Override
    public void onHighWater(WriteQueue full) {
        loop.counters.pauses.increment();
    }

    @Override
    public void onLowWater(WriteQueue drained) {
        if (exchange != null) {
            exchange.onUpstreamTakesMore();
        }
    }

    /**
     * The upstream takes no more, but may have said why before it closed: the response, or the end of the stream, is still
     * to be read.
     */
    @Override
    public void onFailure(WriteQueue failed, IOException failure) {
        writeFailed = true;
        if (exchange != null) {
            exchange.onUpstreamTakesMore();
        }
    }

    void close() {
        exchange = null;
        socket.close();
    }
}
