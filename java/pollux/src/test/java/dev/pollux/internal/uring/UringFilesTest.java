package dev.pollux.internal.uring;

import dev.pollux.Backend;
import dev.pollux.completion.CompletionFileAllocationContract;
import dev.pollux.completion.CompletionFileContract;
import dev.pollux.completion.CompletionFileEndContract;
import dev.pollux.completion.CompletionFileOpenContract;
import dev.pollux.completion.CompletionPort;
import dev.pollux.completion.CompletionPortBuilder;
import dev.pollux.internal.backends.CompletionBackends;
import dev.pollux.internal.completion.CompletionPortBuilderWork;
import org.junit.jupiter.api.Nested;

/** The contract of files on io_uring: a ring of several threads, one of one thread, and one that is too small for what comes. */
@UringTest
class UringFilesTest {
    private static CompletionPortBuilder several() {
        return CompletionPort.builder().backend(Backend.IO_URING);
    }

    private static CompletionPortBuilder tooSmall() {
        return new CompletionPortBuilderWork(
                settings -> CompletionBackends.open(new UringProvider(2, 2), "asked for by a test", settings));
    }

    @Nested
    class Transfers extends CompletionFileContract {
        @Override
        protected CompletionPortBuilder builder() {
            return several();
        }
    }

    @Nested
    class Ends extends CompletionFileEndContract {
        @Override
        protected CompletionPortBuilder builder() {
            return several();
        }
    }

    @Nested
    class Opens extends CompletionFileOpenContract {
        @Override
        protected CompletionPortBuilder builder() {
            return several();
        }
    }

    @Nested
    class AllocatesNothing extends CompletionFileAllocationContract {
        @Override
        protected CompletionPortBuilder builder() {
            return several();
        }
    }

    @Nested
    class TransfersOfOneThread extends CompletionFileContract {
        @Override
        protected CompletionPortBuilder builder() {
            return several().singleThreaded(true);
        }
    }

    @Nested
    class EndsOfOneThread extends CompletionFileEndContract {
        @Override
        protected CompletionPortBuilder builder() {
            return several().singleThreaded(true);
        }
    }

    @Nested
    class TransfersThroughATooSmallRing extends CompletionFileContract {
        @Override
        protected CompletionPortBuilder builder() {
            return tooSmall();
        }
    }

    @Nested
    class EndsThroughATooSmallRing extends CompletionFileEndContract {
        @Override
        protected CompletionPortBuilder builder() {
            return tooSmall();
        }
    }
}
