package dev.pollux.examples;

import dev.pollux.Backend;
import dev.pollux.Diagnostics;
import dev.pollux.Finding;
import java.util.Locale;
import java.util.stream.Stream;

/** The backends that this JVM has: nio always, epoll where a binding works. */
public final class Backends {
    private Backends() {}

    /** {@return them} */
    public static Stream<Backend> available() {
        return Diagnostics.backends().stream()
                .filter(Finding::available)
                .map(finding -> Backend.valueOf(finding.name().toUpperCase(Locale.ROOT)));
    }
}
