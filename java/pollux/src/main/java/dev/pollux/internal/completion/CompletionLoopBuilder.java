package dev.pollux.internal.completion;

import dev.pollux.completion.CompletionDispatcher;
import dev.pollux.completion.CompletionDispatcherBuilder;
import dev.pollux.completion.CompletionPort;
import dev.pollux.internal.loop.LoopBuilder;
import java.io.IOException;
import java.util.Objects;

/** Opens a loop over a completion port. */
public final class CompletionLoopBuilder extends LoopBuilder<CompletionDispatcherBuilder>
        implements CompletionDispatcherBuilder {
    @Override
    protected CompletionDispatcherBuilder self() {
        return this;
    }

    @Override
    public CompletionDispatcher open() throws IOException {
        return over(CompletionPort.open());
    }

    @Override
    public CompletionDispatcher over(CompletionPort port) {
        return new CompletionLoop(settings.copy(), Objects.requireNonNull(port, "port"));
    }
}
