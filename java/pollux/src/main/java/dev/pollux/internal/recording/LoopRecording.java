package dev.pollux.internal.recording;

import dev.pollux.internal.text.Version;
import java.nio.channels.Channel;
import java.util.Objects;

/**
 * What is recorded of one loop: its long waits, its slow callbacks and its slow turns. Each has one event, which is used again and
 * again. Whether what was seen is long enough is the recording's own setting, the event's threshold. Only from the loop's thread.
 */
public final class LoopRecording {
    private final Object dispatcher; // for its name
    private final WaitSpan waits = new WaitSpan();
    private final CallbackSpan callbacks = new CallbackSpan();
    private final TurnSpan turns = new TurnSpan();
    volatile boolean isWatched; // written under the watcher's lock

    /** @param dispatcher whose it is, for its text */
    public LoopRecording(Object dispatcher) {
        this.dispatcher = dispatcher;
        loadThoseOfPorts();
    }

    /** A class that can't be loaded once is missing for good, and a set is made anew when there may be no descriptor to load one. */
    private static void loadThoseOfPorts() {
        Objects.requireNonNull(PortRebuiltEvent.TYPE);
        Objects.requireNonNull(PoolExhaustedEvent.TYPE);
        Objects.requireNonNull(Version.text()); // a port's description has it
    }

    private static final class WaitSpan extends WatchedSpan {
        final LongWaitEvent event = new LongWaitEvent();

        @Override
        void mark() {
            event.begin();
        }
    }

    private static final class CallbackSpan extends WatchedSpan {
        final SlowCallbackEvent event = new SlowCallbackEvent();

        @Override
        void mark() {
            event.begin();
        }
    }

    private static final class TurnSpan extends WatchedSpan {
        final SlowTurnEvent event = new SlowTurnEvent();

        @Override
        void mark() {
            event.begin();
        }
    }

    /** {@return true if a recording is under way that has one of the events} May be called from any thread. */
    static boolean isRecorded() {
        return SlowCallbackEvent.TYPE.isEnabled() || SlowTurnEvent.TYPE.isEnabled() || LongWaitEvent.TYPE.isEnabled();
    }

    /** {@return true if something of it is recorded now. Then it is looked at, too} */
    public boolean isOn() {
        if (!isRecorded()) {
            return false;
        }
        if (!isWatched) {
            SpanWatcher.add(this);
        }
        return true;
    }

    /** From the watcher's thread. */
    void look() {
        waits.look();
        callbacks.look();
        turns.look();
    }

    /** For tests: true if the callback, the task or the timer that the loop is in was seen. On the loop's thread. */
    boolean isCallbackSeen() {
        return callbacks.isSeen();
    }

    /** For tests, as {@link #isCallbackSeen}. */
    boolean isTurnSeen() {
        return turns.isSeen();
    }

    public void beginTurn() {
        turns.enter();
    }

    public void endTurn(int events, int tasks, int timers) {
        if (turns.isSeen()) {
            SlowTurnEvent event = turns.event;
            event.end();
            if (event.shouldCommit()) {
                event.dispatcher = dispatcher.toString();
                event.events = events;
                event.tasks = tasks;
                event.timers = timers;
                event.commit();
            }
        }
        turns.leave();
    }

    public void beginWait() {
        waits.enter();
    }

    /** The turn's work begins. */
    public void endWait(int ready) {
        turns.enter();
        if (waits.isSeen()) {
            LongWaitEvent event = waits.event;
            event.end();
            if (event.shouldCommit()) {
                event.dispatcher = dispatcher.toString();
                event.events = ready;
                event.commit();
            }
        }
        waits.leave();
    }

    public void beginCallback() {
        callbacks.enter();
    }

    public void endCallback(Object callback, Channel source) {
        if (callbacks.isSeen()) {
            SlowCallbackEvent event = callbacks.event;
            event.end();
            if (event.shouldCommit()) {
                event.dispatcher = dispatcher.toString();
                event.callback = callback.getClass();
                event.source = source == null ? "" : source.toString();
                event.commit();
                event.callback = null; // its class loader is not kept
            }
        }
        callbacks.leave();
    }

    /** The loop is closed. */
    public void close() {
        SpanWatcher.remove(this);
    }
}
