package dev.pollux.history;

import dev.pollux.completion.CompletionKind;
import dev.pollux.completion.CompletionPortBuilder;
import dev.pollux.completion.CompletionTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.Parameter;

/** A crowd on the backends that a program can name. */
@CompletionTest
class CompletionCrowdTest extends CompletionCrowdContract {
    @Parameter
    CompletionKind kind;

    @BeforeEach
    void require() {
        kind.check();
    }

    @Override
    protected CompletionPortBuilder builder() {
        return kind.builder();
    }
}
