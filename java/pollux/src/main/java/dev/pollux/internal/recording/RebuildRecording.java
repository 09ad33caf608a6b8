package dev.pollux.internal.recording;

import java.util.function.Supplier;

/** What is recorded of a port that makes its set anew. Only from the polling thread. */
public final class RebuildRecording {
    private PortRebuiltEvent event; // of the one under way, if it may be recorded

    /** {@return true if the end may be recorded} */
    public boolean begin() {
        if (!FlightRecording.isStarted()) {
            return false;
        }
        event = new PortRebuiltEvent();
        event.begin();
        return true;
    }

    /**
     * @param port describes whose it is, and is asked only if that is recorded
     * @param registrations how many the new set has
     * @param failure why there is none, or null
     */
    public void end(Supplier<String> port, int registrations, Throwable failure) {
        PortRebuiltEvent its = event;
        event = null;
        its.end();
        if (its.shouldCommit()) {
            its.port = port.get();
            its.registrations = registrations;
            its.failure = failure == null ? "" : failure.toString();
            its.commit();
        }
    }
}
