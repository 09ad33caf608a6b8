package dev.pollux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.List;
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
}
