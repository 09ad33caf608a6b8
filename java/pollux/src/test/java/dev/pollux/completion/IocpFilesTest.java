package dev.pollux.completion;

import dev.pollux.windows.WindowsTest;
import org.junit.jupiter.api.Nested;

/** The contract of files on Windows's completion port. */
@WindowsTest
class IocpFilesTest {
    @Nested
    class Transfers extends CompletionFileContract {
        @Override
        protected CompletionPortBuilder builder() {
            return CompletionPort.builder();
        }
    }

    @Nested
    class Ends extends CompletionFileEndContract {
        @Override
        protected CompletionPortBuilder builder() {
            return CompletionPort.builder();
        }
    }

    @Nested
    class Opens extends CompletionFileOpenContract {
        @Override
        protected CompletionPortBuilder builder() {
            return CompletionPort.builder();
        }
    }
}
