package dev.pollux;

/**
 * What a dispatcher has done since it was opened. May be called from any thread. Each number is right by itself. The
 * loop may have gone on between the reading of two of them. The loop keeps them at the cost of some plain stores.
 *
 * <pre>{@code
 * DispatcherCounters counters = loop.counters();
 * log(counters.events() + " events in " + counters.waits() + " waits");
 * }</pre>
 *
 * @param waits how often the system was asked for events, without waiting too
 * @param emptyReturns how many of those had no event, and no wakeup either: the time was up, or there was none to wait
 * @param earlyReturns how many had no event, but a wakeup
 * @param events callbacks called for events, or for operations that are done
 * @param tasks tasks run
 * @param queuedTasks tasks that wait to be run now
 * @param timers timers fired
 * @param scheduledTimers timers that are scheduled now
 * @param wakeupsAsked wakeups asked for: by {@link Dispatcher#wakeup()}, timers and changes from other threads, and tasks,
 *     which mostly ask once for all that a turn finds
 * @param wakeupsSent those of them that cost a system call, because the loop slept
 * @param controlCalls calls of epoll_ctl(2) made, or 0 where there is no epoll. A completion port may have an epoll set beneath
 * @param controlCallsSaved calls that were not made: for changes of interest that cancelled out, and closes that need none
 * @param connectionsTurnedAway connections that were accepted and closed at once, because the process had no descriptor left
 *     for them
 * @param rebuilds how often the epoll set was made anew, because a closed descriptor that has a duplicate was reported without
 *     end, or 0 where there is no epoll
 * @param handlerFailures how often the {@link ErrorHandler} itself has thrown, which is told on standard error
 * @param lentBuffers buffers of a completion port that are lent, or about to be, now. 0 with a readiness port
 * @param bufferWaits how often a stream has found no buffer that could be lent, and has waited for one. 0 with a readiness port
 * @param isTimed false if the three below are not measured, which {@link DispatcherBuilder#timed} turns on
 * @param busyNanos the time between waits, or 0 if it is not measured
 * @param idleNanos the time in waits, or 0 if it is not measured
 * @param longestCallbackNanos the longest that a callback, a task or a timer has taken, or 0 if it is not measured
 */
public record DispatcherCounters(
        long waits,
        long emptyReturns,
        long earlyReturns,
        long events,
        long tasks,
        long queuedTasks,
        long timers,
        long scheduledTimers,
        long wakeupsAsked,
        long wakeupsSent,
        long controlCalls,
        long controlCallsSaved,
        long connectionsTurnedAway,
        long rebuilds,
        long handlerFailures,
        long lentBuffers,
        long bufferWaits,
        boolean isTimed,
        long busyNanos,
        long idleNanos,
        long longestCallbackNanos) {}
