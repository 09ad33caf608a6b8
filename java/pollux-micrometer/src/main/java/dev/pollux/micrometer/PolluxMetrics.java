package dev.pollux.micrometer;

import dev.pollux.Dispatcher;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Shows a dispatcher's counters as meters: {@code pollux.dispatcher.events} and so on, with the tags {@code dispatcher}, which is its
 * name, and {@code backend}. They are registered until the dispatcher closes, or this does. A meter does not keep the dispatcher
 * alive. May be called from any thread.
 *
 * <p>The meters of busy and idle time and of the longest callback are there only if the dispatcher measures them ({@link
 * dev.pollux.DispatcherBuilder#timed}).
 *
 * <pre>{@code
 * ReadinessDispatcher loop = ReadinessDispatcher.builder().name("acceptor").open();
 * new PolluxMetrics(loop).bindTo(registry); // until loop.close()
 * }</pre>
 */
public final class PolluxMetrics implements MeterBinder, AutoCloseable {
    private final Tags tags;
    private final String text;

    // Guarded by this object.
    private Dispatcher dispatcher; // null once this is over
    private final List<BoundMeters> bound = new ArrayList<>();

    /**
     * Makes the meters' tags. {@link #bindTo} registers the meters.
     *
     * @param dispatcher whose counters are shown
     */
    public PolluxMetrics(Dispatcher dispatcher) {
        this(dispatcher, Tags.empty());
    }

    /**
     * Makes the meters' tags. {@link #bindTo} registers the meters.
     *
     * @param dispatcher whose counters are shown
     * @param tags further tags of each meter. One that is called {@code dispatcher} or {@code backend} takes the place of that
     */
    public PolluxMetrics(Dispatcher dispatcher, Iterable<Tag> tags) {
        this.dispatcher = Objects.requireNonNull(dispatcher, "dispatcher");
        this.tags = Tags.of(
                        "dispatcher",
                        dispatcher.name(),
                        "backend",
                        dispatcher.backend().toString())
                .and(Objects.requireNonNull(tags, "tags"));
        text = "PolluxMetrics[" + dispatcher.name() + "]";
        dispatcher.closed().whenComplete((nothing, failure) -> close());
    }

    /**
     * Registers the meters. If the dispatcher is closed, or this is, nothing is registered.
     *
     * @param registry where. It may be one of several, one after another
     * @throws IllegalStateException if it has meters of these names and tags: this one's, or those of another dispatcher of the
     *     same name. Then nothing is registered
     * @throws RuntimeException what the registry throws, for the tags for instance. Then nothing is registered
     */
    @Override
    public synchronized void bindTo(MeterRegistry registry) {
        Objects.requireNonNull(registry, "registry");
        if (dispatcher != null) {
            bound.add(DispatcherMeters.register(registry, dispatcher, tags));
        }
    }

    /**
     * Removes the meters from each registry. A second call does nothing. The dispatcher's own close does this, too.
     *
     * @throws RuntimeException what a listener of a registry throws. The others are removed all the same
     */
    @Override
    public synchronized void close() {
        dispatcher = null;
        try {
            EachOne.of(bound, DispatcherMeters::remove);
        } finally {
            bound.clear();
        }
    }

    @Override
    public String toString() {
        return text;
    }
}
