package dev.pollux.examples;

import dev.pollux.Backend;
import dev.pollux.Diagnostics;
import dev.pollux.Finding;
import java.util.Locale;
import java.util.stream.Stream;

/** The backends that this JVM has: the portable ones always, the system's own where a binding works. */
public final class Backends {
    private Backends() {}

    /** {@return those that tell readiness, on which every server runs} */
    public static Stream<Backend> ofReadiness() {
        return available().filter(backend -> !backend.isOfCompletion());
    }

    /** {@return all: the echo server runs on a completion port, too} */
    public static Stream<Backend> available() {
        return Diagnostics.backends().stream()
                .filter(Finding::available)
                .map(finding -> Backend.valueOf(finding.name().toUpperCase(Locale.ROOT)));
    }
}
