package dev.pollux.management;

import dev.pollux.DispatcherCounters;

/**
 * What JMX shows of a dispatcher: its {@link DispatcherCounters}, by the same names, and what it runs on. May be called from any
 * thread. {@link DispatcherManagement} has an example.
 */
public interface DispatcherMXBean {

    /** {@return the dispatcher's name} */
    String getName();

    /** {@return the backend that it runs on} */
    String getBackend();

    /** {@return in one line what it runs on, and why, and how it waits} */
    String getDescription();

    /** {@return how many sockets and listeners are registered now, or open at its completion port} It looks at each. */
    int getSourceCount();

    /** {@return as {@link DispatcherCounters#waits}} */
    long getWaits();

    /** {@return as {@link DispatcherCounters#emptyReturns}} */
    long getEmptyReturns();

    /** {@return as {@link DispatcherCounters#earlyReturns}} */
    long getEarlyReturns();

    /** {@return as {@link DispatcherCounters#events}} */
    long getEvents();

    /** {@return as {@link DispatcherCounters#tasks}} */
    long getTasks();

    /** {@return as {@link DispatcherCounters#queuedTasks}} */
    long getQueuedTasks();

    /** {@return as {@link DispatcherCounters#timers}} */
    long getTimers();

    /** {@return as {@link DispatcherCounters#scheduledTimers}} */
    long getScheduledTimers();

    /** {@return as {@link DispatcherCounters#wakeupsAsked}} */
    long getWakeupsAsked();

    /** {@return as {@link DispatcherCounters#wakeupsSent}} */
    long getWakeupsSent();

    /** {@return as {@link DispatcherCounters#controlCalls}} */
    long getControlCalls();

    /** {@return as {@link DispatcherCounters#controlCallsSaved}} */
    long getControlCallsSaved();

    /** {@return as {@link DispatcherCounters#connectionsTurnedAway}} */
    long getConnectionsTurnedAway();

    /** {@return as {@link DispatcherCounters#rebuilds}} */
    long getRebuilds();

    /** {@return as {@link DispatcherCounters#handlerFailures}} */
    long getHandlerFailures();

    /** {@return as {@link DispatcherCounters#lentBuffers}} */
    long getLentBuffers();

    /** {@return as {@link DispatcherCounters#bufferWaits}} */
    long getBufferWaits();

    /** {@return as {@link DispatcherCounters#isTimed}} */
    boolean isTimed();

    /** {@return as {@link DispatcherCounters#busyNanos}} */
    long getBusyNanos();

    /** {@return as {@link DispatcherCounters#idleNanos}} */
    long getIdleNanos();

    /** {@return as {@link DispatcherCounters#longestCallbackNanos}} */
    long getLongestCallbackNanos();
}
