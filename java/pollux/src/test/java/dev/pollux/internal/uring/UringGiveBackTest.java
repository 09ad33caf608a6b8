package dev.pollux.internal.uring;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.pollux.Await;
import dev.pollux.Backend;
import dev.pollux.Background;
import dev.pollux.completion.CompletionPort;
import dev.pollux.completion.CompletionSocket;
import dev.pollux.completion.LentBuffer;
import dev.pollux.internal.completion.CompletionPortWork;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Only the ring's thread gives the kernel slots. What other threads give back comes to it all the same. */
@UringTest
class UringGiveBackTest {
    private static final long TURN_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final int SLOTS = 16;
    private static final int RING_SLOTS = 12; // the pool keeps the others
    private static final int BYTES = 200_000;

    private final BlockingQueue<LentBuffer> buffers = new LinkedBlockingQueue<>();
    private final AtomicInteger turns = new AtomicInteger();
    private CompletionSocket served;

    private static CompletionPort open() throws IOException {
        return CompletionPort.builder()
                .backend(Backend.IO_URING)
                .singleThreaded(true)
                .lentBuffers(SLOTS, 512)
                .open();
    }

    private SocketChannel connect(CompletionPort port) throws IOException {
        InetSocketAddress anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        SocketChannel peer = SocketChannel.open(port.listen(anyPort, socket -> {
                    socket.readStream((stream, buffer) -> buffers.add(buffer))
                            .window(SLOTS)
                            .submit();
                    served = socket;
                })
                .localAddress());
        Await.until("the accept", () -> served != null, () -> port.poll(TURN_NANOS));
        return peer;
    }

    private static void send(SocketChannel peer) throws IOException {
        ByteBuffer all = ByteBuffer.allocate(BYTES);
        for (int i = 0; i < BYTES; i++) {
            all.put((byte) (i % 251));
        }
        for (all.flip(); all.hasRemaining(); ) {
            peer.write(all);
        }
    }

    /** Takes what comes, in its order, and gives it back. */
    private void takeAll(int held) throws InterruptedException {
        int taken = 0;
        while (taken < BYTES) {
            if (taken == 0 && held > 0) {
                Await.until("so many are out", () -> buffers.size() >= held);
                int before = turns.get();
                Await.until("the loop knows", () -> turns.get() > before + 1); // a stream that found no slot waits now
            }
            LentBuffer buffer = buffers.poll(Await.LIMIT_NANOS, TimeUnit.NANOSECONDS);
            for (ByteBuffer data = buffer.data(); data.hasRemaining(); taken++) {
                assertEquals((byte) (taken % 251), data.get());
            }
            buffer.giveBack();
        }
    }

    private void everythingComes(int held) throws IOException {
        try (CompletionPort port = open();
                SocketChannel peer = connect(port)) {
            try (Background sender = Background.run(() -> send(peer));
                    Background taker = Background.run(() -> takeAll(held))) {
                Await.until("all is taken", () -> !taker.thread().isAlive(), () -> {
                    port.poll(TURN_NANOS);
                    turns.incrementAndGet();
                });
                Await.end(sender.thread());
            }
            assertEquals(0, CompletionPortWork.of(port).lentBuffersTaken());
        }
    }

    /** The stream has slots for as long as they come back in time. */
    @Test
    void theKernelGetsThemWithTheNextWait() throws IOException {
        everythingComes(0);
    }

    /** The stream waits for a slot, and the one that comes back has it go on. */
    @Test
    void aStarvedStreamGoesOn() throws IOException {
        everythingComes(RING_SLOTS);
    }
}
