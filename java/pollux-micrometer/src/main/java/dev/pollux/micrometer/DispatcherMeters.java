package dev.pollux.micrometer;

import dev.pollux.Dispatcher;
import dev.pollux.DispatcherCounters;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.binder.BaseUnits;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;

/** Registers the meters of one dispatcher with one registry. They know the dispatcher by weak references. */
final class DispatcherMeters {
    static final String PREFIX = "pollux.dispatcher.";
    private static final double NANOS_A_SECOND = TimeUnit.SECONDS.toNanos(1);
    private static final Object ONE_AFTER_ANOTHER = new Object(); // else two would find a registry without such meters

    private final MeterRegistry registry;
    private final Dispatcher dispatcher;
    private final Tags tags;
    private final BoundMeters meters;

    private DispatcherMeters(MeterRegistry registry, Dispatcher dispatcher, Tags tags) {
        this.registry = registry;
        this.dispatcher = dispatcher;
        this.tags = tags;
        meters = new BoundMeters(registry, tags);
    }

    /** All of them, or none. */
    static BoundMeters register(MeterRegistry registry, Dispatcher dispatcher, Tags tags) {
        synchronized (ONE_AFTER_ANOTHER) {
            DispatcherMeters all = new DispatcherMeters(registry, dispatcher, tags);
            try {
                all.registerAll();
                if (dispatcher.counters().isTimed()) {
                    all.registerTimes();
                }
            } catch (Throwable e) {
                removeAfter(all.meters, e);
                throw e;
            }
            all.meters.done();
            return all.meters;
        }
    }

    private static void removeAfter(BoundMeters meters, Throwable failure) {
        try {
            meters.remove();
        } catch (Throwable e) {
            failure.addSuppressed(e);
        }
    }

    static void remove(BoundMeters meters) {
        synchronized (ONE_AFTER_ANOTHER) {
            meters.remove();
        }
    }

    private void registerAll() {
        count("waits", "waits", "How often the system was asked for events", DispatcherCounters::waits);
        count("returns.empty", "returns", "Waits that had no event and no wakeup", DispatcherCounters::emptyReturns);
        count("returns.early", "returns", "Waits that had no event, but a wakeup", DispatcherCounters::earlyReturns);
        count("events", BaseUnits.EVENTS, "Callbacks called for events", DispatcherCounters::events);
        count("tasks", BaseUnits.TASKS, "Tasks run", DispatcherCounters::tasks);
        gauge("tasks.queued", BaseUnits.TASKS, "Tasks that wait to be run now", DispatcherCounters::queuedTasks);
        count("timers", "timers", "Timers fired", DispatcherCounters::timers);
        gauge("timers.scheduled", "timers", "Timers that are scheduled now", DispatcherCounters::scheduledTimers);
        count("wakeups.asked", "wakeups", "Wakeups asked for", DispatcherCounters::wakeupsAsked);
        count("wakeups.sent", "wakeups", "Wakeups that cost a system call", DispatcherCounters::wakeupsSent);
        count("control.calls", "calls", "Calls of epoll_ctl", DispatcherCounters::controlCalls);
        count("control.saved", "calls", "Calls of epoll_ctl not made", DispatcherCounters::controlCallsSaved);
        count(
                "connections.turned.away",
                BaseUnits.CONNECTIONS,
                "Connections closed at once, for lack of a descriptor",
                DispatcherCounters::connectionsTurnedAway);
        count("rebuilds", "rebuilds", "How often the epoll set was made anew", DispatcherCounters::rebuilds);
        count("handler.failures", "failures", "What the error handler threw", DispatcherCounters::handlerFailures);
        gauge("buffers.lent", BaseUnits.BUFFERS, "Buffers lent now", DispatcherCounters::lentBuffers);
        count("buffers.waits", "waits", "How often a stream found no buffer", DispatcherCounters::bufferWaits);
        meters.add(Gauge.builder(PREFIX + "sources", dispatcher, Dispatcher::sourceCount)
                .description("Sockets and listeners that are registered or open now")
                .baseUnit("sources")
                .tags(tags)
                .register(registry));
    }

    private void registerTimes() {
        time("busy", "Time between waits", DispatcherCounters::busyNanos);
        time("idle", "Time in waits", DispatcherCounters::idleNanos);
        meters.add(
                TimeGauge.builder(PREFIX + "callback.longest", dispatcher, TimeUnit.NANOSECONDS, its -> its.counters()
                                .longestCallbackNanos())
                        .description("The longest that a callback, a task or a timer has taken")
                        .tags(tags)
                        .register(registry));
    }

    private void time(String state, String description, ToLongFunction<DispatcherCounters> counter) {
        meters.add(FunctionCounter.builder(
                        PREFIX + state, dispatcher, its -> counter.applyAsLong(its.counters()) / NANOS_A_SECOND)
                .description(description)
                .baseUnit("seconds")
                .tags(tags)
                .register(registry));
    }

    private void count(String name, String unit, String description, ToLongFunction<DispatcherCounters> counter) {
        meters.add(FunctionCounter.builder(PREFIX + name, dispatcher, its -> counter.applyAsLong(its.counters()))
                .description(description)
                .baseUnit(unit)
                .tags(tags)
                .register(registry));
    }

    private void gauge(String name, String unit, String description, ToLongFunction<DispatcherCounters> counter) {
        meters.add(Gauge.builder(PREFIX + name, dispatcher, its -> counter.applyAsLong(its.counters()))
                .description(description)
                .baseUnit(unit)
                .tags(tags)
                .register(registry));
    }
}
