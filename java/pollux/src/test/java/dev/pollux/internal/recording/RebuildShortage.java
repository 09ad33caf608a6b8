package dev.pollux.internal.recording;

import dev.pollux.Backend;
import dev.pollux.internal.epoll.EpollPort;
import dev.pollux.linux.DescriptorShortage;
import dev.pollux.readiness.ReadinessDispatcher;
import java.nio.file.Path;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;

/** The program of {@link PortRebuiltTest}: nothing in its JVM has made a set anew before. */
final class RebuildShortage {
    private RebuildShortage() {}

    /**
     * Says what was reported and recorded.
     *
     * @param arguments the file of the recording
     * @throws Exception if it fails
     */
    public static void main(String[] arguments) throws Exception {
        Path file = Path.of(arguments[0]);
        try (Recording recording = new Recording();
                DescriptorShortage limit = new DescriptorShortage();
                ReadinessDispatcher loop = ReadinessDispatcher.builder()
                        .backend(Backend.EPOLL)
                        .errorHandler((source, failure) -> System.out.println("seen: " + failure))
                        .open()) {
            recording.start();
            loop.runOnce(0);
            limit.exhaust();
            loop.execute(() -> ((EpollPort) loop.port()).rebuild().run());
            loop.runOnce(0);
            limit.raise();
            recording.dump(file);
        }
        for (RecordedEvent event : RecordingFile.readAllEvents(file)) {
            if (event.getEventType().getName().equals(Recorded.PORT_REBUILT)) {
                System.out.println(
                        "seen: recorded, " + event.getString("failure").contains("EMFILE"));
            }
        }
    }
}
