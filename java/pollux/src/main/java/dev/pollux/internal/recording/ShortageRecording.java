package dev.pollux.internal.recording;

import java.util.function.Supplier;

/** What is recorded of a pool of which nothing is left. Its calls come one after another, from any thread. */
public final class ShortageRecording {
    private PoolExhaustedEvent event; // used again: a pool may be exhausted all the time
    private boolean isBegun;

    public void begin() {
        isBegun = FlightRecording.isStarted();
        if (isBegun) {
            if (event == null) {
                event = new PoolExhaustedEvent();
            }
            event.begin();
        }
    }

    /**
     * @param port describes whose it is, and is asked only if that is recorded
     * @param buffers how many the pool has
     * @param bufferSize how many bytes each has
     * @param waits how often somebody found none meanwhile
     */
    public void end(Supplier<String> port, int buffers, int bufferSize, long waits) {
        if (!isBegun) {
            return;
        }
        isBegun = false;
        event.end();
        if (event.shouldCommit()) {
            event.port = port.get();
            event.buffers = buffers;
            event.bufferSize = bufferSize;
            event.waits = waits;
            event.commit();
        }
    }
}
