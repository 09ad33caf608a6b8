package dev.pollux.readiness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pollux.Await;
import dev.pollux.Backend;
import dev.pollux.Backends;
import dev.pollux.Connection;
import dev.pollux.Recorder;
import dev.pollux.UnexpectedFailures;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.Deque;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/**
 * What the port contracts share: a port of the backend under test, a listener, and connections to peers that are plain
 * blocking channels of the JDK. All is closed after each test.
 */
abstract class PortContract {
    /** So short that a test can wait for nothing to happen, long enough for what is about to happen. */
    static final long MOMENT_NANOS = 2_000_000;

    static final long FOR_EVER = -1;

    final Backend backend;
    ReadinessPort port;
    StreamListener listener;

    final UnexpectedFailures unexpected = new UnexpectedFailures();
    private final Deque<AutoCloseable> opened = new ArrayDeque<>();

    PortContract(Backend backend) {
        this.backend = backend;
    }

    @BeforeEach
    final void openPort() throws IOException {
        Backends.require(backend);
        port = opened(ReadinessPort.open(backend));
        port.errorHandler(unexpected);
        listener = listener(port);
    }

    @AfterEach
    final void closeAll() throws Exception {
        while (!opened.isEmpty()) {
            opened.pop().close();
        }
        unexpected.assertNone();
    }

    final <T extends AutoCloseable> T opened(T closeable) {
        opened.push(closeable);
        return closeable;
    }

    static InetSocketAddress loopback() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    final StreamListener listener(ReadinessPort of) throws IOException {
        StreamListener made = opened(of.openListener());
        made.bind(loopback(), 128);
        return made;
    }

    /** A connection: ours, and the peer's end of it. */
    record Connection(StreamSocket socket, SocketChannel peer) {
        void peerSends(String text) throws IOException {
            ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(java.nio.charset.StandardCharsets.US_ASCII));
            while (bytes.hasRemaining()) {
                peer.write(bytes);
            }
        }

        /** The peer goes with a reset: no time to linger. */
        void peerResets() throws IOException {
            peer.setOption(StandardSocketOptions.SO_LINGER, 0);
            peer.close();
        }

        /** Reads what is there; returns how many bytes, or -1 at the end. */
        int drain() throws IOException {
            ByteBuffer buffer = ByteBuffer.allocateDirect(4096);
            int total = 0;
            int n;
            while ((n = socket.read(buffer.clear())) > 0) {
                total += n;
            }
            return n < 0 && total == 0 ? -1 : total;
        }

        /** Writes until the system takes no more; returns how many bytes. */
        long fill() throws IOException {
            ByteBuffer buffer = ByteBuffer.allocateDirect(64 * 1024);
            long total = 0;
            int n;
            while ((n = socket.write(buffer.clear())) > 0) {
                total += n;
            }
            return total;
        }
    }

    final Connection connection() throws IOException {
        return connection(listener);
    }

    final Connection connection(StreamListener to) throws IOException {
        SocketChannel peer = opened(SocketChannel.open(to.localAddress()));
        peer.setOption(StandardSocketOptions.TCP_NODELAY, true);
        StreamSocket[] accepted = new StreamSocket[1];
        Await.until("the connection is accepted", () -> (accepted[0] = to.accept()) != null);
        return new Connection(opened(accepted[0]), peer);
    }

    final Registration register(Pollable source, Interest interest, ReadinessCallback callback) throws IOException {
        return port.register(source, interest, TriggerMode.LEVEL, callback);
    }

    /** Polls until a condition holds. */
    final void pollUntil(String what, Await.Condition condition) {
        Await.until(what, condition, () -> {
            port.poll(MOMENT_NANOS);
            unexpected.assertNone();
        });
    }

    final void pollUntilCount(Recorder recorder, int count) {
        pollUntil(count + " events", () -> recorder.count() >= count);
    }

    /** Gives events that should not come some turns and a moment to come. */
    final void pollForNothing() throws IOException {
        for (int i = 0; i < 3; i++) {
            port.poll(0);
        }
        port.poll(MOMENT_NANOS);
    }

    /** A wait that returned early for no reason would be a loop that spins. */
    final void assertWaitsInFull() throws Exception {
        long startNanos = System.nanoTime();
        assertEquals(0, port.poll(5 * MOMENT_NANOS), "events");
        assertTrue(System.nanoTime() - startNanos >= 5 * MOMENT_NANOS, "the wait ended early: it would spin");
    }
}
