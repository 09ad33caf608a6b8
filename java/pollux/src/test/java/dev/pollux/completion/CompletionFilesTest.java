package dev.pollux.completion;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.params.Parameter;

/** The contract of files on each completion backend of this run. */
@CompletionTest
class CompletionFilesTest {
    @Parameter
    CompletionKind kind;

    private CompletionPortBuilder ofKind() {
        kind.check();
        return kind.builder();
    }

    @Nested
    class Transfers extends CompletionFileContract {
        @Override
        protected CompletionPortBuilder builder() {
            return ofKind();
        }
    }

    @Nested
    class Ends extends CompletionFileEndContract {
        @Override
        protected CompletionPortBuilder builder() {
            return ofKind();
        }
    }

    @Nested
    class Opens extends CompletionFileOpenContract {
        @Override
        protected CompletionPortBuilder builder() {
            return ofKind();
        }
    }

    @Nested
    class AllocatesNothing extends CompletionFileAllocationContract {
        @Override
        protected CompletionPortBuilder builder() {
            return ofKind();
        }
    }
}
