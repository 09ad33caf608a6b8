package dev.pollux.completion;

import dev.pollux.Backend;
import dev.pollux.DispatcherBuilder;
import java.io.IOException;

/**
 * What a {@link CompletionDispatcher} can be told before it is opened. {@link CompletionDispatcher#builder()} makes
 * it. Only one thread at a time may use it.
 *
 * <pre>{@code
 * CompletionDispatcher loop = CompletionDispatcher.builder()
 *         .name("server")
 *         .timed(true)
 *         .open();
 * }</pre>
 */
public interface CompletionDispatcherBuilder extends DispatcherBuilder<CompletionDispatcherBuilder> {

    /**
     * Forces a backend.
     *
     * @param newBackend the backend, or null for the best
     * @return this
     */
    CompletionDispatcherBuilder backend(Backend newBackend);

    /**
     * Opens a dispatcher with a completion port of its own.
     *
     * @return the dispatcher
     * @throws IOException if the system refuses
     * @throws UnsupportedOperationException if a forced backend is not available, with the reason
     */
    CompletionDispatcher open() throws IOException;

    /**
     * Opens a dispatcher that drives a port.
     *
     * @param port the port, which is the dispatcher's now, to close too. No other thread polls it
     * @return the dispatcher
     * @throws IllegalArgumentException if another backend was asked for
     */
    CompletionDispatcher over(CompletionPort port);
}
