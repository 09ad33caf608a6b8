package dev.pollux.internal.uring;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pollux.completion.CompletionPort;
import dev.pollux.completion.CompletionPortBuilder;
import dev.pollux.history.CompletionCrowdContract;
import dev.pollux.internal.backends.CompletionBackends;
import dev.pollux.internal.completion.CompletionPortBuilderWork;
import dev.pollux.internal.completion.CompletionPortWork;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;

/** A crowd on rings of eight entries: the completion queue overflows again and again. */
@UringTest
class UringCrowdTest {
    private static final int ENTRIES = 8;

    private abstract static class OnRing extends CompletionCrowdContract {
        private final boolean singleThreaded;
        private boolean hasOverflowed;

        OnRing(boolean singleThreaded) {
            this.singleThreaded = singleThreaded;
        }

        @Override
        protected CompletionPortBuilder builder() {
            return new CompletionPortBuilderWork(settings -> CompletionBackends.open(
                            new UringProvider(ENTRIES, ENTRIES), "asked for by a test", settings))
                    .singleThreaded(singleThreaded);
        }

        @Override
        protected void told(CompletionPort port) {
            UringBackend backend = (UringBackend) CompletionPortWork.of(port).completionBackend();
            hasOverflowed |= backend.engine.ring.hasOverflowed();
        }

        @AfterEach
        void itWasTooMuch() {
            assertTrue(hasOverflowed, "the completion queue was never full");
        }
    }

    @Nested
    class OfSeveralThreads extends OnRing {
        OfSeveralThreads() {
            super(false);
        }
    }

    @Nested
    class OfOneThread extends OnRing {
        OfOneThread() {
            super(true);
        }
    }
}
