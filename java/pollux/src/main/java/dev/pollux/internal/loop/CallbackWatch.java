package dev.pollux.internal.loop;

import java.nio.channels.Channel;

/**
 * Measures a loop's callbacks and waits, if someone wants to know: else it costs a look at a field. The loop's thread only.
 */
public final class CallbackWatch {
    private final LoopCounters counters;
    private final LoopSettings settings; // null for a port without a dispatcher
    private final Loop dispatcher;
    private final boolean always;

    private boolean recordable = true; // until Flight Recorder itself fails

    private boolean on;
    private boolean recordsSlow; // by Flight Recorder
    private boolean recordsWaits;
    private long turnStartNanos;
    private long waitNanos;

    public CallbackWatch(LoopCounters counters, LoopSettings settings, Loop dispatcher) {
        this.counters = counters;
        this.settings = settings;
        this.dispatcher = dispatcher;
        always = settings != null && (settings.timed || settings.listener != null);
        on = always;
    }

    public boolean isTimed() {
        return always;
    }

    /** Called by a dispatcher before each turn: a recording may have begun, or ended. */
    public void beginTurn() {
        if (recordable) {
            askWhatIsRecorded();
        }
        on = always || recordsSlow || recordsWaits;
        if (on) {
            turnStartNanos = System.nanoTime();
            waitNanos = 0;
        }
    }

    private void askWhatIsRecorded() {
        try {
            recordsSlow = FlightRecording.recordsSlowCallbacks();
            recordsWaits = FlightRecording.recordsLongWaits();
        } catch (Throwable e) { // it would fail each turn
            recordable = false;
            recordsSlow = false;
            recordsWaits = false;
            dispatcher.report(null, e);
        }
    }

    public void endTurn(int events, int tasks, int timers) {
        if (!always) {
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

    /** Returns when something begins, to be told at its end. */
    public long begin() {
        return on ? System.nanoTime() : 0;
    }

    public void endWait(long startNanos, int ready) {
        if (!on || turnStartNanos == 0) {
            return;
        }
        long nanos = System.nanoTime() - startNanos;
        waitNanos += nanos;
        counters.add(LoopCounters.IDLE_NANOS, nanos);
        if (recordsWaits) {
            try {
                FlightRecording.longWait(dispatcher, nanos, ready);
            } catch (Throwable e) { // what is ready still has to be told
                dispatcher.report(null, e);
            }
        }
    }

    public void endCallback(long startNanos, Object callback, Channel source) {
        if (!on || startNanos == 0) { // 0: turned on by this very callback
            return;
        }
        long nanos = System.nanoTime() - startNanos;
        counters.raise(LoopCounters.LONGEST_CALLBACK_NANOS, nanos);
        if (recordsSlow) {
            try {
                FlightRecording.slowCallback(dispatcher, callback, source, nanos);
            } catch (Throwable e) { // the source's toString() may be the program's
                dispatcher.report(source, e);
            }
        }
        if (settings != null && settings.listener != null && nanos >= settings.slowCallbackNanos) {
            try {
                settings.listener.onSlowCallback(callback, source, nanos);
            } catch (Throwable e) {
                dispatcher.report(source, e);
            }
        }
    }
}
