package dev.pollux.internal.inmemory;

import dev.pollux.NeedsNoBinding;
import dev.pollux.completion.CompletionFileContract;
import dev.pollux.completion.CompletionFileEndContract;
import dev.pollux.completion.CompletionFileOpenContract;
import dev.pollux.completion.CompletionPortBuilder;
import dev.pollux.internal.backends.CompletionBackends;
import dev.pollux.internal.completion.CompletionPortBuilderWork;
import org.junit.jupiter.api.Nested;

/** The contract of files by a port's own threads, on a backend in memory: everywhere, without a binding. */
@NeedsNoBinding
class MemoryFilesTest {
    private static CompletionPortBuilder memory() {
        return new CompletionPortBuilderWork(
                settings -> CompletionBackends.open(new MemoryProvider(), "asked for by a test", settings));
    }

    @Nested
    class Transfers extends CompletionFileContract {
        @Override
        protected CompletionPortBuilder builder() {
            return memory();
        }
    }

    @Nested
    class Ends extends CompletionFileEndContract {
        @Override
        protected CompletionPortBuilder builder() {
            return memory();
        }
    }

    @Nested
    class Opens extends CompletionFileOpenContract {
        @Override
        protected CompletionPortBuilder builder() {
            return memory();
        }
    }
}
