package dev.pollux.internal.uring;

import dev.pollux.completion.CompletionPortBuilder;
import dev.pollux.internal.backends.CompletionBackends;
import dev.pollux.internal.completion.CompletionPortBuilderWork;

/** Makes ports on a ring by a provider of their own: what an earlier one has found out about the system is not known to it. */
final class UringPorts {
    private UringPorts() {}

    static CompletionPortBuilder builder() {
        return new CompletionPortBuilderWork(
                settings -> CompletionBackends.open(new UringProvider(), "asked for by a test", settings));
    }
}
