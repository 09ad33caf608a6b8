package dev.pollux.completion;

import org.junit.jupiter.api.BeforeEach;

/** The contract on completions that are made of readiness. */
class EmulatedCompletionTest extends CompletionContract {
    @BeforeEach
    void require() {
        CompletionKind.EMULATED.check();
    }

    @Override
    protected CompletionPortBuilder builder() {
        return CompletionKind.EMULATED.builder();
    }
}
