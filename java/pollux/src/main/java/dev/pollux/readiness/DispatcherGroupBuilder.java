package dev.pollux.readiness;

import java.io.IOException;
import java.util.concurrent.ThreadFactory;
import java.util.function.Consumer;

/**
 * What a {@link DispatcherGroup} can be told before it is opened. {@link DispatcherGroup#builder} makes it. Only one
 * thread at a time may use it.
 *
 * <pre>{@code
 * DispatcherGroup group = DispatcherGroup.builder(4)
 *         .name("worker")
 *         .settings(loop -> loop.maxEventsPerTurn(256))
 *         .open()
 *         .start();
 * }</pre>
 */
public interface DispatcherGroupBuilder {

    /**
     * Sets how many loops there are.
     *
     * @param loopCount 1 to {@link DispatcherGroup#MAX_LOOPS}
     * @return this
     * @throws IllegalArgumentException if it is out of this range
     */
    DispatcherGroupBuilder loops(int loopCount);

    /**
     * Sets what the loops and their threads are called, with a number after it: {@code loop} by default.
     *
     * @param newName the name
     * @return this
     */
    DispatcherGroupBuilder name(String newName);

    /**
     * Sets what makes the threads: to bind them to processors, say. It names them, too.
     *
     * @param factory the factory
     * @return this
     */
    DispatcherGroupBuilder threadFactory(ThreadFactory factory);

    /**
     * Sets what each loop is told before it is opened.
     *
     * @param newSettings called once a loop
     * @return this
     */
    DispatcherGroupBuilder settings(Consumer<ReadinessDispatcherBuilder> newSettings);

    /**
     * Opens the loops, which do not run yet.
     *
     * @return the group
     * @throws IOException if the system refuses. Then none is open
     * @throws UnsupportedOperationException if the backend is not available
     */
    DispatcherGroup open() throws IOException;
}
