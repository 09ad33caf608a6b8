package dev.pollux.internal.recording;

import jdk.jfr.FlightRecorder;

/** Whether JDK Flight Recorder is there, and was started. All that needs its classes is asked only then. */
public final class FlightRecording {
    private static final boolean PRESENT = isPresent();

    private FlightRecording() {}

    private static boolean isPresent() {
        try {
            Class.forName("jdk.jfr.FlightRecorder", false, FlightRecording.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException | LinkageError e) {
            return false;
        }
    }

    /** The recorder takes a tenth of a second to start: nothing else of it is touched before somebody has started it. */
    private static final class Recorder {
        static boolean isStarted() {
            return FlightRecorder.isInitialized();
        }
    }

    /** {@return true if somebody in this process has started a recording, once} May be called from any thread. */
    public static boolean isStarted() {
        return PRESENT && Recorder.isStarted();
    }
}
