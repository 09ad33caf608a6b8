package dev.pollux.internal.completion;

import dev.pollux.internal.loop.LoopCounters;
import dev.pollux.internal.recording.ShortageRecording;
import java.util.function.Supplier;

/**
 * How many streams wait because no buffer is left to be lent. A shortage begins with the first of them, and is over when none waits
 * any more: a port that closes ends its streams. All methods may be called from any thread.
 */
final class LentShortage {
    private final CompletionPortWork port;
    private final Supplier<String> description;

    // Guarded by this object.
    private final ShortageRecording recording = new ShortageRecording();
    private int waiting; // less than 0 for a moment, if a buffer comes before its wait was told
    private long waits; // of this shortage

    LentShortage(CompletionPortWork port) {
        this.port = port;
        description = port::describe;
    }

    /** A stream has found no buffer, and waits. */
    void begins() {
        port.counters.addShared(LoopCounters.BUFFER_WAITS, 1);
        Throwable failure = null;
        synchronized (this) {
            waiting++;
            waits++;
            if (waiting == 1) {
                waits = 1;
                try {
                    recording.begin();
                } catch (Throwable e) { // of the recorder
                    failure = e;
                }
            }
        }
        tell(failure);
    }

    /** It has got one, or waits no longer. */
    void ends() {
        Throwable failure = null;
        synchronized (this) {
            waiting--;
            if (waiting == 0) {
                failure = over();
            }
        }
        tell(failure);
    }

    private Throwable over() {
        try {
            recording.end(description, port.lentBuffers.count(), port.lentBuffers.size(), waits);
            return null;
        } catch (Throwable e) { // of the recorder
            return e;
        }
    }

    private void tell(Throwable failure) {
        if (failure != null) {
            port.report(null, failure);
        }
    }
}
