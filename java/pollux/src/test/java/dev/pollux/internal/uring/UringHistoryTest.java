package dev.pollux.internal.uring;

import dev.pollux.completion.CompletionPortBuilder;
import dev.pollux.history.CompletionFeatures;
import dev.pollux.history.CompletionHistoryContract;
import dev.pollux.internal.backends.CompletionBackends;
import dev.pollux.internal.completion.CompletionPortBuilderWork;
import org.junit.jupiter.api.Nested;

/** Histories on io_uring: on a ring of several threads, one of one thread, and one that is too small for what comes. */
@UringTest
class UringHistoryTest {
    private abstract static class OnRing extends CompletionHistoryContract {
        private final UringProvider provider;
        private final boolean singleThreaded;

        OnRing(UringProvider provider, boolean singleThreaded) {
            this.provider = provider;
            this.singleThreaded = singleThreaded;
        }

        @Override
        protected CompletionFeatures features() {
            return new CompletionFeatures(true, true, true, true, true);
        }

        @Override
        protected CompletionPortBuilder builder() {
            return new CompletionPortBuilderWork(
                            settings -> CompletionBackends.open(provider, "asked for by a test", settings))
                    .singleThreaded(singleThreaded);
        }
    }

    @Nested
    class OfSeveralThreads extends OnRing {
        OfSeveralThreads() {
            super(new UringProvider(), false);
        }
    }

    @Nested
    class OfOneThread extends OnRing {
        OfOneThread() {
            super(new UringProvider(), true);
        }
    }

    @Nested
    class TooSmall extends OnRing {
        TooSmall() {
            super(new UringProvider(2, 2), false);
        }
    }
}
