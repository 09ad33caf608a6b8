package dev.pollux.internal.inmemory;

import dev.pollux.NeedsNoBinding;
import dev.pollux.completion.CompletionPortBuilder;
import dev.pollux.history.CompletionFeatures;
import dev.pollux.history.CompletionHistoryContract;

/** Histories on the backend in memory: what all backends share, without a system. */
@NeedsNoBinding
class MemoryHistoryTest extends CompletionHistoryContract {
    @Override
    protected CompletionFeatures features() {
        return new CompletionFeatures(false, false, true, true, false);
    }

    @Override
    protected CompletionPortBuilder builder() {
        return MemoryPorts.builder();
    }
}
