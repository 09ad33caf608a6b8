package dev.pollux;

import java.nio.channels.Channel;

/**
 * Measures a loop's callbacks and waits, if someone wants to know: else it costs a look at a field. The loop's thread only.
 */
final class CallbackWatch {
    private final LoopCounters counters;
    private final DispatcherBuilder settings; // null for a port without a dispatcher
    private final Dispatcher dispatcher;
    private final boolean always;

    private boolean on;
    private boolean recordsSlow; // by Flight Recorder
    private boolean recordsWaits;
    private long turnStartNanos;
    private long waitNanos;

    CallbackWatch(LoopCounters counters, DispatcherBuilder settings, Dispatcher dispatcher) {
        this.counters = counters;
        this.settings = settings;
        this.dispatcher = dispatcher;
        always = settings != null && (settings.timed || settings.listener != null);
        on = always;
    }

    boolean isTimed() {
        return always;
    }

    /** Called by a dispatcher before each turn: a recording may have begun, or ended. */
    void beginTurn() {
        recordsSlow = FlightRecording.recordsSlowCallbacks();
        recordsWaits = FlightRecording.recordsLongWaits();
        on = always || recordsSlow || recordsWaits;
        if (on) {
            turnStartNanos = System.nanoTime();
            waitNanos = 0;
        }
    }

    void endTurn(int events, int tasks, int timers) {
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

    boolean isOn() {
        return on;
    }

    /** Returns when something begins, to be told at its end. */
    long begin() {
        return on ? System.nanoTime() : 0;
    }

    void endWait(long startNanos, int ready) {
        if (!on || turnStartNanos == 0) {
            return;
        }
        long nanos = System.nanoTime() - startNanos;
        waitNanos += nanos;
        counters.add(LoopCounters.IDLE_NANOS, nanos);
        if (recordsWaits) {
            FlightRecording.longWait(dispatcher, nanos, ready);
        }
    }

    void endCallback(long startNanos, Object callback, Channel source) {
        if (!on || startNanos == 0) { // 0: turned on by this very callback
            return;
        }
        long nanos = System.nanoTime() - startNanos;
        counters.raise(LoopCounters.LONGEST_CALLBACK_NANOS, nanos);
        if (recordsSlow) {
            FlightRecording.slowCallback(dispatcher, callback, source, nanos);
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
