package dev.pollux.dispatcher;

import dev.pollux.Await;
import dev.pollux.Backend;
import dev.pollux.OneEcho;
import dev.pollux.internal.recording.Recorded;
import dev.pollux.readiness.ReadinessDispatcher;
import java.util.ArrayList;
import java.util.List;
import jdk.jfr.Recording;

/**
 * A loop that serves while Flight Recorder fails at each of its events, in a JVM of its own: its boot class path has classes of
 * the events' names that throw.
 */
final class RecorderFailure {
    private RecorderFailure() {}

    /**
     * Tells what has become of the loop.
     *
     * @param arguments the backend
     * @throws Exception if it fails
     */
    public static void main(String[] arguments) throws Exception {
        List<Throwable> reports = new ArrayList<>();
        try (Recording recording = new Recording();
                ReadinessDispatcher loop = ReadinessDispatcher.builder()
                        .backend(Backend.valueOf(arguments[0]))
                        .errorHandler((source, failure) -> reports.add(failure))
                        .open()) {
            recording.enable("test.Any");
            recording.start();
            loop.execute(() -> Recorded.hold(loop));
            loop.runOnce(0);
            System.out.println("a task: " + (told(reports, "SlowCallbackEvent") && told(reports, "SlowTurnEvent")));
            Await.until("a wait that was seen", () -> told(reports, "LongWaitEvent"), () -> loop.runOnce(50_000_000));
            System.out.println("a wait");
            System.out.println("a connection: " + OneEcho.by(loop));
        }
        System.out.println("closed");
    }

    /** {@return true if this event's failure was told; how often, and which else, is the loop's affair} */
    private static boolean told(List<Throwable> reports, String event) {
        return reports.stream().anyMatch(each -> each.toString().equals("java.lang.InternalError: " + event));
    }
}
