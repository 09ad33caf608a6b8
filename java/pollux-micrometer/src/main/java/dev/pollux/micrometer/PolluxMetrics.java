package dev.pollux.micrometer;

import dev.pollux.Dispatcher;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * A dispatcher's counters as meters: {@code pollux.dispatcher.events} and so on, with the tags {@code dispatcher}, which is its
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
    /** What is registered where. */
    private record Bound(MeterRegistry registry, List<Meter> meters) {
        void remove() {
            meters.forEach(registry::remove);
        }
    }

    private final Tags tags;
    private final String text;

    // Guarded by this object.
    private Dispatcher dispatcher; // null once this is over
    private final List<Bound> bound = new ArrayList<>();

    /** @param dispatcher whose counters are shown */
    public PolluxMetrics(Dispatcher dispatcher) {
        this(dispatcher, Tags.empty());
    }

    /**
     * @param dispatcher whose counters are shown
     * @param tags further tags of each meter
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
     */
    @Override
    public synchronized void bindTo(MeterRegistry registry) {
        Objects.requireNonNull(registry, "registry");
        if (dispatcher == null) {
            return;
        }
        if (registry.find(DispatcherMeters.PREFIX + "waits").tags(tags).meter() != null) {
            throw new IllegalStateException("the registry has meters of a dispatcher with the tags " + tags
                    + " already: give each dispatcher a name of its own (its builder's name), or a tag");
        }
        bound.add(new Bound(registry, DispatcherMeters.register(registry, dispatcher, tags)));
    }

    /** Removes the meters from each registry. A second call does nothing. The dispatcher's own close does this, too. */
    @Override
    public synchronized void close() {
        dispatcher = null;
        bound.forEach(Bound::remove);
        bound.clear();
    }

    @Override
    public String toString() {
        return text;
    }
}
