package dev.pollux.readiness;

import dev.pollux.Backend;
import dev.pollux.DispatcherBuilder;
import dev.pollux.system.BusyPoll;
import java.io.IOException;

/**
 * What a {@link ReadinessDispatcher} can be told before it is opened. {@link ReadinessDispatcher#builder()} makes it.
 * Only one thread at a time may use it.
 *
 * <pre>{@code
 * ReadinessDispatcher loop = ReadinessDispatcher.builder()
 *         .backend(Backend.EPOLL)
 *         .maxEventsPerTurn(256)
 *         .open();
 * }</pre>
 */
public interface ReadinessDispatcherBuilder extends DispatcherBuilder<ReadinessDispatcherBuilder> {

    /**
     * Forces a backend.
     *
     * @param newBackend the backend, or null for the best
     * @return this
     */
    ReadinessDispatcherBuilder backend(Backend newBackend);

    /**
     * Has the kernel poll network queues before a wait sleeps: Linux 6.9, epoll only. {@link #open} refuses it elsewhere.
     *
     * @param parameters how. Null leaves it as the system has it
     * @return this
     */
    ReadinessDispatcherBuilder busyPoll(BusyPoll parameters);

    /**
     * Bounds the callbacks of one turn: what else is ready is told in the next, after tasks and timers. {@value
     * DispatcherBuilder#DEFAULT_MAX_PER_TURN} by default.
     *
     * @param count 1 to {@link DispatcherBuilder#MAX_EVENTS_PER_TURN}
     * @return this
     * @throws IllegalArgumentException if it is out of this range
     */
    ReadinessDispatcherBuilder maxEventsPerTurn(int count);

    /**
     * Opens the dispatcher.
     *
     * @return the dispatcher
     * @throws IOException if the system refuses
     * @throws UnsupportedOperationException if a forced backend is not available, or {@link #busyPoll} is not
     */
    ReadinessDispatcher open() throws IOException;

    /**
     * Opens the dispatcher over a port. What this builder was not told stays as the port was told when it was opened.
     *
     * @param port the port, which is the dispatcher's now, to close too. No other thread polls it. If this method fails, it is
     *     closed
     * @return the dispatcher
     * @throws IllegalArgumentException if another backend was asked for, or Pollux has not made the port
     * @throws UnsupportedOperationException if {@link #busyPoll} is not available
     * @throws IOException if the system refuses
     */
    ReadinessDispatcher over(ReadinessPort port) throws IOException;
}
