package dev.pollux.internal.inmemory;

import dev.pollux.NeedsNoBinding;
import dev.pollux.completion.CompletionPortBuilder;
import dev.pollux.history.CompletionCrowdContract;

/** A crowd on the backend in memory. */
@NeedsNoBinding
class MemoryCrowdTest extends CompletionCrowdContract {
    @Override
    protected CompletionPortBuilder builder() {
        return MemoryPorts.builder();
    }
}
