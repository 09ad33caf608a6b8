package dev.pollux.internal.uring;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.pollux.Await;
import dev.pollux.Background;
import dev.pollux.completion.AcceptOperation;
import dev.pollux.completion.CompletionListener;
import dev.pollux.completion.CompletionPort;
import dev.pollux.completion.CompletionSocket;
import dev.pollux.completion.OperationCancelledException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Several accepts of one listener. The kernel wakes one that is in the ring for each connection, and one that is just being cancelled takes
 * that wakeup with it: by the program, or because the thread that submitted it has ended.
 */
@UringTest
@Timeout(120)
@SuppressWarnings("try") // threads that are only waited for
class UringAcceptsTest {
    private static final int ROUNDS = Integer.getInteger("dev.pollux.test.acceptRounds", 150);
    private static final int CANCELLED = 3;
    private static final int CONNECTIONS = 4;
    private static final long TURN_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final AtomicInteger accepted = new AtomicInteger();
    private final Queue<CompletionSocket> sockets = new ConcurrentLinkedQueue<>();
    private final Queue<IOException> failures = new ConcurrentLinkedQueue<>();

    /** Each connection finds its accept, whatever becomes of the others. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void noAcceptSleepsBesideAConnection(boolean singleThreaded) throws Exception {
        CompletionPort port =
                UringPorts.builder().singleThreaded(singleThreaded).open();
        List<Background> polling = new ArrayList<>();
        for (int i = 0; i < (singleThreaded ? 1 : 2); i++) {
            polling.add(Background.run(() -> pollUntilClosed(port)));
        }
        CompletionListener listener = port.openListener();
        listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 64);
        for (int round = 0; round < ROUNDS; round++) {
            round(listener);
        }
        port.close();
        polling.forEach(Background::close);
        assertEquals(List.of(), List.copyOf(failures));
    }

    private static void pollUntilClosed(CompletionPort port) throws IOException {
        try {
            while (true) {
                port.poll(TURN_NANOS);
            }
        } catch (ClosedChannelException e) {
            // The test is over.
        }
    }

    private void round(CompletionListener listener) throws Exception {
        int before = accepted.get();
        List<AcceptOperation> accepts = new ArrayList<>();
        for (int i = 0; i < CANCELLED + CONNECTIONS; i++) {
            accepts.add(accept(listener));
        }
        CyclicBarrier together = new CyclicBarrier(4);
        CyclicBarrier submitted = new CyclicBarrier(3);
        List<SocketChannel> peers = new ArrayList<>();
        try (Background one = Background.run(() -> submitAndEnd(accepts.subList(0, 3), submitted, together));
                Background two = Background.run(() -> submitAndEnd(accepts.subList(3, 7), submitted, together));
                Background cancelling = Background.run(() -> {
                    submitted.await();
                    together.await();
                    for (int i = 0; i < CANCELLED; i++) {
                        accepts.get(2 * i).cancel();
                    }
                })) {
            together.await();
            for (int i = 0; i < CONNECTIONS; i++) {
                peers.add(SocketChannel.open(listener.localAddress()));
            }
        }
        Await.until("all connections", () -> accepted.get() == before + CONNECTIONS);
        for (AcceptOperation each : accepts) {
            each.cancel();
        }
        Await.until("all ends", () -> accepts.stream().noneMatch(AcceptOperation::isPending));
        for (SocketChannel peer : peers) {
            peer.setOption(StandardSocketOptions.SO_LINGER, 0); // leaves nothing behind
            peer.close();
        }
        for (CompletionSocket each = sockets.poll(); each != null; each = sockets.poll()) {
            each.close();
        }
    }

    private static void submitAndEnd(List<AcceptOperation> accepts, CyclicBarrier submitted, CyclicBarrier together)
            throws Exception {
        accepts.forEach(AcceptOperation::submit);
        submitted.await();
        together.await();
    }

    private AcceptOperation accept(CompletionListener listener) {
        return listener.accept((operation, none) -> {
                    sockets.add(operation.socket()); // closed now, it could reset a peer that is still connecting
                    accepted.incrementAndGet();
                })
                .onFailure((operation, failure) -> {
                    if (!(failure instanceof OperationCancelledException)) {
                        failures.add(failure);
                    }
                });
    }
}
