package dev.pollux.internal.completion.loop;

import dev.pollux.completion.CompletionDispatcher;
import dev.pollux.completion.CompletionPort;
import dev.pollux.internal.completion.CompletionPortWork;
import dev.pollux.internal.loop.Loop;
import dev.pollux.internal.loop.LoopSettings;

/** The loop over a completion port. */
public final class CompletionLoop extends Loop implements CompletionDispatcher {
    private final CompletionPort port;

    public CompletionLoop(LoopSettings settings, CompletionPort port) {
        super(settings, CompletionPortWork.of(port));
        this.port = port;
    }

    @Override
    public CompletionPort port() {
        return port;
    }
}
