package dev.pollux.internal.emulated;

import dev.pollux.completion.CompletionContract;
import dev.pollux.completion.CompletionKind;
import dev.pollux.completion.CompletionPortBuilder;
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
