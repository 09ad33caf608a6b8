package dev.pollux.internal.inmemory;

import dev.pollux.completion.CompletionPortBuilder;
import dev.pollux.internal.backends.CompletionBackends;
import dev.pollux.internal.completion.CompletionPortBuilderWork;

/** Opens ports on the backend in memory. */
public final class MemoryPorts {
    private MemoryPorts() {}

    public static CompletionPortBuilder builder() {
        return new CompletionPortBuilderWork(
                settings -> CompletionBackends.open(new MemoryProvider(), "asked for by a test", settings));
    }
}
