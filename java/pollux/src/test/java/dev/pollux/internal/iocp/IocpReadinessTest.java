package dev.pollux.internal.iocp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pollux.Await;
import dev.pollux.Backend;
import dev.pollux.Backends;
import dev.pollux.Background;
import dev.pollux.completion.CompletionListener;
import dev.pollux.completion.CompletionPort;
import dev.pollux.completion.CompletionSocket;
import dev.pollux.completion.PostOperation;
import dev.pollux.internal.readiness.AbstractReadinessPort;
import dev.pollux.readiness.Interest;
import dev.pollux.readiness.ReadinessPort;
import dev.pollux.readiness.Registration;
import dev.pollux.readiness.TriggerMode;
import dev.pollux.windows.Watchdog;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Readiness and completion by one thread, which waits at one completion queue. */
@ExtendWith(Watchdog.class) // a lost wakeup would hang
@Timeout(60)
@SuppressWarnings("try") // threads that are only waited for
class IocpReadinessTest {
    private static final long TURN_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    private final List<Throwable> reports = new ArrayList<>();
    private CompletionPort port;
    private ReadinessPort readiness;
    private SocketChannel watched;
    private SocketChannel peer;

    @BeforeEach
    void open() throws IOException {
        Backends.require(Backend.AFD);
        port = CompletionPort.builder()
                .backend(Backend.IOCP)
                .singleThreaded(true)
                .errorHandler((source, failure) -> reports.add(failure))
                .open();
        readiness = port.readinessPort();
        try (ServerSocketChannel listener = ServerSocketChannel.open()) {
            listener.bind(loopback());
            peer = SocketChannel.open(listener.getLocalAddress());
            watched = listener.accept();
        }
        watched.configureBlocking(false);
    }

    @AfterEach
    void close() throws IOException {
        if (port == null) { // the test was left out before it began
            return;
        }
        port.close();
        assertFalse(readiness.isOpen());
        assertEquals(List.of(), AbstractReadinessPort.of(readiness).registrations());
        assertEquals(0, port.pendingOperations());
        watched.close();
        peer.close();
        assertEquals(List.of(), reports);
    }

    private static InetSocketAddress loopback() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    private void turnUntil(String what, Await.Condition condition) {
        Await.until(what, condition, () -> port.poll(TURN_NANOS));
    }

    private void peerSends() throws IOException {
        assertEquals(1, peer.write(ByteBuffer.allocate(1)));
    }

    @Test
    void oneWaitServesBoth() throws Exception {
        int[] readable = new int[1];
        readiness.register(watched, Interest.READ, TriggerMode.LEVEL, (registration, ready) -> {
            readable[0] += watched.read(ByteBuffer.allocate(8));
        });
        CompletionListener listener = port.listen(loopback(), socket -> {
            ByteBuffer buffer = ByteBuffer.allocateDirect(8);
            socket.read(buffer, (operation, bytes) -> socket.write(buffer.flip(), (write, sent) -> {})
                            .submit())
                    .submit();
        });
        List<CompletionSocket> clients = new ArrayList<>();
        port.connect(listener.localAddress(), (operation, none) -> clients.add(operation.socket()))
                .submit();
        turnUntil("the connection", () -> !clients.isEmpty());
        long[] echoed = new long[1];
        clients.get(0)
                .write(ByteBuffer.allocateDirect(4), (operation, bytes) -> {})
                .submit();
        clients.get(0)
                .read(ByteBuffer.allocateDirect(8), (operation, bytes) -> echoed[0] += bytes)
                .submit();
        peerSends();
        turnUntil("both", () -> echoed[0] == 4 && readable[0] == 1);
        peerSends();
        turnUntil("the next byte", () -> readable[0] == 2);
    }

    @Test
    void neitherStarvesTheOther() throws Exception {
        int[] told = new int[2];
        readiness.register(watched, Interest.WRITE, TriggerMode.LEVEL, (registration, ready) -> told[0]++);
        PostOperation post = port.post((operation, data) -> {
            told[1]++;
            operation.submit();
        });
        post.submit();
        for (int i = 0; i < 1_000; i++) {
            port.poll(TURN_NANOS);
        }
        assertTrue(told[0] >= 100 && told[1] >= 100, told[0] + " events, " + told[1] + " completions in 1000 turns");
        Registration registration = readiness.register(peerOnly(), Interest.READ, TriggerMode.LEVEL, (r, ready) -> {});
        registration.close();
    }

    private SocketChannel peerOnly() throws IOException {
        peer.configureBlocking(false);
        return peer;
    }

    @Test
    void anotherThreadsChangesEndTheWait() throws Exception {
        AtomicReference<Thread> toldOn = new AtomicReference<>();
        AtomicInteger told = new AtomicInteger();
        try (Background waiting = Background.run(() -> {
            while (told.get() == 0) {
                port.poll(-1);
            }
        })) {
            waiting.awaitBlocked();
            Registration registration = readiness.register(watched, Interest.NONE, TriggerMode.LEVEL, (same, ready) -> {
                toldOn.set(Thread.currentThread());
                same.close();
                told.incrementAndGet();
            });
            peerSends();
            registration.modify(Interest.READ);
            Await.until("the event", () -> told.get() == 1);
            assertSame(waiting.thread(), toldOn.get());
        }
    }

    @Test
    void itIsOpenedWhileTheThreadWaits() throws Exception {
        AtomicInteger told = new AtomicInteger();
        try (CompletionPort other = CompletionPort.builder()
                        .backend(Backend.IOCP)
                        .singleThreaded(true)
                        .open();
                Background waiting = Background.run(() -> {
                    while (told.get() == 0) {
                        other.poll(-1);
                    }
                })) {
            waiting.awaitBlocked();
            ReadinessPort late = other.readinessPort();
            peerSends();
            late.register(watched, Interest.READ, TriggerMode.LEVEL, (same, ready) -> {
                same.close();
                told.incrementAndGet();
            });
            Await.until("the event", () -> told.get() == 1);
        }
    }

    @Test
    void aWakeupOfEitherEndsTheWait() throws Exception {
        AtomicBoolean over = new AtomicBoolean();
        AtomicInteger returns = new AtomicInteger();
        try (Background waiting = Background.run(() -> {
            while (!over.get()) {
                port.poll(-1);
                returns.incrementAndGet();
            }
        })) {
            for (Runnable wakeup : new Runnable[] {readiness::wakeup, port::wakeup}) {
                waiting.awaitBlocked();
                int before = returns.get();
                wakeup.run();
                Await.until("the wait's end", () -> returns.get() > before);
            }
            over.set(true);
            port.wakeup();
        }
    }

    /** A one-shot registration, and one that its own callback closes: what is left of them in the queue is nobody's. */
    @Test
    void whatWasClosedIsToldNoMore() throws Exception {
        int[] told = new int[2];
        Registration once =
                readiness.register(watched, Interest.WRITE, TriggerMode.ONESHOT, (registration, ready) -> told[0]++);
        Registration closed =
                readiness.register(peerOnly(), Interest.WRITE, TriggerMode.LEVEL, (registration, ready) -> {
                    told[1]++;
                    registration.close();
                });
        turnUntil("both", () -> told[0] == 1 && told[1] == 1);
        for (int i = 0; i < 5; i++) {
            port.poll(0);
        }
        assertEquals(1, told[0]);
        assertEquals(1, told[1]);
        assertFalse(closed.isOpen());
        once.rearm();
        turnUntil("it is told again", () -> told[0] == 2);
    }

    @Test
    void aPortOfSeveralThreadsHasNone() throws Exception {
        try (CompletionPort several =
                CompletionPort.builder().backend(Backend.IOCP).open()) {
            UnsupportedOperationException refusal =
                    assertThrows(UnsupportedOperationException.class, several::readinessPort);
            assertTrue(refusal.getMessage().contains("singleThreaded"), refusal::getMessage);
        }
        assertSame(readiness, port.readinessPort());
        port.close();
        assertThrows(ClosedChannelException.class, port::readinessPort);
    }
}
