package dev.pollux.readiness;

import dev.pollux.Backend;
import dev.pollux.ErrorHandler;
import dev.pollux.WaitStrategy;
import dev.pollux.system.BusyPoll;
import java.io.IOException;

/**
 * What a {@link ReadinessPort} can be told before it is opened. {@link ReadinessPort#builder()} makes it. Only one thread at a time
 * may use it.
 *
 * <p>It is for a port that a program polls itself. A {@link ReadinessDispatcher} has a builder of its own.
 *
 * <pre>{@code
 * ReadinessPort port = ReadinessPort.builder()
 *         .maxBatch(256)
 *         .waitStrategy(WaitStrategy.adaptive(20_000))
 *         .errorHandler((source, failure) -> log(failure))
 *         .open();
 * }</pre>
 */
public interface ReadinessPortBuilder {
    /** The largest batch: its events lie in memory that a wait fills at once. */
    int MAX_BATCH = 1 << 20;

    /**
     * Sets the backend.
     *
     * @param backend the backend. Null, as at first, is for the one that {@code -Ddev.pollux.backend} names, or the best one
     * @return this
     */
    ReadinessPortBuilder backend(Backend backend);

    /**
     * Sets how many callbacks one poll calls at most. What else is ready is told by the next one. At first there is no bound.
     *
     * @param events the number, from 1 to {@value #MAX_BATCH}
     * @return this
     * @throws IllegalArgumentException if it is not within that
     */
    ReadinessPortBuilder maxBatch(int events);

    /**
     * Sets how the thread waits when nothing is ready.
     *
     * @param strategy the strategy. It is {@link WaitStrategy#BLOCKING} at first
     * @return this
     */
    ReadinessPortBuilder waitStrategy(WaitStrategy strategy);

    /**
     * Has the kernel poll network queues before a wait sleeps. This is not the spinning of the program's own thread, which {@link
     * #waitStrategy} sets. It needs Linux 6.9 and epoll.
     *
     * @param parameters how. Null, as at first, leaves it as the system has it
     * @return this
     */
    ReadinessPortBuilder busyPoll(BusyPoll parameters);

    /**
     * Sets who learns of what callbacks throw, and of what the port could not do.
     *
     * @param handler the handler. It is {@link ErrorHandler#CLOSE_AND_LOG} at first
     * @return this
     */
    ReadinessPortBuilder errorHandler(ErrorHandler handler);

    /**
     * Opens a port. The builder can be used again.
     *
     * @return the port
     * @throws IOException if the system refuses, because there is no descriptor left for instance
     * @throws UnsupportedOperationException if the backend is not available, with the reason, or does not have what {@link
     *     #busyPoll} asks for
     */
    ReadinessPort open() throws IOException;
}
