package dev.pollux.internal.uring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pollux.Await;
import dev.pollux.Background;
import dev.pollux.completion.CompletionPort;
import dev.pollux.completion.CompletionUdpSocket;
import dev.pollux.completion.PostOperation;
import dev.pollux.internal.completion.CompletionBackend;
import dev.pollux.internal.completion.CompletionPortWork;
import dev.pollux.internal.loop.LoopCounters;
import dev.pollux.internal.readiness.AbstractReadinessPort;
import dev.pollux.readiness.Interest;
import dev.pollux.readiness.ReadinessPort;
import dev.pollux.readiness.Registration;
import dev.pollux.readiness.TriggerMode;
import dev.pollux.windows.Watchdog;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.Pipe;
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
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** A readiness port within the ring's waits: one loop for both. On a ring of several threads, and on one of one thread. */
@UringTest
@ParameterizedClass
@ValueSource(booleans = {false, true})
@ExtendWith(Watchdog.class) // a lost wakeup would hang
@Timeout(60)
@SuppressWarnings("try") // threads that are only waited for
class UringReadinessTest {
    private static final long TURN_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    @Parameter
    boolean singleThreaded;

    private final List<Throwable> reports = new ArrayList<>();
    private final ByteBuffer one = ByteBuffer.allocate(1);
    private CompletionPort port;
    private ReadinessPort readiness;
    private Pipe pipe;

    @BeforeEach
    void open() throws IOException {
        port = UringPorts.builder().singleThreaded(singleThreaded).open();
        port.errorHandler((source, failure) -> reports.add(failure));
        readiness = port.readinessPort();
        pipe = Pipe.open();
        pipe.source().configureBlocking(false);
    }

    @AfterEach
    void close() throws IOException {
        port.close();
        assertFalse(readiness.isOpen());
        assertEquals(0, port.pendingOperations());
        assertEquals(List.of(), reports);
        pipe.source().close();
        pipe.sink().close();
    }

    private void write() throws IOException {
        pipe.sink().write(ByteBuffer.allocate(1));
    }

    private Registration register(TriggerMode mode, int[] told) throws IOException {
        return readiness.register(pipe.source(), Interest.READ, mode, (registration, ready) -> {
            told[0]++;
            pipe.source().read(one.clear());
        });
    }

    private long waits() {
        return CompletionPortWork.of(port).counters.get(LoopCounters.WAITS);
    }

    private long emptyTurns() {
        return AbstractReadinessPort.of(readiness).counters.get(LoopCounters.EMPTY_RETURNS);
    }

    private long wokenTurns() {
        return AbstractReadinessPort.of(readiness).counters.get(LoopCounters.EARLY_RETURNS);
    }

    /** A level that stays, and completions without end: each turn has some of both. */
    @Test
    void neitherStarvesTheOther() throws Exception {
        int[] told = new int[2];
        readiness.register(pipe.source(), Interest.READ, TriggerMode.LEVEL, (registration, ready) -> told[0]++);
        write(); // and nobody reads it
        port.post((operation, data) -> {
                    told[1]++;
                    operation.submit();
                })
                .submit();
        for (int i = 0; i < 1_000; i++) {
            port.poll(TURN_NANOS);
        }
        assertTrue(told[0] >= 900 && told[1] >= 900, told[0] + " events, " + told[1] + " completions in 1000 turns");
        assertTrue(told[0] <= 1_000, () -> told[0] + " events in 1000 turns");
    }

    /** Each in turn ends a wait for ever, with changes of interest by the loop's own thread between them. */
    @Test
    void eachEndsTheWaitOfTheOther() throws Exception {
        for (TriggerMode mode : new TriggerMode[] {TriggerMode.LEVEL, TriggerMode.EDGE}) {
            int[] told = new int[1];
            int[] posted = new int[1];
            Registration registration = register(mode, told);
            PostOperation post = port.post((operation, data) -> {
                posted[0]++;
                registration.pause();
                registration.resume();
            });
            for (int i = 1; i <= 200; i++) {
                int expected = i;
                write();
                Await.until("the event", () -> told[0] == expected, () -> port.poll(-1));
                post.submit();
                Await.until("the completion", () -> posted[0] == expected, () -> port.poll(-1));
            }
            registration.close();
        }
    }

    /** What the loop's thread changes in a completion's callback is told to the system before the thread sleeps. */
    @Test
    void aChangeInACompletionsCallbackCounts() throws Exception {
        int[] told = new int[1];
        Registration registration = register(TriggerMode.LEVEL, told);
        registration.modify(Interest.NONE);
        port.poll(0);
        long before = emptyTurns();
        for (int i = 1; i <= 100; i++) {
            int expected = i;
            write();
            port.post((operation, data) -> registration.modify(Interest.READ)).submit();
            Await.until("the event", () -> told[0] == expected, () -> port.poll(-1));
            registration.modify(Interest.NONE);
        }
        assertEquals(before, emptyTurns(), "turns of the readiness port that only tell changes");
    }

    /** ... by that thread, which needs no turn of the readiness port for it. */
    @Test
    void aChangeThatBringsNothingHasNoTurn() throws Exception {
        Registration registration = register(TriggerMode.LEVEL, new int[1]);
        port.poll(0);
        long before = emptyTurns();
        for (int i = 0; i < 100; i++) {
            Interest interest = i % 2 == 0 ? Interest.NONE : Interest.READ;
            port.post((operation, data) -> registration.modify(interest)).submit();
            assertEquals(1, port.poll(Await.LIMIT_NANOS));
            assertEquals(0, port.poll(0));
        }
        assertEquals(before, emptyTurns());
    }

    /** So is what it changes between two turns. */
    @Test
    void aChangeBetweenTwoTurnsCounts() throws Exception {
        int[] told = new int[1];
        Registration registration = register(TriggerMode.LEVEL, told);
        registration.modify(Interest.NONE);
        port.poll(0); // from here on this is the readiness port's thread, which nobody has to wake
        long before = emptyTurns();
        for (int i = 1; i <= 100; i++) {
            write();
            registration.modify(Interest.READ);
            assertEquals(1, port.poll(Await.LIMIT_NANOS));
            assertEquals(i, told[0]);
            registration.modify(Interest.NONE);
        }
        assertEquals(before, emptyTurns(), "turns of the readiness port that only tell changes");
    }

    /** It comes after the look for wakeups of that turn. */
    @Test
    void aWakeupInACallbackHasATurnOfItsOwn() throws Exception {
        int[] told = new int[1];
        readiness.register(pipe.source(), Interest.READ, TriggerMode.LEVEL, (registration, ready) -> {
            told[0]++;
            pipe.source().read(one.clear());
            readiness.wakeup();
        });
        port.poll(0);
        long before = wokenTurns();
        for (int i = 1; i <= 100; i++) {
            long expected = before + i;
            write();
            Await.until("the wakeup's turn", () -> wokenTurns() == expected, () -> port.poll(TURN_NANOS));
            assertEquals(i, told[0]);
        }
    }

    @Test
    void aChangeOfAnotherThreadEndsTheWait() throws Exception {
        AtomicInteger told = new AtomicInteger();
        Registration registration =
                readiness.register(pipe.source(), Interest.NONE, TriggerMode.LEVEL, (same, ready) -> {
                    same.modify(Interest.NONE);
                    pipe.source().read(one.clear());
                    told.incrementAndGet();
                });
        try (Background loop = Background.run(() -> pollUntilClosed(port))) {
            for (int i = 1; i <= 300; i++) {
                int expected = i;
                write();
                if (i % 10 == 0) {
                    loop.awaitBlocked();
                }
                registration.modify(Interest.READ);
                Await.until("the event", () -> told.get() == expected);
            }
            port.close();
        }
    }

    private static void pollUntilClosed(CompletionPort port) throws IOException {
        try {
            while (true) {
                port.poll(-1);
            }
        } catch (ClosedChannelException e) {
            // The test is over.
        }
    }

    @Test
    void aWakeupOfEitherEndsTheOneWait() throws Exception {
        port.poll(0); // its first turn
        for (Runnable wakeup : new Runnable[] {port::wakeup, readiness::wakeup}) {
            wakeup.run();
            wakeup.run();
            assertEquals(0, port.poll(-1), "before the wait");
            long before = waits();
            try (Background waking = Background.run(() -> {
                Await.until("it waits", () -> waits() > before);
                wakeup.run();
            })) {
                assertEquals(0, port.poll(-1));
            }
        }
    }

    /** A loop with nothing to do is in one wait, however many there were before. */
    @Test
    void anIdleLoopMakesNoCall() throws Exception {
        int[] told = new int[2];
        register(TriggerMode.LEVEL, told);
        PostOperation post = port.post((operation, data) -> told[1]++);
        port.poll(0);
        port.poll(0);
        long before = waits();
        long emptyBefore = emptyTurns();
        for (int i = 1; i <= 100; i++) {
            post.submit();
            assertEquals(1, port.poll(-1));
            write();
            assertEquals(1, port.poll(-1));
            assertEquals(i, told[0]);
            assertEquals(i, told[1]);
        }
        assertEquals(before + 200, waits());
        assertEquals(emptyBefore, emptyTurns(), "turns of the readiness port without an event");
        try (Background looking = Background.run(() -> {
            Await.until("it waits", () -> waits() == before + 201);
            for (int i = 0; i < 1_000; i++) {
                Thread.yield();
            }
            assertEquals(before + 201, waits(), "it has waited again");
            readiness.wakeup();
        })) {
            assertEquals(0, port.poll(-1));
        }
    }

    @Test
    void aDeadlineEndsTheOneWaitInTime() throws Exception {
        CompletionUdpSocket socket = port.openUdpSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        AtomicReference<IOException> failure = new AtomicReference<>();
        long timeoutNanos = TimeUnit.MILLISECONDS.toNanos(20);
        long startNanos = System.nanoTime();
        socket.receive(ByteBuffer.allocateDirect(8), (operation, bytes) -> {})
                .onFailure((operation, why) -> failure.set(why))
                .timeoutNanos(timeoutNanos)
                .submit();
        Await.until("the deadline", () -> failure.get() != null, () -> port.poll(-1));
        assertInstanceOf(SocketTimeoutException.class, failure.get());
        assertTrue(System.nanoTime() - startNanos >= timeoutNanos);
    }

    @Test
    void aCallbackOfTheOneMayCloseBoth() throws Exception {
        readiness.register(pipe.source(), Interest.READ, TriggerMode.LEVEL, (registration, ready) -> port.close());
        write();
        Await.until("the close", () -> !port.isOpen(), () -> port.poll(TURN_NANOS));
        assertFalse(readiness.isOpen());
        assertThrows(ClosedChannelException.class, port::readinessPort);
    }

    @Test
    void whatACallbackThrowsIsThePortsErrorHandlersToKnow() throws Exception {
        RuntimeException thrown = new RuntimeException("on purpose");
        readiness.register(pipe.source(), Interest.READ, TriggerMode.LEVEL, (registration, ready) -> {
            pipe.source().read(one.clear());
            throw thrown;
        });
        write();
        Await.until("the report", () -> !reports.isEmpty(), () -> port.poll(TURN_NANOS));
        assertEquals(List.of(thrown), reports);
        reports.clear();
    }

    /** A completion closes the port in the same turn in which there is an event: of that nobody is told. */
    @Test
    void nothingIsToldAfterAClose() throws Exception {
        int[] told = new int[2]; // all, and after the close
        readiness.register(pipe.source(), Interest.READ, TriggerMode.LEVEL, (registration, ready) -> {
            told[0]++;
            told[1] += port.isOpen() ? 0 : 1;
        });
        write(); // and nobody reads it
        Await.until("an event", () -> told[0] > 0, () -> port.poll(TURN_NANOS));
        port.post((operation, data) -> port.close()).submit();
        port.post((operation, data) -> port.close()).submit();
        Await.until("the close", () -> !port.isOpen(), () -> port.poll(TURN_NANOS));
        assertEquals(0, told[1]);
    }

    /** Against the rule that nobody closes it: that is no reason to have turns without end. */
    @Test
    void oneThatItsProgramClosesHasNoMoreTurns() throws Exception {
        int[] told = new int[2];
        register(TriggerMode.LEVEL, told);
        PostOperation post = port.post((operation, data) -> told[1]++);
        port.poll(0);
        write();
        port.post((operation, data) -> readiness.close()).submit(); // and its turn comes after this, in the same batch
        port.poll(Await.LIMIT_NANOS);
        assertFalse(readiness.isOpen());
        long before = waits();
        for (int i = 1; i <= 100; i++) {
            post.submit();
            assertEquals(1, port.poll(Await.LIMIT_NANOS));
            assertEquals(i, told[1]);
        }
        assertEquals(before + 100, waits());
        assertEquals(0, told[0]);
    }

    /** A close may come between a thread's look whether the port is open, and the making of the readiness port. */
    @Test
    void noneIsMadeAfterTheClose() throws Exception {
        try (CompletionPort other =
                UringPorts.builder().singleThreaded(singleThreaded).open()) {
            CompletionBackend backend = CompletionPortWork.of(other).completionBackend();
            other.close();
            assertThrows(ClosedChannelException.class, backend::readinessPort);
        }
    }

    @Test
    void itIsTheSameEachTime() throws Exception {
        assertSame(readiness, port.readinessPort());
    }
}
