package dev.pollux;

import dev.pollux.system.BusyPoll;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Objects;

/** What a {@link Dispatcher} can be told before it is opened. {@link Dispatcher#builder()} makes one. It is one thread's. */
public final class DispatcherBuilder {
    /** How many events, tasks and timers, each, a turn has room for, unless told otherwise. */
    public static final int DEFAULT_MAX_PER_TURN = 1024;

    /** The most events that a turn can have room for: they lie in memory that a wait fills at once. */
    public static final int MAX_EVENTS_PER_TURN = 1 << 20;

    String name = "dispatcher";
    Backend backend;
    CompletionPortWork port;
    ErrorHandler errorHandler = ErrorHandler.CLOSE_AND_LOG;
    WaitStrategy waitStrategy = WaitStrategy.BLOCKING;
    BusyPoll busyPoll;
    int maxEvents = DEFAULT_MAX_PER_TURN;
    int maxTasks = DEFAULT_MAX_PER_TURN;
    int maxTimers = DEFAULT_MAX_PER_TURN;
    boolean timed;
    DispatcherListener listener;
    long slowCallbackNanos = 10_000_000;

    DispatcherBuilder() {}

    /**
     * Sets the name that {@link Dispatcher#toString()} shows.
     *
     * @param newName the name
     * @return this
     */
    public DispatcherBuilder name(String newName) {
        name = Objects.requireNonNull(newName, "name");
        return this;
    }

    /**
     * Forces a backend.
     *
     * @param newBackend the backend, or null for the best
     * @return this
     */
    public DispatcherBuilder backend(Backend newBackend) {
        backend = newBackend;
        return this;
    }

    /**
     * Sets who learns of failures: {@link ErrorHandler#CLOSE_AND_LOG} by default.
     *
     * @param handler the handler
     * @return this
     */
    public DispatcherBuilder errorHandler(ErrorHandler handler) {
        errorHandler = Objects.requireNonNull(handler, "errorHandler");
        return this;
    }

    /**
     * Sets how the loop waits: {@link WaitStrategy#BLOCKING} by default.
     *
     * @param strategy the strategy
     * @return this
     */
    public DispatcherBuilder waitStrategy(WaitStrategy strategy) {
        waitStrategy = Objects.requireNonNull(strategy, "waitStrategy");
        return this;
    }

    /**
     * Has the kernel poll network queues before a wait sleeps: Linux 6.9, epoll only. {@link #open} refuses it elsewhere.
     *
     * @param parameters how, or null, which leaves it as the system has it
     * @return this
     */
    public DispatcherBuilder busyPoll(BusyPoll parameters) {
        busyPoll = parameters;
        return this;
    }

    /**
     * Bounds the callbacks of one turn: what else is ready is told in the next, after tasks and timers. {@value
     * #DEFAULT_MAX_PER_TURN} by default. A completion port has bounds of its own, and {@link #over} refuses another.
     *
     * @param count 1 to {@link #MAX_EVENTS_PER_TURN}
     * @return this
     * @throws IllegalArgumentException if it is out of this range
     */
    public DispatcherBuilder maxEventsPerTurn(int count) {
        maxEvents = inRange("maxEventsPerTurn", count, MAX_EVENTS_PER_TURN);
        return this;
    }

    /**
     * Bounds the tasks of one turn: those that are left run in the next, first. {@value #DEFAULT_MAX_PER_TURN} by default.
     *
     * @param count 1 or more
     * @return this
     * @throws IllegalArgumentException if it is less
     */
    public DispatcherBuilder maxTasksPerTurn(int count) {
        maxTasks = inRange("maxTasksPerTurn", count, Integer.MAX_VALUE);
        return this;
    }

    /**
     * Bounds the timers of one turn: those that are left fire in the next, in their order. {@value #DEFAULT_MAX_PER_TURN}
     * by default.
     *
     * @param count 1 or more
     * @return this
     * @throws IllegalArgumentException if it is less
     */
    public DispatcherBuilder maxTimersPerTurn(int count) {
        maxTimers = inRange("maxTimersPerTurn", count, Integer.MAX_VALUE);
        return this;
    }

    private static int inRange(String setting, int count, int max) {
        if (count < 1 || count > max) {
            throw new IllegalArgumentException(setting + " of " + count + " is not within 1 and " + max);
        }
        return count;
    }

    /**
     * Has the loop measure its busy and idle time and its longest callback, for {@link Dispatcher#counters()}: two readings
     * of the clock a turn, and two a callback. Off by default.
     *
     * @param isTimed true to measure
     * @return this
     */
    public DispatcherBuilder timed(boolean isTimed) {
        timed = isTimed;
        return this;
    }

    /**
     * Sets who hears of the loop's turns and of its slow callbacks: nobody by default.
     *
     * @param newListener the listener, or null for nobody
     * @return this
     */
    public DispatcherBuilder listener(DispatcherListener newListener) {
        listener = newListener;
        return this;
    }

    /**
     * Sets from when on a callback is slow, for {@link DispatcherListener#onSlowCallback}: 10 ms by default.
     *
     * @param nanos 0 or more
     * @return this
     */
    public DispatcherBuilder slowCallbackNanos(long nanos) {
        if (nanos < 0) {
            throw new IllegalArgumentException("slowCallbackNanos of " + nanos + " is negative");
        }
        slowCallbackNanos = nanos;
        return this;
    }

    /**
     * Opens the dispatcher over a completion port, as {@link Dispatcher#over}.
     *
     * @param completionPort the port
     * @return the dispatcher
     * @throws IllegalArgumentException if another backend was asked for
     * @throws UnsupportedOperationException if something was asked for that a completion port can't have
     */
    public Dispatcher over(CompletionPort completionPort) {
        Objects.requireNonNull(completionPort, "completionPort");
        if (backend != null && backend != completionPort.backend()) {
            throw new IllegalArgumentException(completionPort + " is not of backend " + backend);
        }
        if (maxEvents != DEFAULT_MAX_PER_TURN) {
            throw new UnsupportedOperationException("a completion port bounds its events itself: maxEventsPerTurn");
        }
        if (busyPoll != null) {
            throw new UnsupportedOperationException("a completion port has no busy-poll parameters: busyPoll");
        }
        port = CompletionPortWork.of(completionPort);
        try {
            return new Dispatcher(this);
        } catch (IOException e) {
            throw new UncheckedIOException("nothing is opened here", e);
        } finally {
            port = null;
        }
    }

    /**
     * Opens the dispatcher.
     *
     * @return the dispatcher
     * @throws IOException if the system refuses
     * @throws UnsupportedOperationException if a forced backend is not available, or {@link #busyPoll} is not
     */
    public Dispatcher open() throws IOException {
        return new Dispatcher(this);
    }

    /** A copy, for a dispatcher to keep while the builder goes on. */
    DispatcherBuilder copy() {
        DispatcherBuilder copy = new DispatcherBuilder();
        copy.name = name;
        copy.backend = backend;
        copy.port = port;
        copy.errorHandler = errorHandler;
        copy.waitStrategy = waitStrategy;
        copy.busyPoll = busyPoll;
        copy.maxEvents = maxEvents;
        copy.maxTasks = maxTasks;
        copy.maxTimers = maxTimers;
        copy.timed = timed;
        copy.listener = listener;
        copy.slowCallbackNanos = slowCallbackNanos;
        return copy;
    }
}
