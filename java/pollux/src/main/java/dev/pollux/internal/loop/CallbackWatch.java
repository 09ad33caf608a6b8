package dev.pollux.internal.loop;

import dev.pollux.internal.recording.FlightRecording;
import dev.pollux.internal.recording.LoopRecording;
import java.nio.channels.Channel;

/**
 * Measures a loop's callbacks and waits for its program, and has them recorded, if someone wants to know: else it costs a look at
 * a field. The clock is read for the program alone. The loop's thread only.
 */
public final class CallbackWatch {
    private static final long NESTED = Long.MIN_VALUE; // no time of the clock's

    private final LoopCounters counters;
    private final LoopSettings settings; // null for a port without a dispatcher
    private final Loop dispatcher;
    private final boolean timed;

    private boolean recordable = true; // until Flight Recorder itself fails
    LoopRecording made; // once a recording was started
    private LoopRecording recording; // null while nothing is recorded

    private boolean on;
    private boolean inCallback;
    private long turnStartNanos;
    private long waitNanos;

    public CallbackWatch(LoopCounters counters, LoopSettings settings, Loop dispatcher) {
        this.counters = counters;
        this.settings = settings;
        this.dispatcher = dispatcher;
        timed = settings != null && (settings.timed || settings.listener != null);
        on = timed;
    }

    public boolean isTimed() {
        return timed;
    }

    /** Called by a dispatcher before each turn: a recording may have begun, or ended. */
    public void beginTurn() {
        if (FlightRecording.isStarted() && recordable) {
            askWhatIsRecorded();
            on = timed || recording != null;
        }
        inCallback = false;
        if (timed) {
            turnStartNanos = System.nanoTime();
            waitNanos = 0;
        }
        if (recording != null) {
            recording.beginTurn();
        }
    }

    private void askWhatIsRecorded() {
        try {
            if (made == null) {
                made = new LoopRecording(dispatcher);
            }
            recording = made.isOn() ? made : null;
        } catch (Throwable e) { // it would fail each turn
            recordable = false;
            recording = null;
            dispatcher.report(null, e);
        }
    }

    public void endTurn(int events, int tasks, int timers) {
        if (on) {
            endTurnOn(events, tasks, timers);
        }
    }

    private void endTurnOn(int events, int tasks, int timers) {
        if (recording != null) {
            try {
                recording.endTurn(events, tasks, timers);
            } catch (Throwable e) {
                dispatcher.report(null, e);
            }
        }
        if (!timed) {
            return;
        }
        long workNanos = System.nanoTime() - turnStartNanos - waitNanos;
        counters.add(LoopCounters.BUSY_NANOS, workNanos);
        if (settings.listener != null) {
            try {
                settings.listener.onTurn(events, tasks, timers, waitNanos, workNanos);
            } catch (Throwable e) {
                dispatcher.report(null, e);
            }
        }
    }

    public boolean isOn() {
        return on;
    }

    /** Returns when a wait begins, to be told at its end. */
    public long beginWait() {
        if (!on) {
            return 0;
        }
        if (recording != null) {
            recording.beginWait();
        }
        return timed ? System.nanoTime() : 0;
    }

    public void endWait(long startNanos, int ready) {
        if (on) {
            endWaitOn(startNanos, ready);
        }
    }

    private void endWaitOn(long startNanos, int ready) {
        if (timed && turnStartNanos != 0) {
            long nanos = System.nanoTime() - startNanos;
            waitNanos += nanos;
            counters.add(LoopCounters.IDLE_NANOS, nanos);
        }
        if (recording != null) {
            try {
                recording.endWait(ready);
            } catch (Throwable e) { // what is ready still has to be told
                dispatcher.report(null, e);
            }
        }
    }

    /** Returns when a callback, a task or a timer begins, to be told at its end. One within another is a part of that. */
    public long beginCallback() {
        if (!on) {
            return 0;
        }
        if (inCallback) {
            return NESTED;
        }
        inCallback = true;
        if (recording != null) {
            recording.beginCallback();
        }
        return timed ? System.nanoTime() : 0;
    }

    public void endCallback(long startNanos, Object callback, Channel source) {
        if (on && startNanos != NESTED) {
            inCallback = false;
            endCallbackOn(startNanos, callback, source);
        }
    }

    private void endCallbackOn(long startNanos, Object callback, Channel source) {
        long nanos = timed ? System.nanoTime() - startNanos : 0;
        if (recording != null) {
            try {
                recording.endCallback(callback, source);
            } catch (Throwable e) { // the source's toString() may be the program's
                dispatcher.report(source, e);
            }
        }
        if (!timed) {
            return;
        }
        counters.raise(LoopCounters.LONGEST_CALLBACK_NANOS, nanos);
        if (settings.listener != null && nanos >= settings.slowCallbackNanos) {
            try {
                settings.listener.onSlowCallback(callback, source, nanos);
            } catch (Throwable e) {
                dispatcher.report(source, e);
            }
        }
    }

    /** Nothing of it is recorded any more. */
    public void close() {
        if (made != null) {
            made.close();
        }
    }
}
