package dev.pollux.completion;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.pollux.Await;
import dev.pollux.Backend;
import dev.pollux.Background;
import dev.pollux.internal.loop.LoopCounters;
import dev.pollux.internal.readiness.AbstractReadinessPort;
import dev.pollux.readiness.Interest;
import dev.pollux.readiness.ReadinessDispatcher;
import dev.pollux.readiness.ReadinessPort;
import dev.pollux.readiness.Registration;
import dev.pollux.readiness.TriggerMode;
import dev.pollux.windows.Watchdog;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.Pipe;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A readiness port and a completion port in one loop, by one wait: each within the other. */
@ExtendWith(Watchdog.class) // a lost wakeup would hang
@Timeout(60)
@SuppressWarnings("try") // threads that are only waited for
class OneLoopTest {
    private static final long TURN_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    private final List<Throwable> reports = new ArrayList<>();
    private ReadinessPort readiness;
    private CompletionPort completions; // within it
    private Pipe pipe;

    @BeforeEach
    void open() throws IOException {
        CompletionKind.EMULATED.check();
        readiness = ReadinessPort.open(
                CompletionKind.HAS_BINDING && !CompletionKind.IS_WINDOWS ? Backend.EPOLL : Backend.NIO);
        completions = CompletionPort.builder()
                .within(readiness)
                .errorHandler((source, failure) -> reports.add(failure))
                .open();
        pipe = Pipe.open();
        pipe.source().configureBlocking(false);
    }

    @AfterEach
    void close() throws IOException {
        if (pipe == null) { // the test was left out before it began
            return;
        }
        readiness.close();
        assertFalse(completions.isOpen());
        assertEquals(0, completions.pendingOperations());
        assertEquals(0, CompletionInside.of(completions).backend.ticketsTaken(), "tickets");
        assertEquals(List.of(), reports);
        pipe.source().close();
        pipe.sink().close();
    }

    private static InetSocketAddress loopback() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    private void turnUntil(String what, Await.Condition condition) {
        Await.until(what, condition, () -> readiness.poll(TURN_NANOS));
    }

    private long waits() {
        return ((AbstractReadinessPort) readiness).counters.get(LoopCounters.WAITS);
    }

    /** The readiness port tells of a byte, the completion port reads and writes: all by polls of the one. */
    @Test
    void onePollServesBoth() throws Exception {
        int[] readable = new int[1];
        readiness.register(pipe.source(), Interest.READ, TriggerMode.LEVEL, (registration, ready) -> {
            readable[0]++;
            pipe.source().read(ByteBuffer.allocate(8));
        });
        CompletionListener listener = completions.listen(loopback(), OneLoopTest::echo);
        List<CompletionSocket> clients = new ArrayList<>();
        completions
                .connect(listener.localAddress(), (operation, none) -> clients.add(operation.socket()))
                .submit();
        turnUntil("the connection", () -> !clients.isEmpty());
        long[] echoed = new long[1];
        ByteBuffer buffer = ByteBuffer.allocateDirect(4);
        clients.get(0).write(buffer, (operation, bytes) -> buffer.clear()).submit();
        clients.get(0)
                .read(ByteBuffer.allocateDirect(8), (operation, bytes) -> echoed[0] += bytes)
                .submit();
        pipe.sink().write(ByteBuffer.allocate(1));
        turnUntil("both", () -> echoed[0] == 4 && readable[0] == 1);
    }

    private static void echo(CompletionSocket socket) {
        CompletionDispatcherTest.echo(socket, ByteBuffer.allocateDirect(64));
    }

    @Test
    void neitherStarvesTheOther() throws Exception {
        int[] told = new int[2];
        readiness.register(pipe.source(), Interest.READ, TriggerMode.LEVEL, (registration, ready) -> told[0]++);
        pipe.sink().write(ByteBuffer.allocate(1)); // and nobody reads it
        completions
                .post((operation, data) -> {
                    told[1]++;
                    operation.submit();
                })
                .submit();
        for (int i = 0; i < 1_000; i++) {
            readiness.poll(TURN_NANOS);
        }
        assertTrue(told[0] >= 900 && told[1] >= 900, told[0] + " events, " + told[1] + " completions in 1000 turns");
        assertTrue(told[1] <= 1_000 * 256, () -> told[1] + " completions in 1000 turns");
    }

    @Test
    void whatAnotherThreadPostsEndsTheOneWait() throws Exception {
        AtomicInteger told = new AtomicInteger();
        try (Background waiting = Background.run(() -> assertEquals(1, readiness.poll(-1)))) {
            waiting.awaitBlocked();
            completions.post((operation, data) -> told.incrementAndGet()).submit();
        }
        assertEquals(1, told.get());
        assertEquals(1, waits(), "waits for one event");
    }

    @Test
    void aWakeupOfEitherEndsTheOneWait() throws Exception {
        for (Runnable wakeup : new Runnable[] {completions::wakeup, readiness::wakeup}) {
            try (Background waiting = Background.run(() -> assertEquals(0, readiness.poll(-1)))) {
                waiting.awaitBlocked();
                wakeup.run();
            }
        }
        completions.wakeup();
        completions.wakeup();
        assertEquals(0, readiness.poll(-1), "before the wait");
    }

    /** A loop with nothing to do is in one wait, however many there were before. */
    @Test
    void anIdleLoopMakesNoCall() throws Exception {
        int[] told = new int[1];
        PostOperation post = completions.post((operation, data) -> told[0]++);
        for (int i = 1; i <= 100; i++) {
            post.submit();
            readiness.poll(-1); // all that was asked for
            assertEquals(i, told[0]);
        }
        assertEquals(100, waits());
        try (Background waiting = Background.run(() -> readiness.poll(-1))) {
            waiting.awaitBlocked();
            Await.until("it sleeps", () -> waits() == 101);
            for (int i = 0; i < 1_000; i++) {
                Thread.yield();
            }
            assertEquals(101, waits(), "it has waited again");
            readiness.wakeup();
        }
    }

    @Test
    void aDeadlineEndsTheOneWaitInTime() throws Exception {
        CompletionUdpSocket socket = completions.openUdpSocket(loopback());
        AtomicReference<IOException> failure = new AtomicReference<>();
        long timeoutNanos = TimeUnit.MILLISECONDS.toNanos(20);
        long startNanos = System.nanoTime();
        socket.receive(ByteBuffer.allocateDirect(8), (operation, bytes) -> {})
                .onFailure((operation, why) -> failure.set(why))
                .timeoutNanos(timeoutNanos)
                .submit();
        Await.until("the deadline", () -> failure.get() != null, () -> readiness.poll(-1));
        assertInstanceOf(SocketTimeoutException.class, failure.get());
        assertTrue(System.nanoTime() - startNanos >= timeoutNanos);
    }

    @Test
    void aFilesThreadsEndTheOneWait(@TempDir Path folder) throws Exception {
        Path path = Files.writeString(folder.resolve("file"), "some bytes");
        long[] read = new long[1];
        try (CompletionFile file = completions.openFile(path)) {
            file.read(ByteBuffer.allocateDirect(64), (operation, bytes) -> read[0] = bytes)
                    .submit();
            Await.until("the read", () -> read[0] != 0, () -> readiness.poll(-1));
        }
        assertEquals(10, read[0]);
    }

    @Test
    void aWaitOfItsOwnCountsBoth() throws Exception {
        int[] told = new int[1];
        completions.post((operation, data) -> told[0]++).submit();
        assertEquals(1, readiness.await(-1));
        assertEquals(0, told[0]);
        assertEquals(1, readiness.deliver());
        assertEquals(1, told[0]);
        assertEquals(0, readiness.await(0));
    }

    @Test
    void aDispatcherDrivesBoth() throws Exception {
        AtomicReference<Thread> toldOn = new AtomicReference<>();
        ReadinessDispatcher loop = ReadinessDispatcher.over(readiness);
        try (loop;
                Background running = Background.run(loop::run)) {
            running.awaitBlocked();
            completions
                    .post((operation, data) -> toldOn.set(Thread.currentThread()))
                    .submit();
            Await.until("the completion", () -> toldOn.get() != null);
            assertSame(running.thread(), toldOn.get());
            loop.stop();
        }
        assertFalse(completions.isOpen());
    }

    @Test
    void theReadinessPortsEndIsTheOthers() throws Exception {
        AtomicReference<IOException> failure = new AtomicReference<>();
        CompletionListener listener = completions.openListener();
        listener.bind(loopback(), 8);
        listener.accept((operation, none) -> {})
                .onFailure((operation, why) -> failure.set(why))
                .submit();
        readiness.close();
        assertFalse(completions.isOpen());
        assertFalse(listener.isOpen());
        assertInstanceOf(AsynchronousCloseException.class, failure.get());
        assertThrows(ClosedChannelException.class, () -> readiness.poll(0));
    }

    @Test
    void theCompletionPortsEndLeavesTheOther() throws Exception {
        int[] told = new int[1];
        completions.post((operation, data) -> completions.close()).submit();
        turnUntil("the close", () -> !completions.isOpen());
        readiness.register(pipe.source(), Interest.READ, TriggerMode.ONESHOT, (registration, ready) -> told[0]++);
        pipe.sink().write(ByteBuffer.allocate(1));
        turnUntil("an event", () -> told[0] == 1);
        try (CompletionPort next = CompletionPort.builder().within(readiness).open()) {
            next.post((operation, data) -> told[0]++).submit();
            turnUntil("a completion of the next", () -> told[0] == 2);
        }
    }

    @Test
    void nobodyPollsWhatIsWithin() {
        assertThrows(IllegalStateException.class, () -> completions.poll(0));
        assertThrows(IllegalStateException.class, () -> completions.await(0));
        assertThrows(IllegalStateException.class, completions::deliver);
        CompletionPortBuilder second = CompletionPort.builder().within(readiness);
        assertThrows(IllegalStateException.class, second::open);
        CompletionPortBuilder other = CompletionPort.builder().within(readiness).backend(Backend.IOCP);
        assertThrows(UnsupportedOperationException.class, other::open);
    }

    /** The other way round: a completion dispatcher's thread calls the callbacks of registrations. */
    @ParameterizedTest
    @EnumSource(
            value = CompletionKind.class,
            names = {"EMULATED", "IO_URING"})
    void aCompletionDispatcherServesRegistrations(CompletionKind kind) throws Exception {
        assumeTrue(kind.isOfThisRun(), () -> "this run is not about " + kind);
        kind.check();
        AtomicReference<Thread> toldOn = new AtomicReference<>();
        try (CompletionDispatcher loop =
                CompletionDispatcher.builder().backend(kind.backend()).open()) {
            ReadinessPort its = loop.port().readinessPort();
            assertSame(its, loop.port().readinessPort());
            try (Background running = Background.run(loop::run)) {
                running.awaitBlocked();
                Registration registration =
                        its.register(pipe.source(), Interest.NONE, TriggerMode.LEVEL, (same, ready) -> {
                            toldOn.set(Thread.currentThread());
                            same.close();
                        });
                pipe.sink().write(ByteBuffer.allocate(1));
                registration.modify(Interest.READ); // from another thread: ends the wait
                Await.until("the event", () -> toldOn.get() != null);
                assertSame(running.thread(), toldOn.get());
                AtomicInteger posted = new AtomicInteger();
                loop.port().post((operation, data) -> posted.incrementAndGet()).submit();
                Await.until("a completion", () -> posted.get() == 1);
                loop.stop();
            }
            loop.close();
            assertFalse(its.isOpen());
        }
    }
}
