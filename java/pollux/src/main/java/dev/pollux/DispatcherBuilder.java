package dev.pollux;

/**
 * What a {@link Dispatcher} of either kind can be told before it is opened. Only one thread at a time may use it.
 *
 * <pre>{@code
 * ReadinessDispatcher loop = ReadinessDispatcher.builder()
 *         .name("acceptor")
 *         .waitStrategy(WaitStrategy.adaptive(50_000))
 *         .open();
 * }</pre>
 *
 * @param <B> the builder's own type
 */
public interface DispatcherBuilder<B extends DispatcherBuilder<B>> {
    /** How many events, tasks and timers, each, a turn has room for, unless told otherwise. */
    int DEFAULT_MAX_PER_TURN = 1024;

    /** The most events that a turn can have room for: they lie in memory that a wait fills at once. */
    int MAX_EVENTS_PER_TURN = 1 << 20;

    /**
     * Sets the name by which the dispatcher is known to its operators: in {@code toString()}, recordings and metrics.
     *
     * @param newName the name
     * @return this
     */
    B name(String newName);

    /**
     * Sets who learns of failures: by default the port's own handler, which is {@link ErrorHandler#CLOSE_AND_LOG} at first.
     *
     * @param handler the handler
     * @return this
     */
    B errorHandler(ErrorHandler handler);

    /**
     * Sets how the loop waits: by default as the port does, which is {@link WaitStrategy#BLOCKING} at first.
     *
     * @param strategy the strategy
     * @return this
     */
    B waitStrategy(WaitStrategy strategy);

    /**
     * Bounds the tasks of one turn: those that are left run in the next, first. {@value #DEFAULT_MAX_PER_TURN} by default.
     *
     * @param count 1 or more
     * @return this
     * @throws IllegalArgumentException if it is less
     */
    B maxTasksPerTurn(int count);

    /**
     * Bounds the timers of one turn: those that are left fire in the next, in their order. {@value #DEFAULT_MAX_PER_TURN}
     * by default.
     *
     * @param count 1 or more
     * @return this
     * @throws IllegalArgumentException if it is less
     */
    B maxTimersPerTurn(int count);

    /**
     * Has the loop measure its busy and idle time and its longest callback, for {@link Dispatcher#counters()}: two readings
     * of the clock a turn, and two a callback. Off by default.
     *
     * @param isTimed true to measure
     * @return this
     */
    B timed(boolean isTimed);

    /**
     * Sets who hears of the loop's turns and of its slow callbacks. It is nobody by default.
     *
     * @param newListener the listener, or null for nobody
     * @return this
     */
    B listener(DispatcherListener newListener);

    /**
     * Sets from when on a callback is slow, for {@link DispatcherListener#onSlowCallback}. It is 10 ms by default.
     *
     * @param nanos 0 or more
     * @return this
     * @throws IllegalArgumentException if it is negative
     */
    B slowCallbackNanos(long nanos);
}
