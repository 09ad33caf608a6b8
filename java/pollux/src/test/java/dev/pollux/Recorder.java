package dev.pollux;

import dev.pollux.readiness.Readiness;
import dev.pollux.readiness.ReadinessCallback;
import dev.pollux.readiness.Registration;
import java.util.ArrayList;
import java.util.List;

/** A callback that notes what it is called with, and may do more. */
public final class Recorder implements ReadinessCallback {
    private final List<Readiness> events = new ArrayList<>();
    private ReadinessCallback then = (registration, readiness) -> {};

    /** What it does besides. */
    public Recorder then(ReadinessCallback callback) {
        then = callback;
        return this;
    }

    @Override
    public void onReady(Registration registration, Readiness readiness) throws Exception {
        synchronized (this) {
            events.add(readiness);
        }
        then.onReady(registration, readiness);
    }

    public synchronized int count() {
        return events.size();
    }

    public synchronized Readiness last() {
        return events.get(events.size() - 1);
    }

    @Override
    public synchronized String toString() {
        return events.toString();
    }
}
