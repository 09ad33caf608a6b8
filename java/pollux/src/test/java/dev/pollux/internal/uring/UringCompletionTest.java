package dev.pollux.internal.uring;

import dev.pollux.completion.CompletionContract;
import dev.pollux.completion.CompletionPortBuilder;
import dev.pollux.internal.backends.CompletionBackends;
import dev.pollux.internal.completion.CompletionPortBuilderWork;
import dev.pollux.linux.LinuxTest;
import org.junit.jupiter.api.Nested;

/** The contract on io_uring: a ring of several threads, one of one thread, and one that is too small for what comes. */
@LinuxTest
class UringCompletionTest {
    private abstract static class OnRing extends CompletionContract {
        private final UringProvider provider;

        OnRing(UringProvider provider) {
            this.provider = provider;
        }

        @Override
        protected CompletionPortBuilder builder() {
            return new CompletionPortBuilderWork(
                    settings -> CompletionBackends.open(provider, "asked for by a test", settings));
        }
    }

    @Nested
    class OfSeveralThreads extends OnRing {
        OfSeveralThreads() {
            super(new UringProvider());
        }
    }

    @Nested
    class TooSmall extends OnRing {
        TooSmall() {
            super(new UringProvider(2, 2));
        }
    }
}
