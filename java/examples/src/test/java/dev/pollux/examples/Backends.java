package dev.pollux.examples;

import dev.pollux.Backend;
import dev.pollux.Diagnostics;
import dev.pollux.Finding;
import java.util.Locale;
import java.util.stream.Stream;

/** The backends that this JVM has: the portable ones always, the system's own where a binding works. */
public final class Backends {
    private Backends() {}

    /** {@return those that tell readiness} */
    public static Stream<Backend> ofReadiness() {
        return available().filter(backend -> !backend.isOfCompletion());
    }

    /** {@return those that tell completion} */
    public static Stream<Backend> ofCompletion() {
        return available().filter(Backend::isOfCompletion);
    }

    /** {@return all} */
    public static Stream<Backend> available() {
        return Diagnostics.backends().stream()
                .filter(Finding::available)
                .map(finding -> Backend.valueOf(finding.name().toUpperCase(Locale.ROOT)));
    }
}
