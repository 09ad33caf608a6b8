package dev.pollux.internal.loop;

import java.nio.channels.Channel;
import jdk.jfr.FlightRecorder;

/**
 * The loop's events for JDK Flight Recorder, where the runtime has it: module {@code jdk.jfr} may be missing, and then the
 * classes that need it are never loaded.
 */
final class FlightRecording {
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

    static boolean recordsSlowCallbacks() {
        return PRESENT && Recorder.isStarted() && SlowCallbackEvent.TYPE.isEnabled();
    }

    static boolean recordsLongWaits() {
        return PRESENT && Recorder.isStarted() && LongWaitEvent.TYPE.isEnabled();
    }

    static void slowCallback(Loop dispatcher, Object callback, Channel source, long nanos) {
        if (nanos >= SlowCallbackEvent.THRESHOLD_NANOS) {
            SlowCallbackEvent event = new SlowCallbackEvent();
            event.dispatcher = String.valueOf(dispatcher);
            event.callback = callback.getClass();
            event.source = source == null ? "" : source.toString();
            event.took = nanos;
            event.commit();
        }
    }

    static void longWait(Loop dispatcher, long nanos, int events) {
        if (nanos >= LongWaitEvent.THRESHOLD_NANOS) {
            LongWaitEvent event = new LongWaitEvent();
            event.dispatcher = String.valueOf(dispatcher);
            event.took = nanos;
            event.events = events;
            event.commit();
        }
    }
}
