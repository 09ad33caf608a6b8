package dev.pollux.internal.emulated;

import dev.pollux.completion.CompletionFileAllocationContract;
import dev.pollux.completion.CompletionFileContract;
import dev.pollux.completion.CompletionFileEndContract;
import dev.pollux.completion.CompletionFileOpenContract;
import dev.pollux.completion.CompletionKind;
import dev.pollux.completion.CompletionPortBuilder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;

/** The contract of files, where threads of the port's own read and write them: over epoll, and over nio. */
class EmulatedFilesTest {
    @BeforeEach
    void require() {
        CompletionKind.EMULATED.check();
    }

    @Nested
    class Transfers extends CompletionFileContract {
        @Override
        protected CompletionPortBuilder builder() {
            return CompletionKind.EMULATED.builder();
        }
    }

    @Nested
    class Ends extends CompletionFileEndContract {
        @Override
        protected CompletionPortBuilder builder() {
            return CompletionKind.EMULATED.builder();
        }
    }

    @Nested
    class Opens extends CompletionFileOpenContract {
        @Override
        protected CompletionPortBuilder builder() {
            return CompletionKind.EMULATED.builder();
        }
    }

    @Nested
    class Garbage extends CompletionFileAllocationContract {
        @Override
        protected CompletionPortBuilder builder() {
            return CompletionKind.EMULATED.builder();
        }
    }
}
