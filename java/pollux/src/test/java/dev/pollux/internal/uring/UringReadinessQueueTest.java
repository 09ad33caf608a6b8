package dev.pollux.internal.uring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.pollux.Await;
import dev.pollux.completion.CompletionPort;
import dev.pollux.completion.PostOperation;
import dev.pollux.internal.loop.LoopCounters;
import dev.pollux.internal.readiness.AbstractReadinessPort;
import dev.pollux.readiness.Interest;
import dev.pollux.readiness.ReadinessPort;
import dev.pollux.readiness.StreamSocket;
import dev.pollux.readiness.TriggerMode;
import dev.pollux.readiness.WriteQueue;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** A write queue of a readiness port within the ring's waits, which a completion's callback writes to. */
@UringTest
@ParameterizedClass
@ValueSource(booleans = {false, true})
class UringReadinessQueueTest {
    private static final int HELD = 2048; // bytes that are not copied

    @Parameter
    boolean singleThreaded;

    private CompletionPort port;
    private ReadinessPort readiness;
    private StreamSocket socket;
    private SocketChannel peer;
    private WriteQueue queue;

    @BeforeEach
    void open() throws IOException {
        port = UringPorts.builder().singleThreaded(singleThreaded).open();
        readiness = port.readinessPort();
        try (ServerSocketChannel listener =
                ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
            socket = readiness.connect(listener.getLocalAddress());
            peer = listener.accept();
        }
        queue = WriteQueue.open(readiness.register(socket, Interest.NONE, TriggerMode.LEVEL, (same, ready) -> {}));
        queue.write(ByteBuffer.allocate(1)); // and so it knows that it is connected
        Await.until("a byte", () -> queue.pendingBytes() == 0, () -> port.poll(0));
        read(1);
    }

    @AfterEach
    void close() throws IOException {
        port.close();
        peer.close();
        socket.close();
    }

    private void read(int bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(bytes);
        while (buffer.hasRemaining() && peer.read(buffer) > 0) {}
        assertEquals(0, buffer.remaining());
    }

    @Test
    void whatACompletionWritesGoesOutWithoutATurnOfTheReadinessPort() throws Exception {
        PostOperation post = port.post((operation, data) -> queue.write(ByteBuffer.allocate(1)));
        port.poll(0);
        long before = AbstractReadinessPort.of(readiness).counters.get(LoopCounters.EMPTY_RETURNS);
        for (int i = 0; i < 100; i++) {
            post.submit();
            assertEquals(1, port.poll(Await.LIMIT_NANOS));
            port.poll(0); // its beginning is the latest moment
            assertEquals(0, queue.pendingBytes());
            read(1);
        }
        assertEquals(before, AbstractReadinessPort.of(readiness).counters.get(LoopCounters.EMPTY_RETURNS));
    }

    /** A turn's end calls the program, too, and a poll from there would wait for itself. */
    @Test
    void nobodyPollsWithinAFlush() throws Exception {
        ByteBuffer held = ByteBuffer.allocateDirect(HELD);
        AtomicReference<Throwable> refusal = new AtomicReference<>();
        port.post((operation, data) -> queue.write(
                        held, buffer -> refusal.set(assertThrows(IllegalStateException.class, () -> port.poll(0)))))
                .submit();
        Await.until("the flush", () -> !held.hasRemaining(), () -> port.poll(0));
        assertNotNull(refusal.get());
        read(HELD);
    }

    /** A buffer that was written is released, which writes the next one: that is a later turn's, and the thread does not sleep before it. */
    @Test
    void whatIsWrittenWithinAFlushIsNotLeftWhileTheThreadSleeps() throws Exception {
        int[] left = {10};
        WriteQueue.Release[] next = new WriteQueue.Release[1];
        next[0] = buffer -> {
            if (--left[0] > 0) {
                queue.offer(buffer.clear(), next[0]);
            }
        };
        port.post((operation, data) -> queue.write(ByteBuffer.allocateDirect(HELD), next[0]))
                .submit();
        Await.until("all is written", () -> left[0] == 0, () -> port.poll(Await.LIMIT_NANOS));
        read(10 * HELD);
    }
}
