package dev.pollux.dispatcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.pollux.Await;
import dev.pollux.Backend;
import dev.pollux.linux.ChildJvm;
import dev.pollux.readiness.Interest;
import dev.pollux.readiness.StreamListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import jdk.jfr.FlightRecorder;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What JDK Flight Recorder records of a loop that was told nothing of it. */
abstract class FlightRecorderContract extends DispatcherContract {
    private static final String SLOW = "dev.pollux.SlowCallback";
    private static final String LONG = "dev.pollux.LongWait";

    @TempDir
    Path directory;

    FlightRecorderContract(Backend backend) {
        super(backend);
    }

    /** Holds the loop for 10 ms. */
    private static final class Slow implements Runnable {
        @Override
        public void run() {
            long startNanos = System.nanoTime();
            while (System.nanoTime() - startNanos < 10 * MILLI) {
                Thread.onSpinWait();
            }
        }
    }

    @Test
    void slowCallbacksAndLongWaits() throws Exception {
        assumeTrue(FlightRecorder.isAvailable(), "this JVM has no Flight Recorder");
        assumeFalse(
                OS.WINDOWS.isCurrentOs(),
                "seen under Wine: with this test in the same JVM the allocation tests count 32 bytes a wait");
        List<RecordedEvent> events;
        String[] source = new String[1];
        try (Recording recording = new Recording()) {
            recording.enable(SLOW);
            recording.enable(LONG);
            dispatcher.execute(new Slow());
            dispatcher.runOnce(-1); // before it starts: not recorded
            recording.start();
            dispatcher.execute(new Slow());
            dispatcher.runOnce(-1);
            StreamListener listener = dispatcher.listen(loopback(), socket -> {
                opened(socket);
                source[0] = socket.toString();
                dispatcher.register(socket, Interest.WRITE, (registration, readiness) -> {
                    new Slow().run();
                    registration.close();
                });
            });
            peer(listener);
            turnUntil("the callback", () -> dispatcher.counters().events() == 2);
            Await.until(
                    "a wait in full",
                    () -> dispatcher.runOnce(20 * MILLI) == 0
                            && dispatcher.counters().emptyReturns() > 0,
                    () -> {});
            recording.stop();
            Path file = directory.resolve("loop.jfr");
            recording.dump(file);
            events = RecordingFile.readAllEvents(file);
        }
        List<RecordedEvent> ofTask = events.stream()
                .filter(e -> e.getEventType().getName().equals(SLOW))
                .filter(e -> e.getClass("callback").getName().equals(Slow.class.getName()))
                .toList();
        assertEquals(1, ofTask.size(), events::toString);
        assertTrue(ofTask.get(0).getDuration("took").toNanos() >= 10 * MILLI, events::toString);
        assertEquals("", ofTask.get(0).getString("source"));
        assertTrue(ofTask.get(0).getString("dispatcher").contains("under test"), events::toString);
        assertTrue(
                events.stream()
                        .filter(e -> e.getEventType().getName().equals(SLOW))
                        .anyMatch(e -> e.getString("source").equals(source[0])),
                events::toString);
        assertTrue(
                events.stream()
                        .filter(e -> e.getEventType().getName().equals(LONG))
                        .anyMatch(e -> e.getDuration("took").toNanos() >= 20 * MILLI && e.getInt("events") == 0),
                events::toString);
    }

    /** Whatever it throws: the loop goes on, and its error handler is told. */
    @Test
    void aRecorderThatThrowsEndsNothing() throws Exception {
        assumeTrue(FlightRecorder.isAvailable(), "this JVM has no Flight Recorder");
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        assumeTrue(compiler != null, "this JVM has no compiler");
        compile(compiler, "SlowCallbackEvent", "public Class<?> callback; public String source;");
        compile(compiler, "LongWaitEvent", "public int events;");
        String output = ChildJvm.run(
                List.of(), List.of("-Xbootclasspath/a:" + directory), RecorderFailure.class, backend.name());
        String slow = "java.lang.InternalError: SlowCallbackEvent";
        String both = "java.lang.InternalError: LongWaitEvent, " + slow;
        assertEquals(
                List.of("5 tasks, " + both, "a timer, a wait, " + both, "a connection: 42, " + both, "closed"),
                output.lines().toList());
    }

    /** One that is to be recorded each time, and throws then. */
    private void compile(JavaCompiler compiler, String event, String fields) throws IOException {
        Path source = Files.createDirectories(directory.resolve("dev/pollux/internal/loop"))
                .resolve(event + ".java");
        Files.writeString(
                source,
                "package dev.pollux.internal.loop; public class " + event + " {"
                        + " @jdk.jfr.Name(\"test.Any\") public static class Any extends jdk.jfr.Event {}"
                        + " public static final long THRESHOLD_NANOS = Long.parseLong(\"0\");"
                        + " public static final jdk.jfr.EventType TYPE = jdk.jfr.EventType.getEventType(Any.class);"
                        + " public String dispatcher; public long took; " + fields
                        + " public void commit() { throw new InternalError(\"" + event + "\"); } }");
        assertEquals(0, compiler.run(null, null, null, "-d", directory.toString(), source.toString()));
    }
}
