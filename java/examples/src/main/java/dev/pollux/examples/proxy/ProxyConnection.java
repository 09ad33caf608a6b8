package dev.pollux.examples.proxy;

import dev.pollux.examples.http.Bytes;
import dev.pollux.examples.http.HttpMethod;
import dev.pollux.examples.http.HttpRequestParser;
import dev.pollux.examples.http.HttpStatus;
import dev.pollux.examples.http.MessageSink;
import dev.pollux.examples.http.Persistence;
import dev.pollux.readiness.Interest;
import dev.pollux.readiness.Readiness;
import dev.pollux.readiness.ReadinessCallback;
import dev.pollux.readiness.Registration;
import dev.pollux.readiness.StreamSocket;
import dev.pollux.readiness.WriteQueue;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;

/**
 * A client's connection: one exchange after another, in the order of the requests. What comes while it can't go on waits, up
 * to one buffer of it, and then the client is not read.
 */
final class ProxyConnection implements ReadinessCallback, WriteQueue.Listener, MessageSink {
    /** How long the client may take to notice that the connection ends. */
    private static final long LINGER_NANOS = TimeUnit.SECONDS.toNanos(2);

    private static final ByteBuffer EMPTY = ByteBuffer.allocate(0);

    private final ProxyLoop loop;
    private final StreamSocket socket;
    private final HttpRequestParser parser;
    private final RequestHead head;
    private final Deadline deadline;
    private final Registration registration;
    private final WriteQueue queue;
    private ByteBuffer unserved = EMPTY;
    private Exchange exchange; // null between two
    private boolean pumping;
    private boolean headTimed;
    private boolean inputEnded;
    private boolean finishing; // the last response is on its way
    private boolean finished; // and has gone
    private boolean closed;

    private ProxyConnection(ProxyLoop loop, StreamSocket socket) throws IOException {
        this.loop = loop;
        this.socket = socket;
        parser = new HttpRequestParser(loop.limits.message(), this);
        head = new RequestHead(socket.remoteInetAddress().getAddress().getHostAddress());
        deadline = new Deadline(loop.dispatcher, this::expire);
        registration = loop.dispatcher.register(socket, Interest.READ, this);
        queue = WriteQueue.builder(registration).listener(this).open();
    }

    static void open(ProxyLoop loop, StreamSocket socket) throws IOException {
        new ProxyConnection(loop, socket).arm();
    }

    WriteQueue queue() {
        return queue;
    }

    boolean isFull() {
        return queue.isAboveHighWater();
    }

    @Override
    public void onReady(Registration current, Readiness readiness) {
        ByteBuffer input = loop.requestInput.clear();
        try {
            int count = socket.read(input);
            if (count < 0) {
                inputEnded = true;
                onInputEnd();
            } else if (count > 0 && !finishing) {
                if (exchange != null && !exchange.isRequestComplete()) {
                    arm();
                }
                pump(input.flip());
            }
        } catch (IOException e) {
            abort(); // reset: nobody is left to be told
        } catch (RuntimeException | Error e) {
            abort();
            throw e;
        }
    }

    /** A client that shuts its half still gets what it has asked for in full. */
    private void onInputEnd() {
        if (finished || exchange != null && !exchange.isRequestComplete()) {
            abort();
        } else if (exchange == null && !finishing) {
            finish();
        }
        adjustInterest();
    }

    /** Goes on with what has waited. */
    void resume() {
        if (!pumping && !closed) {
            pump(unserved);
        }
    }

    private void pump(ByteBuffer input) {
        pumping = true;
        try {
            while (canParse() && input.hasRemaining()) {
                step(parser.parse(input));
            }
        } finally {
            pumping = false;
        }
        if (closed) {
            return;
        }
        keep(input);
        if (exchange == null && !finishing) {
            if (inputEnded && unserved == EMPTY) {
                finish();
            } else if (!headTimed && !parser.isIdle()) {
                headTimed = true;
                deadline.set(loop.limits.headNanos());
            }
        }
        adjustInterest();
    }

    /** While its responses wait to be read, a client's next request waits, too. */
    private boolean canParse() {
        if (closed || finishing) {
            return false;
        }
        return exchange == null ? !isFull() : !exchange.isRequestComplete() && exchange.takesBody();
    }

    private void step(HttpRequestParser.Result result) {
        switch (result) {
            case NEEDS_INPUT -> {}
            case HEAD -> begin(false);
            case REQUEST -> {
                if (exchange == null) {
                    begin(true);
                } else {
                    exchange.endRequest();
                    arm();
                }
            }
            default -> respond(parser.refusal());
        }
    }

    /** A tunnel is not available here, and what a client's request looks like behind the proxy is nobody's business. */
    private void begin(boolean complete) {
        if (parser.method() == HttpMethod.CONNECT || parser.method() == HttpMethod.TRACE) {
            respond(HttpStatus.NOT_IMPLEMENTED);
        } else if (!head.acceptTarget(parser)) {
            respond(HttpStatus.BAD_REQUEST);
        } else {
            loop.counters.requests.increment();
            exchange = new Exchange(loop, this, parser, complete);
            deadline.clear(); // the pool has its own
            exchange.start();
        }
    }

    private void keep(ByteBuffer input) {
        if (finishing || !input.hasRemaining()) {
            unserved = EMPTY;
        } else if (input != unserved) {
            unserved = ByteBuffer.allocate(input.remaining()).put(input).flip();
        }
    }

    /** Reads also while a response is on its way, to learn of a reset. */
    private void adjustInterest() {
        if (closed || !registration.isOpen()) {
            return;
        }
        boolean bodyWaits = exchange != null && !exchange.isRequestComplete() && !exchange.takesBody();
        boolean reads = !inputEnded && unserved == EMPTY && !bodyWaits && (exchange != null || finishing || !isFull());
        registration.modify(reads ? Interest.READ : Interest.NONE);
    }

    @Override
    public void onField(Bytes name, Bytes value) {
        head.add(name, value);
    }

    @Override
    public void onBody(ByteBuffer data) {
        exchange.sendBody(data);
    }

    void writeRequestHead(ByteBuffer output, byte[] upstreamName) {
        head.writeTo(output, parser, upstreamName);
    }

    void write(ByteBuffer buffer) {
        if (!queue.offer(buffer)) {
            abort();
        }
    }

    void exchangeEnded(boolean keepAlive) {
        exchange = null;
        head.clear();
        headTimed = false;
        if (closed) {
            return;
        }
        if (!keepAlive) {
            finish();
        }
        arm();
        resume();
    }

    /** Answers in the upstream's place. If the request was not understood to its end, this is the last response. */
    void respond(HttpStatus status) {
        boolean keepAlive = exchange != null && exchange.isRequestComplete() && parser.keepsAlive();
        if (exchange != null) {
            if (exchange.hasResponseBegun()) {
                abort();
                return;
            }
            exchange.detach(false);
        }
        loop.responses()
                .status(
                        loop.head.clear(),
                        status,
                        parser.method() == HttpMethod.HEAD,
                        keepAlive ? Persistence.after(parser) : Persistence.CLOSE);
        write(loop.head.flip());
        exchangeEnded(keepAlive);
    }

    /** Sets the time that whoever is to do the next step has for it. */
    void arm() {
        ProxyLimits limits = loop.limits;
        if (exchange == null && headTimed) {
            return; // a head's time does not begin anew with each byte
        }
        if (exchange == null || isFull()) {
            deadline.set(limits.clientIdleNanos());
        } else if (!exchange.hasUpstream()) {
            deadline.clear(); // the pool has its own
        } else {
            deadline.set(exchange.awaitsUpstream() ? limits.responseNanos() : limits.clientIdleNanos());
        }
    }

    private void expire() {
        if (finishing || isFull() || exchange == null && parser.isIdle()) {
            abort();
        } else if (exchange == null || !exchange.awaitsUpstream()) {
            respond(HttpStatus.REQUEST_TIMEOUT);
        } else {
            respond(HttpStatus.GATEWAY_TIMEOUT);
        }
    }

    @Override
    public void onHighWater(WriteQueue full) {
        loop.counters.pauses.increment();
        if (exchange != null) {
            exchange.onClientTakes(false);
        }
        arm();
    }

    @Override
    public void onLowWater(WriteQueue drained) {
        if (exchange != null) {
            exchange.onClientTakes(true);
        }
        if (!finishing) {
            arm();
        }
        resume();
    }

    /** From now on a close is a reset, whatever it is that closes the connection. */
    void resetUnlessFinished() {
        setLinger(0);
    }

    private void setLinger(int seconds) {
        try {
            socket.setOption(StandardSocketOptions.SO_LINGER, seconds);
        } catch (IOException e) {
            // It has failed, and its peer learns of that.
        }
    }

    private void finish() {
        finishing = true;
        unserved = EMPTY;
        queue.finish();
        deadline.set(loop.limits.clientIdleNanos());
    }

    /** A close with unread input would be a reset, which can overtake the response. */
    @Override
    public void onFinished(WriteQueue done) {
        finished = true;
        setLinger(-1);
        if (inputEnded) {
            abort();
        } else {
            deadline.set(LINGER_NANOS);
        }
    }

    @Override
    public void onFailure(WriteQueue failed, IOException failure) {
        abort();
    }

    /** Closes at once, and ends what is under way to an upstream. */
    void abort() {
        if (closed) {
            return;
        }
        closed = true;
        deadline.cancel();
        socket.close();
        Exchange its = exchange;
        exchange = null;
        if (its != null) {
            its.detach(false);
        }
    }
}
