package dev.pollux.dispatcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pollux.Await;
import dev.pollux.Backend;
import dev.pollux.WaitStrategy;
import dev.pollux.completion.CompletionDispatcher;
import dev.pollux.readiness.DispatcherGroup;
import dev.pollux.readiness.Inside;
import dev.pollux.readiness.Interest;
import dev.pollux.readiness.ReadinessDispatcher;
import dev.pollux.readiness.ReadinessDispatcherBuilder;
import dev.pollux.readiness.ReadinessPort;
import dev.pollux.readiness.Registration;
import dev.pollux.readiness.StreamListener;
import dev.pollux.readiness.StreamSocket;
import dev.pollux.readiness.TriggerMode;
import dev.pollux.readiness.WriteQueue;
import dev.pollux.system.BusyPoll;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.function.LongConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** What is built is checked when it is said, by name, value and range; what is taken can be opened and runs. */
abstract class BuilderContract extends DispatcherContract {
    BuilderContract(Backend backend) {
        super(backend);
    }

    private static void refused(Executable call, String... words) {
        String message = assertThrows(IllegalArgumentException.class, call).getMessage();
        for (String word : words) {
            assertTrue(message.contains(word), message);
        }
    }

    /** Below the least, and beyond the most, is refused; both are taken. */
    private static void within(String name, int min, int max, IntConsumer setting) {
        setting.accept(min);
        setting.accept(max);
        refused(() -> setting.accept(min - 1), name, String.valueOf(min - 1));
        refused(() -> setting.accept(Integer.MIN_VALUE), name, String.valueOf(Integer.MIN_VALUE));
        if (max < Integer.MAX_VALUE) {
            refused(() -> setting.accept(max + 1), name, String.valueOf(max + 1), String.valueOf(max));
            refused(() -> setting.accept(Integer.MAX_VALUE), name, String.valueOf(Integer.MAX_VALUE));
        }
    }

    private static void from(String name, long min, LongConsumer setting) {
        setting.accept(min);
        setting.accept(Long.MAX_VALUE);
        refused(() -> setting.accept(min - 1), name, String.valueOf(min - 1));
        refused(() -> setting.accept(Long.MIN_VALUE), name, String.valueOf(Long.MIN_VALUE));
    }

    @Test
    void aDispatchersSettings() {
        ReadinessDispatcherBuilder builder = ReadinessDispatcher.builder();
        within("maxEventsPerTurn", 1, ReadinessDispatcherBuilder.MAX_EVENTS_PER_TURN, builder::maxEventsPerTurn);
        within("maxTasksPerTurn", 1, Integer.MAX_VALUE, builder::maxTasksPerTurn);
        within("maxTimersPerTurn", 1, Integer.MAX_VALUE, builder::maxTimersPerTurn);
        from("slowCallbackNanos", 0, builder::slowCallbackNanos);
        from("spinNanos", 1, WaitStrategy::adaptive);
        for (Executable each : List.<Executable>of(
                () -> builder.name(null),
                () -> builder.errorHandler(null),
                () -> builder.waitStrategy(null),
                () -> CompletionDispatcher.builder().over(null),
                () -> CompletionDispatcher.over(null),
                () -> DispatcherGroup.builder(1).name(null),
                () -> DispatcherGroup.builder(1).settings(null),
                () -> DispatcherGroup.builder(1).threadFactory(null))) {
            assertTrue(
                    assertThrows(NullPointerException.class, each).getMessage().length() < 20, "says which one");
        }
    }

    @Test
    void aGroupsLoops() {
        within("loops", 1, DispatcherGroup.MAX_LOOPS, DispatcherGroup::builder);
    }

    @Test
    void theKernelsBusyPolling() {
        within("busy poll", 0, Integer.MAX_VALUE, micros -> new BusyPoll(micros, 8, false));
        within("budget", 0, 0xFFFF, budget -> new BusyPoll(1, budget, false));
    }

    /** What a builder takes at its limits opens, and runs. */
    @Test
    void theLimitsRun() throws Exception {
        for (int events : new int[] {1, ReadinessDispatcherBuilder.MAX_EVENTS_PER_TURN}) {
            for (int others : new int[] {1, Integer.MAX_VALUE}) {
                try (ReadinessDispatcher loop = ReadinessDispatcher.builder()
                        .backend(backend)
                        .maxEventsPerTurn(events)
                        .maxTasksPerTurn(others)
                        .maxTimersPerTurn(others)
                        .slowCallbackNanos(others == 1 ? 0 : Long.MAX_VALUE)
                        .waitStrategy(WaitStrategy.adaptive(others == 1 ? 1 : Long.MAX_VALUE))
                        .open()) {
                    int[] ran = new int[1];
                    loop.execute(() -> ran[0]++);
                    loop.schedule(0, () -> ran[0]++);
                    loop.schedule(Long.MIN_VALUE, () -> ran[0]++);
                    loop.schedule(Long.MAX_VALUE, () -> ran[0]++);
                    Await.until("both have run", () -> ran[0] == 3, () -> loop.runOnce(MILLI));
                    assertEquals(1, loop.counters().scheduledTimers());
                    assertEquals(0, loop.runOnce(0));
                }
            }
        }
    }

    @Test
    void aWriteQueuesMarks() throws Exception {
        StreamSocket[] accepted = new StreamSocket[1];
        StreamListener listener = dispatcher.listen(loopback(), socket -> accepted[0] = opened(socket));
        SocketChannel peer = peer(listener);
        turnUntil("it is accepted", () -> accepted[0] != null);
        assertTrue(peer.isConnected());
        Registration registration = dispatcher.register(accepted[0], Interest.READ, (current, readiness) -> {});
        WriteQueue.Builder builder = WriteQueue.builder(registration);
        within("limit", 1, Integer.MAX_VALUE, builder::limit);
        builder.waterMarks(0, 1).waterMarks(Integer.MAX_VALUE - 1, Integer.MAX_VALUE);
        refused(() -> builder.waterMarks(-1, 1), "-1");
        refused(() -> builder.waterMarks(1, 1), "1");
        refused(() -> builder.waterMarks(0, Integer.MIN_VALUE), String.valueOf(Integer.MIN_VALUE));
        refused(() -> builder.waterMarks(Integer.MAX_VALUE, Integer.MAX_VALUE), String.valueOf(Integer.MAX_VALUE));
        builder.limit(1).waterMarks(0, 2);
        refused(builder::open, "limit", "1", "2");
        assertEquals(2, builder.limit(2).open().limitBytes());

        Registration listeners = Inside.of(dispatcher.port()).registrations().stream()
                .filter(each -> each.source() == listener)
                .findFirst()
                .orElseThrow();
        refused(() -> WriteQueue.builder(listeners), "StreamListener");
        Registration once = dispatcher.register(
                opened(connected(listener)), Interest.READ, TriggerMode.ONESHOT, (current, readiness) -> {});
        refused(() -> WriteQueue.builder(once), "ONESHOT");
    }

    private StreamSocket connected(StreamListener listener) throws IOException {
        return dispatcher.port().connect(listener.localAddress());
    }

    @Test
    void aDispatcherOverAPortKeepsWhatThePortWasTold() throws Exception {
        List<Throwable> told = new ArrayList<>();
        ReadinessPort port = ReadinessPort.builder()
                .backend(backend)
                .waitStrategy(WaitStrategy.BUSY)
                .errorHandler((source, failure) -> told.add(failure))
                .open();
        try (ReadinessDispatcher loop = ReadinessDispatcher.over(port)) {
            assertSame(port, loop.port());
            assertTrue(loop.describe().endsWith("busy waits"), loop::describe);
            loop.execute(() -> {
                throw new IllegalStateException("on purpose");
            });
            loop.runOnce(0);
            assertEquals("on purpose", told.get(0).getMessage());
        }
        assertFalse(port.isOpen());
    }

    @Test
    void aDispatcherOverAPortTakesWhatItIsToldItself() throws Exception {
        ReadinessPort port = ReadinessPort.builder()
                .backend(backend)
                .waitStrategy(WaitStrategy.BUSY)
                .open();
        Backend other = backend == Backend.NIO ? Backend.EPOLL : Backend.NIO;
        refused(() -> ReadinessDispatcher.builder().backend(other).over(port), backend.toString(), other.toString());
        assertTrue(port.isOpen());
        try (ReadinessDispatcher loop = ReadinessDispatcher.builder()
                .waitStrategy(WaitStrategy.BLOCKING)
                .over(port)) {
            assertTrue(loop.describe().endsWith("blocking waits"), loop::describe);
        }
        assertThrows(NullPointerException.class, () -> ReadinessDispatcher.over(null));
    }
}
