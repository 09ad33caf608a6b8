package dev.pollux.internal.completion.file;

import dev.pollux.internal.completion.CompletionPortWork;
import dev.pollux.internal.completion.seam.OperationKind;
import dev.pollux.internal.completion.seam.SourceHandle;
import dev.pollux.internal.file.BlockingFile;
import dev.pollux.internal.file.FileOptions;
import java.io.IOException;

/** A file of a backend whose system has only calls that wait: the port's own threads do all. */
public final class PooledFile extends CompletionFileWork {
    public PooledFile(CompletionPortWork port, BlockingFile calls, FileOptions options) {
        super(port, new Handle(calls), calls, options);
    }

    /** {@return what was opened, which the backend's sockets send} */
    public BlockingFile calls() {
        return calls;
    }

    private static final class Handle extends SourceHandle {
        private final BlockingFile calls;

        Handle(BlockingFile calls) {
            this.calls = calls;
        }

        @Override
        public boolean isOpen() {
            return calls.isOpen();
        }

        @Override
        public void cancel(Object ticket) {
            throw new AssertionError("the system has begun nothing");
        }

        @Override
        public IOException failure(OperationKind kind, int code) {
            throw new AssertionError(kind + " failed with code " + code + " by a system that has begun nothing");
        }

        @Override
        public void close() {
            calls.close();
        }

        @Override
        public String toString() {
            return calls.path() + (calls.isOpen() ? "" : ", closed");
        }
    }
}
