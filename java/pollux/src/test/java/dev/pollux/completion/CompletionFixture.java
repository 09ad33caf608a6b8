package dev.pollux.completion;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.pollux.Await;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.Parameter;

/** A completion port that the test's own thread polls. */
public abstract class CompletionFixture {
    static final long TURN_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    /** What the error handler was told. */
    final ConcurrentLinkedQueue<Throwable> reports = new ConcurrentLinkedQueue<>();

    @Parameter
    CompletionKind kind;

    private final List<AutoCloseable> opened = new ArrayList<>();
    CompletionPort port;

    @BeforeEach
    final void openPort() throws Exception {
        kind.check();
        port = kind.open();
        port.errorHandler((source, failure) -> reports.add(failure));
    }

    @AfterEach
    final void closePort() throws Exception {
        for (AutoCloseable each : opened) {
            each.close();
        }
        port.close();
        assertEquals(0, port.pendingOperations());
        assertEquals(List.of(), List.copyOf(reports));
    }

    static InetSocketAddress loopback() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    final <T extends AutoCloseable> T opened(T toClose) {
        opened.add(toClose);
        return toClose;
    }

    final void turnUntil(String what, Await.Condition condition) {
        Await.until(what, condition, () -> port.poll(TURN_NANOS));
    }

    /** A connection that was accepted here; its peer is a plain channel, which blocks. */
    public final class Accepted {
        public CompletionSocket socket;
        public SocketChannel peer;
    }

    final Accepted accept() throws IOException {
        Accepted accepted = new Accepted();
        CompletionListener listener = port.openListener();
        listener.bind(loopback(), 8);
        listener.accept((operation, none) -> accepted.socket = operation.socket())
                .submit();
        accepted.peer = opened(SocketChannel.open(listener.localAddress()));
        turnUntil("the accept", () -> accepted.socket != null);
        listener.close();
        return accepted;
    }

    static ByteBuffer direct(int size) {
        return ByteBuffer.allocateDirect(size);
    }

    static ByteBuffer direct(String text) {
        byte[] bytes = text.getBytes(java.nio.charset.StandardCharsets.UTF_8);
        return ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
    }

    static String text(ByteBuffer flipped) {
        byte[] bytes = new byte[flipped.remaining()];
        flipped.duplicate().get(bytes);
        return new String(bytes, java.nio.charset.StandardCharsets.UTF_8);
    }

    public static void writeFully(SocketChannel channel, ByteBuffer buffer) throws IOException {
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
    }

    static ByteBuffer readFully(SocketChannel channel, int size) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(size);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer) < 0) {
                throw new AssertionError("the stream ended after " + buffer.position() + " of " + size + " bytes");
            }
        }
        return buffer.flip();
    }

    /** Bytes that tell their place. */
    static byte[] pattern(int size) {
        byte[] bytes = new byte[size];
        for (int i = 0; i < size; i++) {
            bytes[i] = (byte) (i * 31 + (i >> 8) * 17 + (i >> 16));
        }
        return bytes;
    }

    static void assertPattern(byte[] actual) {
        if (!Arrays.equals(pattern(actual.length), actual)) {
            throw new AssertionError("other bytes than were sent, from "
                    + Arrays.mismatch(pattern(actual.length), actual) + " of " + actual.length + " on");
        }
    }

    /** Counts and keeps what the callbacks of one operation say. */
    static final class Outcome {
        int completions;
        int failures;
        long result = Long.MIN_VALUE;
        IOException failure;

        void completed(long newResult) {
            completions++;
            result = newResult;
        }

        void failed(IOException newFailure) {
            failures++;
            failure = newFailure;
        }

        boolean isOver() {
            return completions + failures > 0;
        }
    }

    /** Has an outcome take what an operation tells of failures. */
    static <O extends Operation<O>> O failing(O operation, Outcome outcome) {
        return operation.onFailure((same, failure) -> outcome.failed(failure));
    }
}
