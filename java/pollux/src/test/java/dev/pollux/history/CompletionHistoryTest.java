package dev.pollux.history;

import dev.pollux.WineCondition;
import dev.pollux.completion.CompletionKind;
import dev.pollux.completion.CompletionPortBuilder;
import dev.pollux.completion.CompletionTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.Parameter;

/** Histories on the backends that a program can name. */
@CompletionTest
class CompletionHistoryTest extends CompletionHistoryContract {
    @Parameter
    CompletionKind kind;

    @BeforeEach
    void require() {
        kind.check();
    }

    @Override
    protected CompletionFeatures features() {
        boolean isWineOwn = kind == CompletionKind.IOCP && Boolean.getBoolean(WineCondition.PROPERTY);
        return new CompletionFeatures(true, true, !isWineOwn, !isWineOwn, CompletionKind.HAS_BINDING);
    }

    @Override
    protected String name() {
        return kind.toString();
    }

    @Override
    protected CompletionPortBuilder builder() {
        return kind.builder();
    }
}
