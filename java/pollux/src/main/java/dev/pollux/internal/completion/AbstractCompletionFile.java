package dev.pollux.internal.completion;

import dev.pollux.completion.CompletionFile;
import dev.pollux.internal.completion.seam.SourceHandle;

/** A file, as far as its port knows it. What makes its operations lies in {@code file}. */
public abstract class AbstractCompletionFile extends AbstractCompletionSource implements CompletionFile {
    protected AbstractCompletionFile(CompletionPortWork port, SourceHandle handle) {
        super(port, handle);
    }

    @Override
    protected final String face() {
        return "CompletionFile";
    }
}
