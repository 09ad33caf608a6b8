package dev.pollux.internal.inmemory;

import dev.pollux.NeedsNoBinding;
import dev.pollux.completion.CompletionPortBuilder;
import dev.pollux.completion.CompletionSocket;
import dev.pollux.history.CompletionCrowdContract;

/** A crowd on the backend in memory. */
@NeedsNoBinding
class MemoryCrowdTest extends CompletionCrowdContract {
    @Override
    protected CompletionPortBuilder builder() {
        return MemoryPorts.builder();
    }

    @Override
    protected void beReset(CompletionSocket socket) {} // it has no port of the system's to keep
}
