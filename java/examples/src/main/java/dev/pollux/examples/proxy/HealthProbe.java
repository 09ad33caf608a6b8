package dev.pollux.examples.proxy;

import dev.pollux.examples.http.Ascii;
import dev.pollux.examples.http.Bytes;
import dev.pollux.examples.http.HttpResponseParser;
import dev.pollux.examples.http.MessageSink;
import dev.pollux.readiness.Interest;
import dev.pollux.readiness.StreamSocket;
import dev.pollux.readiness.WriteQueue;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.charset.StandardCharsets;

/** One look at whether an upstream is up, on a connection of its own that is not of the pool. */
final class HealthProbe implements MessageSink {
    /** Learns how it ended, once. */
    @FunctionalInterface
    interface Outcome {
        void probed(boolean well);
    }

    private final ProxyLoop loop;
    private final Upstream upstream;
    private final Outcome outcome;
    private final Deadline deadline;
    private final HttpResponseParser parser;
    private StreamSocket socket;
    private boolean ended;

    HealthProbe(ProxyLoop loop, Upstream upstream, Outcome outcome) {
        this.loop = loop;
        this.upstream = upstream;
        this.outcome = outcome;
        deadline = new Deadline(loop.dispatcher, () -> end(false));
        parser = new HttpResponseParser(loop.limits.message(), this);
    }

    void start() {
        try {
            loop.dispatcher.connect(upstream.address(), loop.limits.pool().connectNanos(), this::connected);
        } catch (IOException e) {
            end(false);
        }
    }

    private void connected(StreamSocket connection, IOException failure) {
        if (failure != null) {
            if (!(failure instanceof ClosedChannelException)) { // then the loop ends
                end(false);
            }
            return;
        }
        socket = connection;
        if (loop.limits.health().path() == null) {
            end(true);
            return;
        }
        try {
            ask();
        } catch (IOException | RuntimeException e) {
            end(false);
        }
    }

    private void ask() throws IOException {
        deadline.set(loop.limits.responseNanos());
        WriteQueue queue = WriteQueue.builder(
                        loop.dispatcher.register(socket, Interest.READ, (registration, readiness) -> read()))
                .listener(new WriteQueue.Listener() {
                    @Override
                    public void onFailure(WriteQueue failed, IOException failure) {
                        end(false);
                    }
                })
                .open();
        String name = new String(upstream.name(), StandardCharsets.ISO_8859_1);
        queue.write(ByteBuffer.wrap(Ascii.bytes("GET " + loop.limits.health().path() + " HTTP/1.1\r\nhost: " + name
                + "\r\nuser-agent: pollux-health-check\r\nconnection: close\r\n\r\n")));
    }

    /** The status is enough. The body is not waited for. */
    private void read() {
        ByteBuffer input = loop.responseInput.clear();
        try {
            if (socket.read(input) < 0) {
                end(false);
                return;
            }
            input.flip();
            HttpResponseParser.Result result;
            do {
                result = parser.parse(input);
            } while (result == HttpResponseParser.Result.INTERIM);
            if (result == HttpResponseParser.Result.HEAD) {
                end(parser.status() < 400);
            } else if (result == HttpResponseParser.Result.REFUSED) {
                end(false);
            }
        } catch (IOException e) {
            end(false);
        }
    }

    private void end(boolean well) {
        if (ended) {
            return;
        }
        ended = true;
        deadline.cancel();
        if (socket != null) {
            socket.close();
        }
        outcome.probed(well);
    }

    @Override
    public void onField(Bytes name, Bytes value) {}

    @Override
    public void onBody(ByteBuffer data) {}
}
