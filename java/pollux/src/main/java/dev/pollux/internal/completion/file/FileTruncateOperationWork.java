package dev.pollux.internal.completion.file;

import dev.pollux.completion.FileTruncateOperation;
import dev.pollux.internal.completion.seam.OperationKind;
import dev.pollux.internal.file.BlockingFile;
import java.io.IOException;

/** A change of a file's size. */
public final class FileTruncateOperationWork extends FileOperationWork<FileTruncateOperation>
        implements FileTruncateOperation {
    private long size;

    FileTruncateOperationWork(CompletionFileWork file, long size) {
        super(file);
        this.size = check(size);
    }

    private static long check(long size) {
        if (size < 0) {
            throw new IllegalArgumentException("size " + size + ": not within 0 and " + Long.MAX_VALUE);
        }
        return size;
    }

    @Override
    public FileTruncateOperation size(long newSize) {
        check(newSize);
        checkNotPending();
        size = newSize;
        return this;
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    protected OperationKind kind() {
        return OperationKind.FILE_TRUNCATE;
    }

    @Override
    protected int start() throws IOException {
        startsAnew();
        return file.startTruncate(this);
    }

    @Override
    void doWaiting(BlockingFile calls) throws IOException {
        calls.truncate(size);
    }

    @Override
    protected long takeResult() {
        return 0;
    }
}
