package dev.pollux.internal.uring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import dev.pollux.Await;
import dev.pollux.Backend;
import dev.pollux.Background;
import dev.pollux.completion.CompletionListener;
import dev.pollux.completion.CompletionPort;
import dev.pollux.completion.CompletionSocket;
import dev.pollux.internal.completion.CompletionPortWork;
import dev.pollux.internal.completion.lent.LentBufferPool;
import dev.pollux.internal.completion.lent.LentSlot;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Streams on the ring for which the port has no buffer. */
@UringTest
@Timeout(120)
@SuppressWarnings("try") // threads that are only waited for
class UringStarvedTest {
    private static final int BUFFERS = 8;
    private static final long TURN_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private static CompletionPort open() throws IOException {
        return CompletionPort.builder()
                .backend(Backend.IO_URING)
                .singleThreaded(true)
                .lentBuffers(BUFFERS, 64)
                .open();
    }

    private static LentBufferPool pool(CompletionPort port) {
        return CompletionPortWork.of(port).lentBuffers();
    }

    private static List<LentSlot> take(LentBufferPool pool, int count) {
        List<LentSlot> taken = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            LentSlot slot = pool.take();
            assertNotNull(slot);
            taken.add(slot);
        }
        return taken;
    }

    private static CompletionListener listener(CompletionPort port, AtomicReference<CompletionSocket> accepted)
            throws IOException {
        CompletionListener listener = port.openListener();
        listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 8);
        listener.accept((operation, none) -> accepted.set(operation.socket())).submit();
        return listener;
    }

    private static void write(SocketChannel peer) throws IOException {
        peer.write(ByteBuffer.wrap(new byte[] {1}));
    }

    /** The kernel gets its first buffers when others, which had all, give some back. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void theFirstStreamWaitsForABufferOfOthers(boolean givenBackElsewhere) throws Exception {
        try (CompletionPort port = open()) {
            AtomicReference<CompletionSocket> accepted = new AtomicReference<>();
            AtomicInteger read = new AtomicInteger();
            CompletionListener listener = listener(port, accepted);
            try (SocketChannel peer = SocketChannel.open(listener.localAddress())) {
                Await.until("the accept", () -> accepted.get() != null, () -> port.poll(TURN_NANOS));
                List<LentSlot> taken = take(pool(port), BUFFERS);
                accepted.get()
                        .readStream((stream, buffer) -> {
                            read.addAndGet(buffer.data().remaining());
                            buffer.giveBack();
                        })
                        .submit();
                write(peer);
                for (int quiet = 0; quiet < 3; ) {
                    quiet = port.poll(1_000_000) == 0 ? quiet + 1 : 0;
                }
                assertEquals(0, read.get());
                LentSlot one = taken.remove(0);
                if (givenBackElsewhere) {
                    Background.run(one::giveBack).close();
                } else {
                    one.giveBack();
                }
                Await.until("what was sent", () -> read.get() == 1, () -> port.poll(TURN_NANOS));
                taken.forEach(LentSlot::giveBack);
                write(peer);
                Await.until("what was sent then", () -> read.get() == 2, () -> port.poll(TURN_NANOS));
                assertEquals(0, pool(port).taken());
                accepted.get().close();
            }
        }
    }
}
