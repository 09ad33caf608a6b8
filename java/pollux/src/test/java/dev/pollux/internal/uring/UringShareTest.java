package dev.pollux.internal.uring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pollux.Await;
import dev.pollux.Backend;
import dev.pollux.Background;
import dev.pollux.completion.CompletionPort;
import dev.pollux.completion.CompletionSocket;
import dev.pollux.completion.LentBuffer;
import dev.pollux.internal.completion.CompletionPortWork;
import dev.pollux.internal.completion.lent.LentBufferPool;
import dev.pollux.internal.completion.lent.LentSlot;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** How many of the port's buffers the kernel has: as many as a burst needed, and fewer again when that is over. */
@UringTest
class UringShareTest {
    private static final long TURN_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final int BUFFERS = 512;
    private static final int MOST = BUFFERS - BUFFERS / 4; // the pool keeps the others
    private static final int FIRST = 64;
    private static final int FEW = 128;
    private static final int BYTES = 128; // of a buffer

    private final ArrayDeque<LentBuffer> out = new ArrayDeque<>();
    private CompletionSocket served;
    private int sent;
    private int seen;

    private static CompletionPort open() throws IOException {
        return CompletionPort.builder()
                .backend(Backend.IO_URING)
                .singleThreaded(true)
                .lentBuffers(BUFFERS, BYTES)
                .open();
    }

    private SocketChannel connect(CompletionPort port) throws IOException {
        InetSocketAddress anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        SocketChannel peer = SocketChannel.open(port.listen(anyPort, socket -> {
                    socket.readStream((stream, buffer) -> {
                                out.add(buffer);
                                for (ByteBuffer data = buffer.data(); data.hasRemaining(); seen++) {
                                    assertEquals((byte) (seen % 251), data.get());
                                }
                            })
                            .window(BUFFERS)
                            .submit();
                    served = socket;
                })
                .localAddress());
        Await.until("the accept", () -> served != null, () -> port.poll(TURN_NANOS));
        return peer;
    }

    /** Sends what fills so many buffers, at least. */
    private void send(SocketChannel peer, int buffers) throws IOException {
        ByteBuffer all = ByteBuffer.allocate(buffers * BYTES);
        while (all.hasRemaining()) {
            all.put((byte) (sent++ % 251));
        }
        for (all.flip(); all.hasRemaining(); ) {
            peer.write(all);
        }
    }

    /** Has so many buffers go to the program at once, and come back. */
    private void burst(CompletionPort port, SocketChannel peer, int buffers) throws IOException {
        take(port, peer, buffers);
        giveBack();
    }

    private void take(CompletionPort port, SocketChannel peer, int buffers) throws IOException {
        send(peer, buffers);
        Await.until("all has come", () -> seen == sent, () -> port.poll(TURN_NANOS));
    }

    private void giveBack() {
        while (!out.isEmpty()) {
            out.remove().giveBack();
        }
    }

    private static int free(LentBufferPool pool) {
        List<LentSlot> all = new ArrayList<>();
        for (LentSlot slot = pool.take(); slot != null; slot = pool.take()) {
            all.add(slot);
        }
        all.forEach(LentSlot::giveBack);
        return all.size();
    }

    @Test
    void theKernelGetsMoreForABurstAndHasFewAfterIt() throws IOException {
        try (CompletionPort port = open();
                SocketChannel peer = connect(port)) {
            LentBufferPool pool = CompletionPortWork.of(port).lentBuffers();
            burst(port, peer, 1);
            assertEquals(BUFFERS - FIRST, free(pool));
            for (int again = 0; again < 2; again++) {
                burst(port, peer, MOST - 16); // some may be filled in part
                assertEquals(BUFFERS - MOST, free(pool));
                Await.until(
                        "the kernel has few", () -> free(pool) == BUFFERS - FEW, () -> burst(port, peer, FIRST / 4));
                assertEquals(0, pool.taken());
            }
        }
    }

    /** The ring's thread looks after what other threads give back. */
    @Test
    @SuppressWarnings("try") // a thread that is only waited for
    void theKernelHasFewAfterABurstThatAnotherThreadGivesBack() throws IOException {
        try (CompletionPort port = open();
                SocketChannel peer = connect(port)) {
            LentBufferPool pool = CompletionPortWork.of(port).lentBuffers();
            burst(port, peer, MOST - 16);
            assertEquals(BUFFERS - MOST, free(pool));
            Await.until("the kernel has few", () -> free(pool) == BUFFERS - FEW, () -> {
                take(port, peer, FIRST / 4);
                try (Background other = Background.run(this::giveBack)) {}
                port.poll(0);
            });
            assertEquals(0, pool.taken());
        }
    }

    /** A buffer's memory begins where one of the processor's cache lines does, or copies cost more. */
    @Test
    void eachBufferBeginsWithACacheLine() throws IOException {
        try (CompletionPort port = open()) {
            LentBufferPool pool = CompletionPortWork.of(port).lentBuffers();
            for (LentSlot slot = pool.take(); slot != null; slot = pool.take()) {
                assertTrue(slot.address() % 64 == 0, "0x" + Long.toHexString(slot.address()));
            }
        }
    }
}
