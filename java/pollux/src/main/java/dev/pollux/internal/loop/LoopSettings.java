package dev.pollux.internal.loop;

import dev.pollux.DispatcherBuilder;
import dev.pollux.DispatcherListener;
import dev.pollux.ErrorHandler;
import dev.pollux.WaitStrategy;

/** What a loop was told before it was opened. */
public final class LoopSettings {
    public String name = "dispatcher";
    public ErrorHandler errorHandler; // null for the port's own
    public WaitStrategy waitStrategy; // null for the port's own
    public int maxEvents = DispatcherBuilder.DEFAULT_MAX_PER_TURN;
    public int maxTasks = DispatcherBuilder.DEFAULT_MAX_PER_TURN;
    public int maxTimers = DispatcherBuilder.DEFAULT_MAX_PER_TURN;
    public boolean timed;
    public DispatcherListener listener;
    public long slowCallbackNanos = 10_000_000;

    /** A copy, for a loop to keep while its builder goes on. */
    public LoopSettings copy() {
        LoopSettings copy = new LoopSettings();
        copy.name = name;
        copy.errorHandler = errorHandler;
        copy.waitStrategy = waitStrategy;
        copy.maxEvents = maxEvents;
        copy.maxTasks = maxTasks;
        copy.maxTimers = maxTimers;
        copy.timed = timed;
        copy.listener = listener;
        copy.slowCallbackNanos = slowCallbackNanos;
        return copy;
    }
}
