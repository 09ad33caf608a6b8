package dev.pollux.micrometer;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;

/**
 * Meters of one binder in one registry. Under a lock of all binders.
 *
 * <p>A registry returns a meter that it has for another of the same name and tags, without a word. Its filters may have changed both,
 * so only the meter itself tells whether it is new. A registry removes by name and tags, too. So a meter is looked for before: after a
 * {@code clear()} these may be another's.
 */
final class BoundMeters {
    private final MeterRegistry registry;
    private final Tags tags;
    private final Set<Meter> known = newSet(); // in the registry before
    private final Set<Meter> added = newSet();

    BoundMeters(MeterRegistry registry, Tags tags) {
        this.registry = registry;
        this.tags = tags;
        known.addAll(registry.getMeters());
    }

    private static Set<Meter> newSet() {
        return Collections.newSetFromMap(new IdentityHashMap<>()); // meters of the same name and tags are equal
    }

    void add(Meter meter) {
        if (known.contains(meter)) {
            throw new IllegalStateException(
                    "the registry has the meter " + meter.getId() + " already, so none with the tags " + tags
                            + " is added: give each dispatcher a name of its own (its builder's name), or a tag");
        }
        added.add(meter);
    }

    /** No more are added. */
    void done() {
        known.clear();
    }

    /** Whatever the registry's listeners throw: each is removed. The first of what they throw is thrown at the end. */
    void remove() {
        EachOne.of(registry.getMeters(), each -> {
            if (added.contains(each)) {
                registry.remove(each);
            }
        });
    }
}
