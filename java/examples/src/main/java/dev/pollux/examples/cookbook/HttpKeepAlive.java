package dev.pollux.examples.cookbook;

import dev.pollux.LoopTimer;
import dev.pollux.readiness.Interest;
import dev.pollux.readiness.Readiness;
import dev.pollux.readiness.ReadinessCallback;
import dev.pollux.readiness.ReadinessDispatcher;
import dev.pollux.readiness.Registration;
import dev.pollux.readiness.StreamSocket;
import dev.pollux.readiness.WriteQueue;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** Answers GET by HTTP/1.1, request after request on one connection, pipelined ones too. */
public final class HttpKeepAlive implements ReadinessCallback, WriteQueue.Listener {
    private static final int MAX_HEAD_BYTES = 8 * 1024;
    private static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(30);

    private final StreamSocket socket;
    private final ByteBuffer input = ByteBuffer.allocateDirect(MAX_HEAD_BYTES);
    private final Registration registration;
    private final WriteQueue queue;
    private final LoopTimer idle;
    private boolean last; // the answer to the connection's last request was written

    private HttpKeepAlive(ReadinessDispatcher loop, StreamSocket socket) throws IOException {
        this.socket = socket;
        registration = loop.register(socket, Interest.READ, this);
        queue = WriteQueue.builder(registration).listener(this).open();
        idle = loop.timer(socket::close);
        idle.schedule(IDLE_NANOS);
    }

    @Override
    public void onReady(Registration same, Readiness readiness) throws IOException {
        if (last) {
            input.clear(); // nobody reads it, but the peer's end is to be seen
        }
        if (socket.read(input) < 0) {
            close();
            return;
        }
        answerAll();
    }

    private void answerAll() throws IOException {
        String text =
                StandardCharsets.ISO_8859_1.decode(input.duplicate().flip()).toString();
        int from = 0;
        for (int end; !last && (end = text.indexOf("\r\n\r\n", from)) >= 0; ) {
            answer(text.substring(from, end));
            from = end + 4;
        }
        input.flip().position(from);
        input.compact();
        if (!last && !input.hasRemaining()) {
            answer("431 Request Header Fields Too Large", "", true);
        }
    }

    private void answer(String head) throws IOException {
        idle.schedule(
                IDLE_NANOS); // not with each byte: a request that comes slowly has no longer than one that does not
        // come
        String[] lines = head.split("\r\n");
        String[] request = lines[0].split(" ");
        String fields = head.substring(lines[0].length()).toLowerCase(Locale.ROOT) + "\r\n";
        if (request.length != 3
                || !request[2].matches("HTTP/1\\.[01]")
                || request[2].endsWith("1") && !fields.contains("\r\nhost:")) {
            answer("400 Bad Request", "", true);
        } else if (fields.contains("\r\ncontent-length:") || fields.contains("\r\ntransfer-encoding:")) {
            answer("413 Content Too Large", "", true); // a body would be taken for the next request
        } else if (!request[0].equals("GET")) {
            answer("405 Method Not Allowed", "", false);
        } else {
            boolean close = request[2].endsWith("0") || fields.matches("(?s).*\r\nconnection: *close *\r\n.*");
            answer("200 OK", "you asked for " + request[1] + "\n", close);
        }
    }

    private void answer(String status, String body, boolean close) throws IOException {
        String text = "HTTP/1.1 " + status + "\r\nContent-Length: " + body.length() + "\r\nContent-Type: text/plain\r\n"
                + (status.startsWith("405") ? "Allow: GET\r\n" : "") + (close ? "Connection: close\r\n" : "") + "\r\n";
        queue.write(ByteBuffer.wrap((text + body).getBytes(StandardCharsets.ISO_8859_1)));
        if (close) {
            last = true;
            queue.finish(); // the peer reads the answer and the end. The peer's own end, or the timer, closes
        }
    }

    @Override
    public void onHighWater(WriteQueue full) {
        registration.modify(Interest.NONE); // a client that does not read its answers asks no more
    }

    @Override
    public void onLowWater(WriteQueue drained) {
        registration.modify(Interest.READ);
    }

    @Override
    public void onFailure(WriteQueue failed, IOException failure) {
        close();
    }

    private void close() {
        idle.cancel();
        socket.close();
    }

    /** Argument: the port. */
    public static void main(String[] args) throws IOException {
        try (ReadinessDispatcher loop = ReadinessDispatcher.open()) {
            InetSocketAddress address = new InetSocketAddress("127.0.0.1", Integer.parseInt(args[0]));
            var listener = loop.listen(address, socket -> new HttpKeepAlive(loop, socket));
            System.out.println(
                    "listening on port " + listener.localInetAddress().getPort());
            loop.run();
        }
    }
}
