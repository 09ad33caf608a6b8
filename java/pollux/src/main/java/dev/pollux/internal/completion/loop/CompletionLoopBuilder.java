package dev.pollux.internal.completion.loop;

import dev.pollux.Backend;
import dev.pollux.completion.CompletionDispatcher;
import dev.pollux.completion.CompletionDispatcherBuilder;
import dev.pollux.completion.CompletionPort;
import dev.pollux.internal.loop.LoopBuilder;
import java.io.IOException;
import java.util.Objects;

/** Opens a loop over a completion port. */
public final class CompletionLoopBuilder extends LoopBuilder<CompletionDispatcherBuilder>
        implements CompletionDispatcherBuilder {
    private Backend backend;

    @Override
    protected CompletionDispatcherBuilder self() {
        return this;
    }

    @Override
    public CompletionDispatcherBuilder backend(Backend newBackend) {
        backend = newBackend;
        return this;
    }

    @Override
    public CompletionDispatcher open() throws IOException {
        return over(
                CompletionPort.builder().backend(backend).singleThreaded(true).open());
    }

    @Override
    public CompletionDispatcher over(CompletionPort port) {
        Objects.requireNonNull(port, "port");
        if (backend != null && backend != port.backend()) {
            throw new IllegalArgumentException("a port of backend " + port.backend() + " is not of backend " + backend);
        }
        return new CompletionLoop(settings.copy(), port);
    }
}
