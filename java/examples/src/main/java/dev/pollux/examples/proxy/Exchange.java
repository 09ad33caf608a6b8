package dev.pollux.examples.proxy;

import dev.pollux.examples.http.HttpMethod;
import dev.pollux.examples.http.HttpRequestParser;
import dev.pollux.examples.http.HttpResponseParser;
import dev.pollux.examples.http.HttpStatus;
import dev.pollux.examples.http.Persistence;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * One request and its response, on their way through the proxy. It is here that a pooled connection which turns out to be
 * dead is replaced without the client's learning of it, if the request can be sent again without harm.
 */
final class Exchange {
    /** A connection that another request has just left may be dead, too. A fresh one ends the matter. */
    private static final int MAX_ATTEMPTS = 3;

    private final ProxyLoop loop;
    private final ProxyConnection client;
    private final HttpRequestParser request;
    private UpstreamConnection upstream;
    private int attempts;
    private boolean requestComplete;
    private boolean requestBodyBegun;
    private boolean interimSeen;
    private boolean responseBegun;
    private boolean chunkedResponse;
    private boolean keepAlive;
    private boolean done;

    private List<Upstream> failedAt = List.of();

    /** Since when it waits for a connection. It is the pool's. */
    long queuedNanos;

    Exchange(ProxyLoop loop, ProxyConnection client, HttpRequestParser request, boolean requestComplete) {
        this.loop = loop;
        this.client = client;
        this.request = request;
        this.requestComplete = requestComplete;
    }

    void start() {
        loop.pool.acquire(this);
    }

    boolean isDone() {
        return done;
    }

    /** {@return whether the request can be sent again after it was sent: it changes nothing, and has no body to be gone} */
    boolean isRepeatable() {
        return isIdempotent() && !request.hasBody();
    }

    /** RFC 9110 section 9.2.2. */
    private boolean isIdempotent() {
        HttpMethod method = request.method();
        return method != HttpMethod.POST && method != HttpMethod.PATCH && method != HttpMethod.UNKNOWN;
    }

    /** {@return whether pooled connections were tried} */
    boolean needsFresh() {
        return attempts > 0;
    }

    /** An upstream has not taken a connect for it, or closed a new connection without a word. */
    void failedAt(Upstream failed) {
        if (failedAt.isEmpty()) {
            failedAt = new ArrayList<>();
        }
        failedAt.add(failed);
    }

    boolean hasFailedAt(Upstream candidate) {
        return failedAt.contains(candidate);
    }

    boolean isRequestComplete() {
        return requestComplete;
    }

    boolean hasResponseBegun() {
        return responseBegun;
    }

    boolean hasUpstream() {
        return upstream != null;
    }

    /** {@return whether more of the request's body can go to the upstream now} */
    boolean takesBody() {
        return upstream != null && !upstream.isBlocked();
    }

    /** {@return whether the upstream has to do the next step, and not the client} */
    boolean awaitsUpstream() {
        boolean awaitsContinue = request.expectsContinue() && !requestBodyBegun && !interimSeen;
        return requestComplete || awaitsContinue || upstream == null || upstream.isBlocked();
    }

    /** Called by the pool: there is a connection. */
    void connected(UpstreamConnection connection) {
        upstream = connection;
        connection.begin(this, request.method() == HttpMethod.HEAD);
        client.writeRequestHead(loop.head.clear(), connection.upstream().name());
        connection.queue().offer(loop.head.flip()); // if it fails, the end of the stream is to be read
        connection.read(!client.isFull());
        client.arm();
        client.resume();
    }

    /** Called by the pool: there is none. */
    void unavailable(HttpStatus status) {
        client.respond(status);
    }

    void sendBody(ByteBuffer data) {
        requestBodyBegun = true;
        loop.bodies.write(upstream.queue(), data, request.isChunked());
    }

    void endRequest() {
        requestComplete = true;
        requestBodyBegun = true;
        if (request.isChunked()) {
            loop.bodies.end(upstream.queue());
        }
    }

    void onUpstreamTakesMore() {
        client.arm();
        client.resume();
    }

    /** The client's queue is full, or has room again. */
    void onClientTakes(boolean more) {
        if (upstream != null) {
            upstream.read(more);
        }
    }

    void onResponse(ByteBuffer input) {
        while (!done) {
            HttpResponseParser.Result result = upstream.parser().parse(input);
            if (done) {
                return; // the client has gone meanwhile
            }
            switch (result) {
                case NEEDS_INPUT -> {
                    client.arm();
                    return;
                }
                case INTERIM -> interim();
                case HEAD -> beginResponse();
                case RESPONSE -> endResponse(!input.hasRemaining());
                default -> fail();
            }
        }
    }

    /** Goes on to the client, unless that is too old to know of such. */
    private void interim() {
        interimSeen = true;
        if (request.minorVersion() > 0) {
            upstream.head().writeInterim(loop.head.clear(), upstream.parser());
            client.write(loop.head.flip());
        }
        if (!done) {
            upstream.head().clear();
        }
    }

    private void beginResponse() {
        HttpResponseParser response = upstream.parser();
        upstream.upstream().succeeded();
        boolean unknownLength = response.hasBody() && response.contentLength() < 0;
        chunkedResponse = unknownLength && request.minorVersion() > 0;
        // A response before the request's end: what the client still sends is not worth waiting for.
        keepAlive = request.keepsAlive() && requestComplete && (!unknownLength || chunkedResponse);
        responseBegun = true;
        if (unknownLength && !chunkedResponse) { // its end is the connection's, so that a cut one looks whole
            client.resetUnlessFinished();
        }
        Persistence persistence = keepAlive ? Persistence.after(request) : Persistence.CLOSE;
        upstream.head().writeFinal(loop.head.clear(), response, chunkedResponse, persistence, loop.dateLine());
        client.write(loop.head.flip());
    }

    void onResponseBody(ByteBuffer data) {
        if (!done && !loop.bodies.write(client.queue(), data, chunkedResponse)) {
            client.abort();
        }
    }

    private void endResponse(boolean inOrder) {
        if (chunkedResponse) {
            loop.bodies.end(client.queue());
        }
        boolean reusable = inOrder && requestComplete && upstream.parser().keepsAlive() && upstream.isClean();
        detach(reusable);
        client.exchangeEnded(keepAlive);
    }

    /** The upstream has closed, in order or by a reset. */
    void onUpstreamEnd(boolean inOrder) {
        if (inOrder && upstream.parser().endOfStream()) {
            endResponse(false);
            return;
        }
        if (!upstream.isReused() && !responseBegun) { // it was not the pool's fault: rather another server
            upstream.upstream().failed();
            failedAt(upstream.upstream());
        }
        if (!done && canRetry()) {
            loop.counters.retries.increment();
            attempts++;
            UpstreamConnection dead = upstream;
            upstream = null;
            client.arm();
            loop.pool.release(dead, false);
            loop.pool.acquire(this);
        } else if (!done) {
            fail();
        }
    }

    /**
     * Not a byte came back. If the connection was used before, most likely it was closed while the request was on its way.
     * Else the server is not well, and only another one will do. What may have been done already is not sent again, unless
     * doing it twice is doing it once.
     */
    private boolean canRetry() {
        return (upstream.isReused() || loop.pool.isAnyUpFor(this))
                && upstream.parser().isIdle()
                && !requestBodyBegun
                && attempts < MAX_ATTEMPTS
                && (isIdempotent() || request.hasBody());
    }

    private void fail() {
        client.respond(HttpStatus.BAD_GATEWAY);
    }

    /** Ends it on the client's side with all that depends on it. */
    void abort() {
        client.abort();
    }

    /** Gives the connection back, or the place in the queue. */
    void detach(boolean reusable) {
        if (done) {
            return;
        }
        done = true;
        if (upstream != null) {
            UpstreamConnection its = upstream;
            its.end();
            loop.pool.release(its, reusable);
        } else {
            loop.pool.cancel(this);
        }
    }
}
