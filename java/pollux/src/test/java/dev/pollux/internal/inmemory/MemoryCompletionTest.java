package dev.pollux.internal.inmemory;

import dev.pollux.NeedsNoBinding;
import dev.pollux.completion.CompletionContract;
import dev.pollux.completion.CompletionPortBuilder;
import dev.pollux.internal.backends.CompletionBackends;
import dev.pollux.internal.completion.CompletionPortBuilderWork;

/** The contract on a backend in memory: the completion side without a system, everywhere. */
@NeedsNoBinding
class MemoryCompletionTest extends CompletionContract {
    @Override
    protected CompletionPortBuilder builder() {
        return new CompletionPortBuilderWork(
                settings -> CompletionBackends.open(new MemoryProvider(), "asked for by a test", settings));
    }

    @Override
    protected boolean hasDatagrams() {
        return false;
    }

    @Override
    protected boolean isWithoutGarbage() {
        return false;
    }
}
