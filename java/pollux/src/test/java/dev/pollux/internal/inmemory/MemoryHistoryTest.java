package dev.pollux.internal.inmemory;

import dev.pollux.completion.CompletionPortBuilder;
import dev.pollux.history.CompletionFeatures;
import dev.pollux.history.CompletionHistoryContract;
import dev.pollux.internal.backends.CompletionBackends;
import dev.pollux.internal.completion.CompletionPortBuilderWork;

/** Histories on the backend in memory: what all backends share, without a system. */
class MemoryHistoryTest extends CompletionHistoryContract {
    MemoryHistoryTest() {
        super(new CompletionFeatures(false, false, true));
    }

    @Override
    protected CompletionPortBuilder builder() {
        return new CompletionPortBuilderWork(
                settings -> CompletionBackends.open(new MemoryProvider(), "asked for by a test", settings));
    }
}
