package dev.pollux.internal.uring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pollux.Await;
import dev.pollux.Background;
import dev.pollux.completion.CompletionPort;
import dev.pollux.internal.completion.CompletionPortWork;
import dev.pollux.internal.readiness.ServedPort;
import dev.pollux.readiness.Interest;
import dev.pollux.readiness.ReadinessPort;
import dev.pollux.readiness.Registration;
import dev.pollux.readiness.StreamSocket;
import dev.pollux.readiness.TriggerMode;
import dev.pollux.readiness.WriteQueue;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A readiness port within the waits of a ring that several threads poll. */
@UringTest
@SuppressWarnings("try") // threads that are only waited for
class UringReadinessThreadsTest {
    private final List<Throwable> reports = new ArrayList<>();
    private final ByteBuffer one = ByteBuffer.allocate(1);
    private CompletionPort port;
    private ReadinessPort readiness;
    private Pipe pipe;

    @BeforeEach
    void open() throws IOException {
        port = UringPorts.builder()
                .errorHandler((source, failure) -> reports.add(failure))
                .open();
        readiness = port.readinessPort();
        pipe = Pipe.open();
        pipe.source().configureBlocking(false);
    }

    @AfterEach
    void close() throws IOException {
        port.close();
        pipe.source().close();
        pipe.sink().close();
        assertEquals(List.of(), reports);
    }

    /** Until it is in the ring's wait: what it does before that is done. */
    private static void awaitInRing(Background other) {
        awaitIn(other, RingWaits.class, "enter");
    }

    private static void awaitIn(Background other, Class<?> type, String method) {
        Await.until("it is in " + method, () -> Arrays.stream(other.thread().getStackTrace())
                .anyMatch(each -> each.getClassName().equals(type.getName())
                        && each.getMethodName().equals(method)));
    }

    /** It may be its last one: another thread, which sleeps by then, tells of what comes. */
    @Test
    void whatAThreadHasChangedIsToldAtTheEndOfItsTurn() throws Exception {
        AtomicReference<Thread> toldOn = new AtomicReference<>();
        Background[] other = new Background[1];
        Registration registration =
                readiness.register(pipe.source(), Interest.NONE, TriggerMode.LEVEL, (same, ready) -> {
                    pipe.source().read(one.clear());
                    toldOn.set(Thread.currentThread());
                });
        port.poll(0); // from here on this is the readiness port's thread, which nobody has to wake
        pipe.sink().write(ByteBuffer.allocate(1));
        port.post((operation, data) -> {
                    other[0] = Background.run(() -> {
                        while (toldOn.get() == null) {
                            port.poll(-1);
                        }
                    });
                    awaitInRing(other[0]);
                    registration.modify(Interest.READ);
                })
                .submit();
        Await.until("the callback", () -> other[0] != null, () -> port.poll(0));
        Await.until("the event", () -> toldOn.get() != null);
        assertSame(other[0].thread(), toldOn.get());
        other[0].close();
    }

    /** What a thread does when it tells the system of changes may bring a turn to another, before it is done with that. */
    @Test
    void aTurnWaitsForAThreadThatTellsOfChanges() throws Exception {
        AtomicReference<Thread> toldOn = new AtomicReference<>();
        readiness.register(pipe.source(), Interest.READ, TriggerMode.LEVEL, (same, ready) -> {
            pipe.source().read(one.clear());
            toldOn.set(Thread.currentThread());
        });
        Background[] other = new Background[1];
        try (ServerSocketChannel listener =
                        ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
                StreamSocket socket = readiness.connect(listener.getLocalAddress());
                SocketChannel peer = listener.accept()) {
            WriteQueue queue =
                    WriteQueue.open(readiness.register(socket, Interest.NONE, TriggerMode.LEVEL, (same, ready) -> {}));
            queue.write(ByteBuffer.allocate(1)); // and so it knows that it is connected
            Await.until("a byte", () -> queue.pendingBytes() == 0, () -> port.poll(0));
            ByteBuffer held = ByteBuffer.allocateDirect(2048);
            port.post((operation, data) -> {
                        other[0] = Background.run(() -> {
                            while (toldOn.get() == null) {
                                port.poll(-1);
                            }
                        });
                        awaitInRing(other[0]);
                        queue.write(
                                held,
                                buffer -> { // within the flush at the end of this turn
                                    writeOne();
                                    awaitIn(other[0], ServedPort.class, "turn");
                                });
                    })
                    .submit();
            Await.until("the flush", () -> !held.hasRemaining(), () -> port.poll(0));
            Await.until("the event", () -> toldOn.get() != null);
            assertSame(other[0].thread(), toldOn.get());
            other[0].close();
            assertTrue(peer.isOpen());
        }
    }

    private void writeOne() {
        try {
            pipe.sink().write(ByteBuffer.allocate(1));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** The system may end the watch of wakeups by itself, where it has no room for what it finds: before the next sleep it begins again. */
    @Test
    void wakeupsAreWatchedAgain() throws Exception {
        UringEngine engine = ((UringBackend) CompletionPortWork.of(port).completionBackend()).engine;
        port.poll(0); // the first turn of the readiness port
        for (int i = 0; i < 3; i++) {
            try (Background other = Background.run(() -> port.poll(-1))) {
                awaitInRing(other);
                port.wakeup();
            }
            engine.lock.lock();
            try {
                assertTrue(engine.entries.fillCancel(RingEntries.OF_WAKEUP));
            } finally {
                engine.lock.unlock();
            }
            port.poll(0); // submits it, and is told of the end
            port.poll(0);
        }
    }

    /** A thread that is about to wait leaves to it what is to be told. */
    @Test
    void aTurnOfTheReadinessPortIsOneThreadsToItsEnd() throws Exception {
        Background[] other = new Background[1];
        readiness.register(pipe.source(), Interest.READ, TriggerMode.LEVEL, (same, ready) -> {
            pipe.source().read(one.clear());
            same.modify(Interest.NONE);
            other[0] = Background.run(() -> port.poll(-1));
            awaitInRing(other[0]);
            assertThrows(IllegalStateException.class, () -> readiness.poll(0));
        });
        pipe.sink().write(ByteBuffer.allocate(1));
        Await.until("the callback", () -> other[0] != null, () -> port.poll(Await.LIMIT_NANOS));
        port.wakeup();
        other[0].close();
    }
}
