package dev.pollux.internal.recording;

import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.pollux.Await;
import dev.pollux.Dispatcher;
import dev.pollux.internal.loop.InsideLoop;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import jdk.jfr.FlightRecorder;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingStream;
import org.junit.jupiter.api.condition.OS;

/** What Flight Recorder records from now on: each event as it comes, some moments after it happened. */
public final class Recorded implements AutoCloseable {
    public static final String SLOW_CALLBACK = "dev.pollux.SlowCallback";
    public static final String SLOW_TURN = "dev.pollux.SlowTurn";
    public static final String LONG_WAIT = "dev.pollux.LongWait";
    public static final String PORT_REBUILT = "dev.pollux.PortRebuilt";
    public static final String POOL_EXHAUSTED = "dev.pollux.PoolExhausted";

    private static final long HELD_NANOS = 21_000_000; // longer than each threshold

    private final RecordingStream stream = new RecordingStream();
    private final List<RecordedEvent> events = new CopyOnWriteArrayList<>();

    public Recorded() {
        stream.setReuse(false);
        stream.onEvent(event -> {
            if (event.getEventType().getName().startsWith("dev.pollux.")) {
                events.add(event);
            }
        });
    }

    /** Skips a test where there is nothing to record by. */
    public static void require() {
        assumeTrue(FlightRecorder.isAvailable(), "this JVM has no Flight Recorder");
        assumeFalse(
                OS.WINDOWS.isCurrentOs(),
                "seen under Wine: with a recording in the same JVM the allocation tests count 32 bytes a wait");
    }

    /** Sets from when on an event is recorded, in place of its own threshold. Before the start. */
    public Recorded with(String event, Duration threshold) {
        stream.enable(event).withThreshold(threshold);
        return this;
    }

    public Recorded start() {
        stream.startAsync();
        return this;
    }

    public List<RecordedEvent> of(String name) {
        return events.stream()
                .filter(each -> each.getEventType().getName().equals(name))
                .toList();
    }

    /** {@return the first such event} Turns the loop until there is one. */
    public RecordedEvent await(String name, Predicate<RecordedEvent> which, Await.Action turn) {
        Await.until("a " + name, () -> of(name).stream().anyMatch(which), turn);
        return of(name).stream().filter(which).findFirst().orElseThrow();
    }

    /** Holds a loop, on its thread, until it was seen in what it does now and in this turn, and then for longer than any threshold. */
    public static void hold(Dispatcher loop) {
        LoopRecording recording = InsideLoop.recording(loop);
        Await.until(
                "the loop is looked at",
                () -> recording.isCallbackSeen() && recording.isTurnSeen(),
                Thread::onSpinWait);
        long startNanos = System.nanoTime();
        while (System.nanoTime() - startNanos < HELD_NANOS) {
            Thread.onSpinWait();
        }
    }

    @Override
    public void close() {
        stream.close();
    }

    @Override
    public String toString() {
        return events.toString();
    }
}
