package dev.pollux.dispatcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.pollux.Await;
import dev.pollux.Backend;
import dev.pollux.internal.recording.Recorded;
import dev.pollux.linux.ChildJvm;
import dev.pollux.readiness.Interest;
import dev.pollux.readiness.StreamListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import jdk.jfr.FlightRecorder;
import jdk.jfr.consumer.RecordedEvent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What JDK Flight Recorder records of a loop that was told nothing of it. */
abstract class FlightRecorderContract extends DispatcherContract {
    @TempDir
    Path directory;

    private String source;

    FlightRecorderContract(Backend backend) {
        super(backend);
    }

    /** Holds the loop for longer than any threshold. */
    private final class Slow implements Runnable {
        @Override
        public void run() {
            Recorded.hold(dispatcher);
        }
    }

    @Test
    void slowTasksTimersCallbacksAndTurns() throws Exception {
        Recorded.require();
        StreamListener listener = dispatcher.listen(
                loopback(),
                socket -> dispatcher.register(opened(socket), Interest.WRITE, (registration, readiness) -> {
                    Recorded.hold(dispatcher);
                    source = socket.toString();
                    registration.close();
                }));
        dispatcher.execute(() -> {}); // before it starts: not recorded
        dispatcher.runOnce(-1);
        try (Recorded recorded = new Recorded().start()) {
            dispatcher.execute(new Slow());
            dispatcher.execute(() -> {});
            dispatcher.runOnce(-1);
            RecordedEvent ofTask = recorded.await(
                    Recorded.SLOW_CALLBACK,
                    event -> event.getClass("callback").getName().equals(Slow.class.getName()),
                    this::turn);
            assertTrue(ofTask.getDuration().toNanos() >= 20 * MILLI, ofTask::toString);
            assertEquals("", ofTask.getString("source"));
            assertTrue(ofTask.getString("dispatcher").contains("under test"), ofTask::toString);
            assertEquals(Thread.currentThread().getName(), ofTask.getThread().getJavaName());
            assertNull(ofTask.getStackTrace());
            RecordedEvent turn = recorded.await(Recorded.SLOW_TURN, event -> event.getInt("tasks") == 2, this::turn);
            assertTrue(turn.getDuration().compareTo(ofTask.getDuration()) >= 0, turn + " of " + ofTask);
            assertTrue(turn.getString("dispatcher").contains("under test"), turn::toString);
            assertEquals(0, turn.getInt("events"), turn::toString);

            dispatcher.schedule(0, new Slow());
            recorded.await(Recorded.SLOW_TURN, event -> event.getInt("timers") == 1, this::turn);

            peer(listener);
            RecordedEvent ofCallback = recorded.await(
                    Recorded.SLOW_CALLBACK, event -> event.getString("source").equals(source), this::turn);
            assertTrue(ofCallback.getClass("callback").getName().contains("FlightRecorderContract"));
            recorded.await(Recorded.SLOW_TURN, event -> event.getInt("events") >= 1, this::turn);
            assertEquals(
                    3,
                    recorded.of(Recorded.SLOW_CALLBACK).stream()
                            .filter(event -> event.getDuration().toNanos() >= 20 * MILLI)
                            .count(),
                    recorded::toString);
        }
    }

    @Test
    void longWaits() throws Exception {
        Recorded.require();
        try (Recorded recorded = new Recorded().start()) {
            RecordedEvent wait = recorded.await(
                    Recorded.LONG_WAIT,
                    event -> event.getString("dispatcher").contains("under test"),
                    () -> dispatcher.runOnce(50 * MILLI));
            assertTrue(wait.getDuration().toNanos() >= 20 * MILLI, wait::toString);
            assertEquals(0, wait.getInt("events"));
        }
    }

    /** Each event has the recording's own threshold. */
    @Test
    void whatIsShorterThanTheThresholdIsNotRecorded() throws Exception {
        Recorded.require();
        try (Recorded recorded = new Recorded()
                .with(Recorded.SLOW_CALLBACK, Duration.ofHours(1))
                .with(Recorded.SLOW_TURN, Duration.ZERO)
                .start()) {
            dispatcher.execute(new Slow());
            dispatcher.runOnce(-1);
            recorded.await(Recorded.SLOW_TURN, event -> event.getInt("tasks") == 1, this::turn);
            assertEquals(List.of(), recorded.of(Recorded.SLOW_CALLBACK));
        }
    }

    /** The next turn is recorded, or is not, and the loop learns of nothing. */
    @Test
    void aRecordingThatBeginsAndEndsWithinACallback() throws Exception {
        Recorded.require();
        Recorded[] recorded = new Recorded[1];
        dispatcher.execute(() -> recorded[0] = new Recorded().start());
        dispatcher.runOnce(-1);
        try {
            awaitSlow(recorded[0]);
            dispatcher.execute(() -> {
                Recorded.hold(dispatcher);
                recorded[0].close();
            });
            dispatcher.runOnce(-1);
        } finally {
            recorded[0].close();
        }
        turn();
        try (Recorded again = new Recorded().start()) {
            awaitSlow(again);
        }
        assertNoReports();
    }

    private void awaitSlow(Recorded recorded) throws Exception {
        dispatcher.execute(new Slow());
        dispatcher.runOnce(-1);
        RecordedEvent event = recorded.await(
                Recorded.SLOW_CALLBACK,
                each -> each.getClass("callback").getName().equals(Slow.class.getName()),
                this::turn);
        assertTrue(event.getDuration().toNanos() >= 20 * MILLI, event::toString);
    }

    /** What nobody records costs no thread, and a closed loop is forgotten while others are looked at. */
    @Test
    void theThreadThatLooksEndsWithTheRecordingOrTheLoop() throws Exception {
        Recorded.require();
        try (Recorded recorded = new Recorded().start()) {
            Await.until("it is looked at", this::isLookedAt, this::turn);
            assertEquals(List.of(), recorded.of(Recorded.PORT_REBUILT));
        }
        Await.until("nobody looks", () -> !isLookedAt(), this::turn);
        try (Recorded recorded = new Recorded().start()) {
            Await.until("it is looked at again", this::isLookedAt, this::turn);
            dispatcher.close();
            Await.until("nobody looks at a closed one", () -> !isLookedAt());
            assertEquals(List.of(), recorded.of(Recorded.PORT_REBUILT));
        }
    }

    private boolean isLookedAt() {
        return Thread.getAllStackTraces().keySet().stream()
                .anyMatch(each -> each.getName().equals("pollux-recording"));
    }

    private void turn() throws IOException {
        dispatcher.runOnce(MILLI);
    }

    /** Whatever it throws: the loop goes on, and its error handler is told. */
    @Test
    void aRecorderThatThrowsEndsNothing() throws Exception {
        assumeTrue(FlightRecorder.isAvailable(), "this JVM has no Flight Recorder");
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        assumeTrue(compiler != null, "this JVM has no compiler");
        compile(compiler, "SlowCallbackEvent", "public Class<?> callback; public String source;");
        compile(compiler, "LongWaitEvent", "public int events;");
        compile(compiler, "SlowTurnEvent", "public int events, tasks, timers;");
        String output = ChildJvm.run(
                List.of(), List.of("-Xbootclasspath/a:" + directory), RecorderFailure.class, backend.name());
        assertEquals(
                List.of("a task: true", "a wait", "a connection: 42", "closed"),
                output.lines().toList());
    }

    /** One that is to be recorded each time, and throws then. */
    private void compile(JavaCompiler compiler, String event, String fields) throws IOException {
        Path source = Files.createDirectories(directory.resolve("dev/pollux/internal/recording"))
                .resolve(event + ".java");
        Files.writeString(
                source,
                "package dev.pollux.internal.recording; public class " + event + " {"
                        + " @jdk.jfr.Name(\"test.Any\") public static class Any extends jdk.jfr.Event {}"
                        + " public static final jdk.jfr.EventType TYPE = jdk.jfr.EventType.getEventType(Any.class);"
                        + " public String dispatcher; " + fields
                        + " public void begin() {} public void end() {} public boolean shouldCommit() { return true; }"
                        + " public void commit() { throw new InternalError(\"" + event + "\"); } }");
        assertEquals(0, compiler.run(null, null, null, "-d", directory.toString(), source.toString()));
    }
}
