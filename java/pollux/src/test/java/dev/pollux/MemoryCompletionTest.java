package dev.pollux;

/** The contract on a backend in memory: the completion side without a system, everywhere. */
class MemoryCompletionTest extends CompletionContract {
    @Override
    CompletionPortBuilder builder() {
        return new CompletionPortBuilderWork(
                settings -> CompletionBackends.open(new MemoryProvider(), "asked for by a test", settings));
    }
}
