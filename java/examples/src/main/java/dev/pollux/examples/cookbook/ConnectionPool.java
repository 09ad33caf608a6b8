package dev.pollux.examples.cookbook;

import dev.pollux.LoopTimer;
import dev.pollux.readiness.Interest;
import dev.pollux.readiness.Readiness;
import dev.pollux.readiness.ReadinessCallback;
import dev.pollux.readiness.ReadinessDispatcher;
import dev.pollux.readiness.Registration;
import dev.pollux.readiness.StreamSocket;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;

/** Few connections to one server, for many requests: a line each, which is answered by a line. Only from the loop's thread. */
public final class ConnectionPool {
    private static final long TIMEOUT_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final ReadinessDispatcher loop;
    private final InetSocketAddress server;
    private final int maxConnections;
    private final Deque<Pooled> idle = new ArrayDeque<>();
    private final Deque<Request> waiting = new ArrayDeque<>();
    private int connections; // connecting ones, too
    private int connecting;

    private ConnectionPool(ReadinessDispatcher loop, InetSocketAddress server, int maxConnections) {
        this.loop = loop;
        this.server = server;
        this.maxConnections = maxConnections;
    }

    /** Learns of one or the other, once. */
    private interface Answer {
        void on(String line, IOException failure);
    }

    private static final class Request {
        private final String line;
        private final Answer answer;

        private Request(String line, Answer answer) {
            this.line = line;
            this.answer = answer;
        }
    }

    private void ask(String line, Answer answer) {
        waiting.add(new Request(line, answer));
        serveWaiting();
    }

    private void serveWaiting() {
        while (!waiting.isEmpty() && !idle.isEmpty()) {
            idle.pop().send(waiting.remove()); // the one that was used last: the others may be closed if they idle
        }
        while (connecting < waiting.size() && connections < maxConnections) {
            connect();
        }
    }

    private void connect() {
        connections++;
        connecting++;
        try {
            loop.connect(server, TIMEOUT_NANOS, (socket, failure) -> {
                if (failure == null) {
                    connected(socket);
                } else {
                    failedToConnect(failure);
                }
                serveWaiting();
            });
        } catch (IOException e) { // the loop is closed, or has no descriptor left
            failedToConnect(e);
        }
    }

    private void connected(StreamSocket socket) {
        try {
            idle.push(new Pooled(socket));
            connecting--;
        } catch (IOException e) { // the system can't watch one more
            socket.close();
            failedToConnect(e);
        }
    }

    /** One request fails with each connect that fails: a server that is down is not asked for ever. */
    private void failedToConnect(IOException failure) {
        connections--;
        connecting--;
        if (!waiting.isEmpty()) {
            waiting.remove().answer.on(null, failure);
        }
    }

    private final class Pooled implements ReadinessCallback {
        private final StreamSocket socket;
        private final ByteBuffer input = ByteBuffer.allocateDirect(8 * 1024);
        private final LoopTimer timeout = loop.timer(() -> lost(new SocketTimeoutException("no answer in time")));
        private Request current;
        private boolean used;

        private Pooled(StreamSocket socket) throws IOException {
            this.socket = socket;
            loop.register(socket, Interest.READ, this); // also while it idles: its end is to be seen
        }

        private void send(Request request) {
            current = request;
            timeout.schedule(TIMEOUT_NANOS);
            byte[] bytes = (request.line + "\n").getBytes(StandardCharsets.UTF_8);
            try {
                if (socket.write(ByteBuffer.wrap(bytes)) < bytes.length) { // a line fits, if the server reads at all
                    lost(new IOException("the server takes no requests"));
                }
            } catch (IOException e) {
                lost(e);
            }
        }

        @Override
        public void onReady(Registration registration, Readiness readiness) {
            try {
                int count = socket.read(input);
                if (count < 0 || current == null) { // nobody has asked for what came
                    lost(new EOFException("the server has closed the connection"));
                } else if (input.position() > 0 && input.get(input.position() - 1) == '\n') {
                    answered();
                } else if (!input.hasRemaining()) {
                    lost(new IOException("a line that is too long"));
                }
            } catch (IOException e) {
                lost(e);
            }
        }

        private void answered() {
            timeout.cancel();
            Request request = current;
            current = null;
            used = true;
            String line = StandardCharsets.UTF_8.decode(input.flip()).toString().strip();
            input.clear();
            idle.push(this); // before the callback, which may ask again
            request.answer.on(line, null);
            serveWaiting();
        }

        private void lost(IOException failure) {
            timeout.cancel();
            socket.close();
            connections--;
            idle.remove(this);
            Request request = current;
            current = null;
            if (request != null && used && input.position() == 0) {
                // The end has crossed the request: again, by another connection. Not every request may be sent twice.
                waiting.addFirst(request);
            } else if (request != null) {
                request.answer.on(null, failure);
            }
            serveWaiting();
        }
    }

    /** Arguments: the server's port, how many connections, how many requests. */
    public static void main(String[] args) throws IOException {
        InetSocketAddress server = new InetSocketAddress("127.0.0.1", Integer.parseInt(args[0]));
        int[] left = {Integer.parseInt(args[2])};
        try (ReadinessDispatcher loop = ReadinessDispatcher.open()) {
            ConnectionPool pool = new ConnectionPool(loop, server, Integer.parseInt(args[1]));
            for (int i = left[0]; i > 0; i--) {
                pool.ask("request " + i, (line, failure) -> {
                    System.out.println(failure == null ? line : "failed: " + failure.getMessage());
                    if (--left[0] == 0) {
                        loop.stop();
                    }
                });
            }
            loop.run();
        }
    }
}
