package dev.pollux.internal.inmemory;

import dev.pollux.Backend;
import dev.pollux.internal.completion.CompletionBackend;
import dev.pollux.internal.completion.CompletionBackendProvider;
import dev.pollux.internal.completion.CompletionPortBuilderWork;

/**
 * A completion backend in memory: what a new backend has to write, and nothing else. It knows connections within one port,
 * and posts. Its connections take 1 000 bytes a write, so that a longer one goes in parts.
 */
final class MemoryProvider implements CompletionBackendProvider {
    @Override
    public Backend kind() {
        return Backend.NIO; // a backend that a program can name is a constant there
    }

    @Override
    public String whyUnavailable() {
        return null;
    }

    @Override
    public CompletionBackend open(CompletionPortBuilderWork settings) {
        return new MemoryBackend();
    }
}
