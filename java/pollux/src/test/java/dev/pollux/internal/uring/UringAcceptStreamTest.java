package dev.pollux.internal.uring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.pollux.Await;
import dev.pollux.Background;
import dev.pollux.completion.AcceptOperation;
import dev.pollux.completion.AcceptStream;
import dev.pollux.completion.CompletionListener;
import dev.pollux.completion.CompletionPort;
import dev.pollux.internal.completion.CompletionPortWork;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A stream of connections that is one entry of the ring. What all backends have in common, their contract tells. */
@UringTest
@Timeout(120)
@SuppressWarnings("try") // threads that are only waited for
class UringAcceptStreamTest {
    private static final int ROUNDS = Integer.getInteger("dev.pollux.test.acceptRounds", 150);
    private static final long TURN_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final List<SocketChannel> peers = new ArrayList<>();
    private final AtomicInteger told = new AtomicInteger();
    private final AtomicInteger ends = new AtomicInteger();
    private final AtomicInteger toldTooLate = new AtomicInteger();

    @AfterEach
    void closePeers() throws IOException {
        for (SocketChannel peer : peers) {
            peer.setOption(StandardSocketOptions.SO_LINGER, 0); // leaves nothing behind
            peer.close();
        }
        peers.clear();
    }

    private static CompletionPort open(boolean singleThreaded) throws IOException {
        return UringPorts.builder().singleThreaded(singleThreaded).open();
    }

    private static CompletionListener listener(CompletionPort port) throws IOException {
        CompletionListener listener = port.openListener();
        listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 64);
        return listener;
    }

    private AcceptStream stream(CompletionListener listener) {
        return listener.acceptStream((stream, socket) -> {
                    socket.close();
                    toldTooLate.addAndGet(stream.isPending() ? 0 : 1);
                    told.incrementAndGet();
                })
                .onStopped(stream -> ends.incrementAndGet());
    }

    private void connect(CompletionListener listener, int count) throws IOException {
        for (int i = 0; i < count; i++) {
            peers.add(SocketChannel.open(listener.localAddress()));
        }
    }

    private static int tickets(CompletionPort port) {
        return CompletionPortWork.of(port).completionBackend().ticketsTaken();
    }

    @Test
    void oneEntryIsManyConnections() throws Exception {
        try (CompletionPort port = open(true)) {
            CompletionListener listener = listener(port);
            AcceptStream stream = stream(listener);
            stream.submit();
            for (int i = 1; i <= 5; i++) {
                connect(listener, 20);
                int expected = 20 * i;
                Await.until("all", () -> told.get() == expected, () -> port.poll(TURN_NANOS));
                assertEquals(1, tickets(port));
            }
            stream.stop();
            Await.until("the end", () -> ends.get() == 1, () -> port.poll(TURN_NANOS));
            assertEquals(0, tickets(port));
        }
    }

    /** Who asks for one connection gets it, though a stream takes all that come: it begins again behind. */
    @Test
    void anAcceptBesideAStreamIsServed() throws Exception {
        try (CompletionPort port = open(true)) {
            CompletionListener listener = listener(port);
            stream(listener).submit();
            port.poll(0);
            AtomicInteger single = new AtomicInteger();
            AcceptOperation accept = listener.accept((operation, none) -> {
                operation.socket().close();
                single.incrementAndGet();
            });
            for (int i = 1; i <= 20; i++) {
                accept.submit();
                int expected = i;
                Await.until("the accept", () -> single.get() == expected, () -> {
                    connect(listener, 1);
                    port.poll(TURN_NANOS);
                });
            }
            connect(listener, 1);
            Await.until("the stream goes on", () -> told.get() + 20 == peers.size(), () -> port.poll(TURN_NANOS));
        }
    }

    /** The kernel ends what its thread has submitted: nobody has asked for that. */
    @Test
    void aStreamOutlivesTheThreadThatSubmittedIt() throws Exception {
        List<Throwable> reports = new ArrayList<>();
        try (CompletionPort port = open(false)) {
            port.errorHandler((source, failure) -> reports.add(failure));
            CompletionListener listener = listener(port);
            for (int i = 1; i <= 20; i++) {
                AcceptStream stream = stream(listener);
                try (Background submitting = Background.run(stream::submit)) {
                    Await.end(submitting.thread());
                }
                connect(listener, 5);
                int expected = 5 * i;
                Await.until("all", () -> told.get() == expected, () -> port.poll(TURN_NANOS));
                stream.stop();
                int expectedEnds = i;
                Await.until("the end", () -> ends.get() == expectedEnds, () -> port.poll(TURN_NANOS));
            }
        }
        assertEquals(List.of(), reports);
    }

    /** Two threads deliver: the end is told after the last connection, whoever has that one. */
    @Test
    void theEndComesAfterTheLastConnection() throws Exception {
        CompletionPort port = open(false);
        List<Background> polling = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            polling.add(Background.run(() -> pollUntilClosed(port)));
        }
        CompletionListener listener = listener(port);
        AcceptStream stream = stream(listener);
        for (int i = 1; i <= ROUNDS; i++) {
            stream.submit();
            int before = told.get();
            connect(listener, 6);
            Await.until("a connection", () -> told.get() > before); // the others are under way
            assertTrue(stream.stop());
            int expected = i;
            Await.until("the end", () -> ends.get() == expected);
            assertEquals(0, tickets(port));
            closePeers();
        }
        stream.submit(); // for those that came after a stop
        Await.until("the others", () -> told.get() == 6 * ROUNDS);
        port.close();
        polling.forEach(Background::close);
        assertEquals(0, toldTooLate.get());
    }

    /** A thread is busy with what it has dequeued before a connection: the stream's end waits for that thread. */
    @Test
    void theEndWaitsForAConnectionThatAnotherThreadHas() throws Exception {
        try (CompletionPort port = open(false)) {
            CompletionListener listener = listener(port);
            AcceptStream stream = stream(listener);
            stream.submit();
            connect(listener, 1);
            CountDownLatch isBusy = new CountDownLatch(1);
            CountDownLatch goOn = new CountDownLatch(1);
            port.post((operation, data) -> {
                        isBusy.countDown();
                        goOn.await();
                    })
                    .submit();
            try (Background busy = Background.run(() -> port.poll(0))) {
                isBusy.await();
                stream.stop();
                for (int i = 0; i < 10; i++) {
                    AtomicInteger turns = new AtomicInteger();
                    port.post((operation, data) -> turns.incrementAndGet()).submit();
                    Await.until("a turn", () -> turns.get() == 1, () -> port.poll(0));
                }
                assertEquals(0, ends.get());
                assertEquals(0, told.get());
                goOn.countDown();
                Await.end(busy.thread());
            }
            assertEquals(1, told.get());
            Await.until("the end", () -> ends.get() == 1, () -> port.poll(TURN_NANOS));
            assertEquals(0, toldTooLate.get());
        }
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

    /** Its last result is no connection, and not the descriptor 0 either. */
    @Test
    void theEndOfARequestThatNobodyWaitsForClosesNothing() throws Exception {
        Path zero = Path.of("/proc/self/fd/0");
        assumeTrue(Files.exists(zero, LinkOption.NOFOLLOW_LINKS), "this JVM has no standard input");
        try (CompletionPort port = open(true)) {
            port.poll(0);
            UringListener listener = (UringListener) listener(port);
            UringEngine engine = ((UringBackend) CompletionPortWork.of(port).completionBackend()).engine;
            UringTicket abandoned =
                    engine.take(); // without an operation, as after a submit that failed once it had begun
            listener.startAccept(abandoned, 1);
            port.poll(0);
            int taken = engine.taken();
            engine.ends.cancel(abandoned);
            Await.until("its end", () -> engine.taken() < taken, () -> port.poll(TURN_NANOS));
            assertTrue(Files.exists(zero, LinkOption.NOFOLLOW_LINKS));
        }
    }
}
