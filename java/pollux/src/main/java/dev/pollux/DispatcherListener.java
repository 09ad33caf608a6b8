package dev.pollux;

/**
 * Hears how a loop fares: for a metrics library. Only from the loop's thread. So it has to be quick. What it throws
 * goes to the error handler. A dispatcher with a listener reads the clock twice a turn and twice a callback.
 *
 * <pre>{@code
 * DispatcherListener listener = new DispatcherListener() {
 *     @Override
 *     public void onSlowCallback(Object callback, Channel source, long nanos) {
 *         slow.increment();
 *     }
 * };
 * ReadinessDispatcher loop = ReadinessDispatcher.builder().listener(listener).open();
 * }</pre>
 *
 * @see DispatcherBuilder#listener
 */
public interface DispatcherListener {

    /**
     * A turn of the loop has ended.
     *
     * @param events callbacks that were called
     * @param tasks tasks that were run
     * @param timers timers that fired
     * @param waitNanos how long it waited
     * @param workNanos how long the rest took
     */
    default void onTurn(int events, int tasks, int timers, long waitNanos, long workNanos) {}

    /**
     * A callback, a task or a timer has taken {@link DispatcherBuilder#slowCallbackNanos} or longer: the loop did nothing else
     * meanwhile.
     *
     * @param callback what took so long
     * @param source the socket or listener whose callback it was, or null for a task or a timer
     * @param nanos how long it took
     */
    default void onSlowCallback(Object callback, java.nio.channels.Channel source, long nanos) {}
}
