package dev.pollux.management;

import dev.pollux.Dispatcher;

/** Asks the dispatcher for each attribute, when it is asked for. */
final class DispatcherAttributes implements DispatcherMXBean {
    private final Dispatcher dispatcher;

    DispatcherAttributes(Dispatcher dispatcher) {
        this.dispatcher = dispatcher;
    }

    @Override
    public String getName() {
        return dispatcher.name();
    }

    @Override
    public String getBackend() {
        return dispatcher.backend().toString();
    }

    @Override
    public String getDescription() {
        return dispatcher.describe();
    }

    @Override
    public int getSourceCount() {
        return dispatcher.sourceCount();
    }

    @Override
    public long getWaits() {
        return dispatcher.counters().waits();
    }

    @Override
    public long getEmptyReturns() {
        return dispatcher.counters().emptyReturns();
    }

    @Override
    public long getEarlyReturns() {
        return dispatcher.counters().earlyReturns();
    }

    @Override
    public long getEvents() {
        return dispatcher.counters().events();
    }

    @Override
    public long getTasks() {
        return dispatcher.counters().tasks();
    }

    @Override
    public long getQueuedTasks() {
        return dispatcher.counters().queuedTasks();
    }

    @Override
    public long getTimers() {
        return dispatcher.counters().timers();
    }

    @Override
    public long getScheduledTimers() {
        return dispatcher.counters().scheduledTimers();
    }

    @Override
    public long getWakeupsAsked() {
        return dispatcher.counters().wakeupsAsked();
    }

    @Override
    public long getWakeupsSent() {
        return dispatcher.counters().wakeupsSent();
    }

    @Override
    public long getControlCalls() {
        return dispatcher.counters().controlCalls();
    }

    @Override
    public long getControlCallsSaved() {
        return dispatcher.counters().controlCallsSaved();
    }

    @Override
    public long getConnectionsTurnedAway() {
        return dispatcher.counters().connectionsTurnedAway();
    }

    @Override
    public long getRebuilds() {
        return dispatcher.counters().rebuilds();
    }

    @Override
    public long getHandlerFailures() {
        return dispatcher.counters().handlerFailures();
    }

    @Override
    public long getLentBuffers() {
        return dispatcher.counters().lentBuffers();
    }

    @Override
    public long getBufferWaits() {
        return dispatcher.counters().bufferWaits();
    }

    @Override
    public boolean isTimed() {
        return dispatcher.counters().isTimed();
    }

    @Override
    public long getBusyNanos() {
        return dispatcher.counters().busyNanos();
    }

    @Override
    public long getIdleNanos() {
        return dispatcher.counters().idleNanos();
    }

    @Override
    public long getLongestCallbackNanos() {
        return dispatcher.counters().longestCallbackNanos();
    }
}
