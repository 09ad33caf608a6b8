/**
 * A dispatcher's counters as Micrometer's meters: {@code dev.pollux.micrometer}.
 */
@SuppressWarnings({"requires-automatic", "requires-transitive-automatic"}) // Micrometer has no module descriptor
module dev.pollux.micrometer {
    requires transitive dev.pollux;
    requires transitive micrometer.core;

    exports dev.pollux.micrometer;
}
